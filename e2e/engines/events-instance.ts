import type { Stream } from '@access-layer/kit/stream';
import type { Caller } from '@access-layer/kit/token';
import { openEvents } from '@access-layer/shared-customer-database/events-api/events.test-input';

/** One of several instances of the Events API, for one caller. */
export function openInstance(stream: Stream) {
  const caller: Caller = {
    subject: 'agg',
    clientId: 'agg',
    role: 'aggregator',
    party: 'agg-1',
    scopes: new Set(['events:read']),
    expiresAtMs: Number.POSITIVE_INFINITY,
  };
  return openEvents({ stream, check: async () => ({ ok: true, caller }) });
}
