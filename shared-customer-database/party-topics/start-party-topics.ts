import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import type { Log } from '@access-layer/kit/log';
import { PARTY_TOPICS, type PartyTopic, partyTopic } from '@access-layer/kit/party-topics';
import type { Stream, StreamRecord } from '@access-layer/kit/stream';
import type { Caller, Role } from '@access-layer/kit/token';
import { type PublicRecord, toPublicRecord } from '../events-api/certified-records.ts';
import type { EventsContext } from '../events-api/events-context.ts';
import type { Release } from '../events-api/release.ts';
import type { Registry } from '../registry.ts';
import type { PartyTopicsConfig } from './party-topics-config.ts';

export interface PartyTopicsOptions {
  config: PartyTopicsConfig;
  stream: Pick<Stream, 'consume' | 'append' | 'trim'>;
  registry: Pick<Registry, 'get'>;
  /** The decision of the Events API: of each record, when it is routed. */
  release: Release;
  /** The read ledger: what cannot be entered is not routed. */
  served: EventsContext['served'];
  log: Log;
  retryMs?: number;
}

/** Group of the router on our own streams. */
export const ROUTER_GROUP = 'party-topics';
const DEFAULT_KEEP_DAYS = 7;
const DAY_MS = 86_400_000;
const TRIM_EVERY_MS = 3_600_000;
/** What a party of the registry is as a caller; others get nothing. */
const ROLES: Partial<Record<string, Role>> = { aggregator: 'aggregator', market: 'market', tso: 'tso' };

type Routed = PublicRecord & { topic: PartyTopic };

/**
 * Puts certified records into the topics of parties, those that the access rules give to each at that moment: a consent
 * that is revoked ends it with the next record. At least once: offsets move behind what is durable in all of them.
 */
export function startPartyTopics(options: PartyTopicsOptions) {
  const { config, stream, registry, release, served, log, retryMs = 1000 } = options;
  const { parties, topics = PARTY_TOPICS, keepDays = DEFAULT_KEEP_DAYS } = config;
  const stopped = new AbortController();
  const problems = new Map<string, string>();

  async function callerOf(party: string): Promise<Caller | undefined> {
    const role = ROLES[(await registry.get('party', party))?.document.role ?? ''];
    if (!role) {
      problems.set(
        party,
        `${party} is no aggregator, market or TSO of the registry: nothing is routed to it`,
      );
      return undefined;
    }
    problems.delete(party);
    const scopes = new Set(['events:read']);
    return {
      subject: 'kafka',
      clientId: 'kafka',
      role,
      party,
      scopes,
      expiresAtMs: Number.POSITIVE_INFINITY,
    };
  }

  async function routeTo(party: string, records: Routed[]): Promise<void> {
    const caller = await callerOf(party);
    if (!caller) return;
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

  function wanted(record: StreamRecord): Routed[] {
    const shown = toPublicRecord(TOPICS.packets, record);
    return shown && (topics as readonly string[]).includes(shown.topic) ? [shown as Routed] : [];
  }

  async function route(): Promise<void> {
    const source = { topic: TOPICS.packets, group: ROUTER_GROUP };
    for await (const { records, commit } of stream.consume(source, stopped.signal)) {
      const shown = records.flatMap(wanted);
      for (const party of shown.length > 0 ? parties : []) await routeTo(party, shown);
      await commit();
      problems.delete(TOPICS.packets);
    }
  }

  async function follow(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await route();
      } catch (error) {
        problems.set(TOPICS.packets, messageOf(error));
        log.error({ err: error }, 'records are not routed to the topics of parties; trying again');
        await delay(retryMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  }

  async function trim(): Promise<void> {
    const names = parties.flatMap((party) => topics.map((topic) => partyTopic(topic, party)));
    for (const name of names) await stream.trim(name, Date.now() - keepDays * DAY_MS);
  }

  const trimming = setInterval(() => {
    trim().catch((error) => log.error({ err: error }, 'old records of the topics of parties stay'));
  }, TRIM_EVERY_MS).unref();
  const following = follow();
  return {
    /** Why something is not routed at the moment. */
    problem: (): string | undefined => problems.values().next().value,
    async stop(): Promise<void> {
      stopped.abort();
      clearInterval(trimming);
      await following;
    },
  };
}
