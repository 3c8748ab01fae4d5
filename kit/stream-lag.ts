import type { Log } from './log.ts';
import type { DurableCount } from './metrics.ts';
import type { Stream } from './stream.ts';

/** A group, and a topic that it follows. */
export interface Followed {
  topic: string;
  group: string;
}

const LOOK_EVERY_MS = 10_000;

/** How many records of a topic a group has not dealt with yet; those that are no longer kept do not count. */
export async function lagOf(
  stream: Pick<Stream, 'offsets' | 'committed'>,
  { topic, group }: Followed,
): Promise<number> {
  // The group first: what it deals with meanwhile must not make it seem ahead.
  const committed = new Map(
    (await stream.committed(topic, group)).map(({ partition, next }) => [partition, next]),
  );
  const bounds = await stream.offsets(topic);
  return bounds.reduce((sum, { partition, first, next }) => {
    return sum + Math.max(0, next - Math.max(first, committed.get(partition) ?? first));
  }, 0);
}

/** Looks now and then how far groups are behind, and shows what it saw last: a scrape waits for no broker. */
export function watchLag(
  stream: Pick<Stream, 'offsets' | 'committed'>,
  followed: readonly Followed[],
  { log, everyMs = LOOK_EVERY_MS }: { log: Log; everyMs?: number },
): { metric: DurableCount; stop(): Promise<void> } {
  const seen = new Map<Followed, number>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    for (const each of followed) {
      try {
        seen.set(each, await lagOf(stream, each));
      } catch (error) {
        seen.delete(each);
        if (!stopped) log.warn({ err: error, ...each }, 'how far the group is behind cannot be told');
      }
    }
    if (!stopped) timer = setTimeout(run, everyMs).unref();
  }

  function run(): void {
    looking = look();
  }

  run();
  return {
    metric: {
      name: 'access_layer_stream_lag_records',
      help: 'Records of a topic that a group has not dealt with, as seen in the last seconds; absent where unknown',
      labelNames: ['topic', 'group'],
      read: () => [...seen].map(([{ topic, group }, value]) => ({ labels: { topic, group }, value })),
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
