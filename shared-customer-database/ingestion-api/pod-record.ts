import { TOPICS } from '@access-layer/core/record';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import type { Pod } from '../registry/documents.ts';
import type { NewOutboxRecord, Registry } from '../registry.ts';

const PAGE = 500;

/** What readings of a PoD are judged by, for the stream `pods`: who judges them has no registry of PoDs. */
export function podRecord({ id, contractedPowerW, voltageLevel }: Pod): NewOutboxRecord {
  return { topic: TOPICS.pods, key: id, value: JSON.stringify({ pod: id, contractedPowerW, voltageLevel }) };
}

/** Puts all PoDs on a stream that has none yet: those of a registry that is older than the stream. */
export async function publishPods(
  registry: Pick<Registry, 'list'>,
  stream: Pick<Stream, 'offsets' | 'append'>,
  log: Log,
): Promise<void> {
  const ranges = await stream.offsets(TOPICS.pods);
  if (ranges.some(({ first, next }) => first < next)) return;
  for (let after: string | undefined; ; ) {
    const pods = await registry.list('pod', { limit: PAGE, ...(after === undefined ? {} : { after }) });
    const records = pods.map(({ document }) => podRecord(document));
    if (records.length > 0) await stream.append(TOPICS.pods, records);
    if (pods.length < PAGE) return log.debug('all PoDs are on the stream');
    after = pods.at(-1)!.id;
  }
}
