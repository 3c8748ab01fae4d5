import { BaseError } from 'viem';

/** The error of a type that stands behind what viem threw; undefined where there is none. */
export function findCause<T>(error: unknown, type: abstract new (...args: never[]) => T): T | undefined {
  if (error instanceof type) return error;
  if (!(error instanceof BaseError)) return undefined;
  return (error.walk((inner) => inner instanceof type) as T | null) ?? undefined;
}
