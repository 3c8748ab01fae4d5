import type { Fetch } from './access-tokens.ts';

export interface Patience {
  /** Most tries of one request. */
  tries: number;
  /** Longest time to wait before the next try; what asks for more is answered as it is. */
  maxWaitMs: number;
}

export const PATIENCE: Patience = { tries: 4, maxWaitMs: 30_000 };
const DEFAULT_WAIT_MS = 1000;

/**
 * Sends a request again where the service says that it took nothing of it: 429 (too many) and 503 (too busy, starting),
 * after the time of Retry-After (RFC 9110 10.2.3). 502 and 504 are not tried again: the request may have been done.
 */
export function patientFetch(fetch: Fetch, { tries, maxWaitMs }: Patience = PATIENCE): Fetch {
  return async (request) => {
    for (let left = tries - 1; ; left--) {
      const response = await fetch(left > 0 ? request.clone() : request);
      if ((response.status !== 429 && response.status !== 503) || left === 0) return response;
      const waitMs = retryAfterMs(response.headers.get('retry-after'));
      if (waitMs > maxWaitMs) return response;
      await response.body?.cancel();
      await pause(waitMs, request.signal);
    }
  };
}

/** Seconds, or an HTTP date. */
export function retryAfterMs(value: string | null, nowMs = Date.now()): number {
  if (value === null) return DEFAULT_WAIT_MS;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? DEFAULT_WAIT_MS : Math.max(0, atMs - nowMs);
}

/** @throws the signal's reason where it aborts meanwhile */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
