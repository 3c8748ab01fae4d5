import { AccessLayerError } from '@access-layer/core/errors';

/** The engine cannot be had on this machine: tests skip it loudly, and fail where CI=true. */
export function missing(engine: string, what: string, cause?: unknown): AccessLayerError {
  return new AccessLayerError({
    code: 'ENGINE_MISSING',
    message: `${engine}: ${what}`,
    context: { engine },
    cause,
  });
}

export function didNotStart(engine: string, why: string, logEnd: string): AccessLayerError {
  return new AccessLayerError({
    code: 'ENGINE_START',
    message: `${engine} did not start: ${why}\n${logEnd}`,
    context: { engine },
  });
}
