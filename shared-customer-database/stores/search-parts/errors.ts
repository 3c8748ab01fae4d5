import { AccessLayerError } from '@access-layer/core/errors';

export const SEARCH_ERRORS = {
  SCD_SEARCH_DOWN: {
    status: 503,
    help: 'No node of the search engine answers, or it takes nothing in. Look at its /_cluster/health; it is tried again.',
  },
  SCD_SEARCH_REFUSED: {
    status: 500,
    help: 'The search engine understood and refused. The message has its reason; nothing was lost, what was refused is still on the stream.',
  },
} as const;

export function searchDown(message: string, cause?: unknown): AccessLayerError {
  return new AccessLayerError({ code: 'SCD_SEARCH_DOWN', message, retryable: true, cause });
}

export function searchRefused(message: string, context: Record<string, unknown> = {}): AccessLayerError {
  return new AccessLayerError({ code: 'SCD_SEARCH_REFUSED', message, context });
}
