import { AccessLayerError } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import { type PartyTopic, partyTopic } from '@access-layer/kit/party-topics';
import type { Stream, StreamRecord } from '@access-layer/kit/stream';
import type { Caller, Role } from '@access-layer/kit/token';
import { type PublicRecord, toPublicRecord } from '../events-api/certified-records.ts';
import type { EventsContext } from '../events-api/events-context.ts';
import type { Release } from '../events-api/release.ts';
import type { Registry } from '../registry.ts';

export interface RouteOptions {
  stream: Pick<Stream, 'consume' | 'append'>;
  registry: Pick<Registry, 'get'>;
  /** The decision of the Events API: of each record, when it is routed. */
  release: Release;
  /** The read ledger: what cannot be entered is not routed. */
  served: EventsContext['served'];
  topics: readonly PartyTopic[];
  /** Records up to here have been dealt with: nothing is wrong. */
  onDone: () => void;
}

type Routed = PublicRecord & { topic: PartyTopic };

/** What a party of the registry is as a caller; others get nothing. */
const ROLES: Partial<Record<string, Role>> = { aggregator: 'aggregator', market: 'market', tso: 'tso' };

/** Group that reads our stream for a party: each goes on by itself, whatever holds up another. */
export function routerGroup(party: string): string {
  return `party-topics.${party}`;
}

/** Puts into the topics of a party what is released to it, until the signal aborts. */
export async function routeParty(party: string, options: RouteOptions, signal: AbortSignal): Promise<void> {
  const { stream, release, served, topics, onDone } = options;

  function wanted(record: StreamRecord): Routed[] {
    const shown = toPublicRecord(TOPICS.packets, record);
    return shown && (topics as readonly string[]).includes(shown.topic) ? [shown as Routed] : [];
  }

  async function route(records: Routed[]): Promise<void> {
    const caller = await callerOf(party, options.registry);
    const released: Routed[] = [];
    for (const record of records) {
      if (await release(caller, record.topic, record.subject)) released.push(record);
    }
    if (released.length === 0) return;
    await served(caller, released);
    for (const [topic, own] of Map.groupBy(released, (record) => record.topic)) {
      const values = own.map(({ key, value }) => ({ key, value }));
      await stream.append(partyTopic(topic, party), values);
    }
  }

  const source = { topic: TOPICS.packets, group: routerGroup(party) };
  for await (const { records, commit } of stream.consume(source, signal)) {
    await route(records.flatMap(wanted));
    await commit();
    onDone();
  }
}

/** @throws AccessLayerError SCD_PARTY_TOPICS: its records wait until the registry has it. */
async function callerOf(party: string, registry: Pick<Registry, 'get'>): Promise<Caller> {
  const role = ROLES[(await registry.get('party', party))?.document.role ?? ''];
  if (!role) {
    throw new AccessLayerError({
      code: 'SCD_PARTY_TOPICS',
      message: `${party} is no aggregator, market or TSO of the registry: nothing is routed to it`,
      context: { party },
    });
  }
  const scopes = new Set(['events:read']);
  const expiresAtMs = Number.POSITIVE_INFINITY;
  return { subject: 'kafka', clientId: 'kafka', role, party, scopes, expiresAtMs };
}
