import type { DataSet } from '../access/data-set.ts';
import type { ServedRecord } from '../events-api/events-context.ts';

/** Records of one topic about one PoD that go out together. Times in milliseconds, half-open. */
export interface PodDelivery {
  topic: string;
  pod: string;
  dataSet: DataSet;
  fromMs: number;
  untilMs: number;
  timesMs: number[];
}

/** What records tell of which PoDs. Topics that parties made, statements, and the read ledger itself are no reads. */
export function deliveriesOf(records: readonly ServedRecord[]): PodDelivery[] {
  const found = new Map<string, PodDelivery>();
  for (const { topic, subject } of records) {
    const { certified, dataSet, pods, fromMs, untilMs } = subject;
    if (!certified || !dataSet || dataSet === 'reads') continue;
    for (const pod of pods) {
      const key = `${topic} ${pod}`;
      const known = found.get(key);
      if (!known) found.set(key, { topic, pod, dataSet, fromMs, untilMs, timesMs: [fromMs] });
      else {
        known.fromMs = Math.min(known.fromMs, fromMs);
        known.untilMs = Math.max(known.untilMs, untilMs);
        known.timesMs.push(fromMs);
      }
    }
  }
  return [...found.values()];
}
