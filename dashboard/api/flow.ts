import { useData } from './use-data.ts';

const LIVE_MS = 2000;

/** Counts and delays of the Blockchain Access Layer, live. */
export function useFlow() {
  return useData(['flow'], (client) => client.bal.GET('/flow'), { everyMs: LIVE_MS });
}

/** Counts of the Shared Customer Database, live. */
export function useStages() {
  return useData(['stages'], (client) => client.data.GET('/v1/stages'), { everyMs: LIVE_MS });
}

export function useChain(everyMs = LIVE_MS) {
  return useData(['chain'], (client) => client.bal.GET('/chain'), { everyMs });
}

export function useNewestBatches(limit: number) {
  return useData(
    ['batches', 'newest', limit],
    (client) => client.bal.GET('/batches', { params: { query: { limit: String(limit) } } }),
    { everyMs: LIVE_MS },
  );
}
