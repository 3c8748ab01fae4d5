import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import { PARTY_TOPICS, partyTopic } from '@access-layer/kit/party-topics';
import type { Stream } from '@access-layer/kit/stream';
import type { PartyTopicsConfig } from './party-topics-config.ts';
import { type RouteOptions, routeParty } from './route-party.ts';

export interface PartyTopicsOptions extends Omit<RouteOptions, 'stream' | 'topics' | 'onDone'> {
  config: PartyTopicsConfig;
  stream: Pick<Stream, 'consume' | 'append' | 'trim'>;
  log: Log;
  retryMs?: number;
}

const DEFAULT_KEEP_DAYS = 7;
const DAY_MS = 86_400_000;
const TRIM_EVERY_MS = 3_600_000;

/**
 * Puts certified records into the topics of parties, those that the access rules give to each at that moment: a consent
 * that is revoked ends it with the next record. At least once: a party's offset moves behind what is durable.
 */
export function startPartyTopics(options: PartyTopicsOptions) {
  const { config, stream, log, retryMs = 1000 } = options;
  const { parties, topics = PARTY_TOPICS, keepDays = DEFAULT_KEEP_DAYS } = config;
  const stopped = new AbortController();
  const problems = new Map<string, string>();

  async function follow(party: string): Promise<void> {
    const route = { ...options, topics, onDone: () => void problems.delete(party) };
    while (!stopped.signal.aborted) {
      try {
        await routeParty(party, route, stopped.signal);
      } catch (error) {
        const problem = messageOf(error);
        if (problems.get(party) !== problem) log.error({ err: error, party }, 'not routed; trying again');
        problems.set(party, problem);
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
  const following = Promise.all(parties.map(follow));
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
