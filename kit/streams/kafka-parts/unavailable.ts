import { AccessLayerError, messageOf } from '@access-layer/core/errors';

/** The library nests causes: the innermost says what happened. */
export function unavailable(what: string, error: unknown): AccessLayerError {
  return new AccessLayerError({
    code: 'STREAM_UNAVAILABLE',
    message: `${what}: Kafka did not do it (${innermost(error)})`,
    retryable: true,
    cause: error,
  });
}

/** Whether the brokers know who asks and do not let him: no retry heals that. */
export function isRefused(error: unknown): boolean {
  return /authorization|authentication/i.test(`${error} ${innermost(error)}`);
}

function innermost(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors.at(-1));
  if (error instanceof Error && error.cause) return innermost(error.cause);
  return messageOf(error);
}
