import type { Log } from '@access-layer/kit/log';
import type { TopicCatalogue } from './topic-catalogue.ts';
import { configOf } from './topic-configs.ts';
import type { TopicStore } from './topic-store.ts';

/** Forgets records of parties' topics that are older than `retention.ms`; answers how many. */
export async function trimTopics(
  catalogue: TopicCatalogue,
  store: TopicStore,
  nowMs: number,
): Promise<number> {
  let trimmed = 0;
  for (const name of catalogue.names()) {
    const topic = catalogue.find(name);
    if (!topic || topic.certified) continue;
    const retentionMs = Number(configOf(topic.configs, 'retention.ms'));
    if (retentionMs >= 0) trimmed += await store.trim(name, nowMs - retentionMs);
  }
  return trimmed;
}

/** Does so now and then, until it is stopped. */
export function keepTrimming(
  catalogue: TopicCatalogue,
  store: TopicStore,
  everyMs: number,
  log: Log,
): () => void {
  const trim = async () => {
    const trimmed = await trimTopics(catalogue, store, Date.now());
    if (trimmed > 0) log.info({ records: trimmed }, 'old records of topics removed');
  };
  const timer = setInterval(() => {
    trim().catch((error: unknown) => log.error({ err: error }, 'old records could not be removed'));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
