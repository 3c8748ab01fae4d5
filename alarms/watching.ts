import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import type { Parts } from './parts.ts';
import { anomalies } from './sources/anomalies.ts';
import { followTopic, type TopicFollower } from './sources/follow-topic.ts';
import { measurements } from './sources/measurements.ts';
import { lookForMissing } from './sources/missing.ts';
import { createOpenCheck } from './sources/open-check.ts';
import { pollAnchoring, pollMetrics } from './sources/poll.ts';

const TICK_MS = 1000;
const PRUNE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Judges rules until it is stopped: on events as they come, and on what is asked every so often. */
export function startWatching(parts: Parts) {
  const { settings, watches, sources, log, now } = parts;
  const stopped = new AbortController();
  const { signal } = stopped;
  const listeningSinceMs = now();

  /** Again and again, so long after the end of the one before. */
  async function keep(name: string, everyMs: number, work: () => Promise<void> | void): Promise<void> {
    while (!signal.aborted) {
      try {
        await work();
        sources.ok(name);
      } catch (error) {
        sources.failed(name, messageOf(error));
        log.error({ err: error, name }, 'rules cannot be judged; trying again');
      }
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const isOpen = createOpenCheck(parts);
  const topics: TopicFollower[] = [measurements(parts, isOpen), anomalies(parts)];
  const pollMs = settings.pollS * 1000;
  const ended = Promise.all([
    ...topics.map((topic) => followTopic(parts, topic, signal)),
    ...topics.map(({ topic, again }) => again && keep(`${topic}, asked`, pollMs, again)),
    keep('polls', pollMs, () =>
      Promise.all([pollAnchoring(parts), pollMetrics(parts)]).then(() => undefined),
    ),
    keep('clock', TICK_MS, async () => {
      await lookForMissing(parts, { isOpen, listeningSinceMs });
      watches.flush();
      tellDue(parts);
    }),
    keep('old history', PRUNE_EVERY_MS, () => prune(parts)),
  ]);
  return {
    async stop(): Promise<void> {
      stopped.abort();
      await ended;
      watches.flush();
    },
  };
}

/** What rings and is due to be told: again, or for the first time after a silence. */
function tellDue({ alarms, book, teller, live, kick }: Parts): void {
  for (const alarm of alarms.ringing()) {
    if (!book.atomically(() => teller.due(alarm))) continue;
    live.changed(alarm.owner);
    kick();
  }
}

function prune({ settings, alarms, history, silences, outbox, samples, now }: Parts): void {
  const beforeMs = now() - settings.historyDays * DAY_MS;
  for (const kept of [alarms, history, silences, outbox]) kept.prune(beforeMs);
  samples.prune();
}
