import { setTimeout as delay } from 'node:timers/promises';
import type { Producer } from '@platformatic/kafka';
import type { NewRecord } from '../../stream.ts';
import type { HeadedRecord } from './partition-reader.ts';
import { isRefused, unavailable } from './unavailable.ts';

/** A record with its place in what its producer appends under one sequence. */
export interface PlacedRecord extends NewRecord {
  position: number;
}

export interface Once {
  producer: string;
  sequence: number;
}

export interface PartitionWriterOptions {
  producer: Producer<string, string, string, string>;
  topic: string;
  partition: number;
  /** The newest records of the partition, newest page first. */
  tail: () => AsyncIterable<HeadedRecord[]>;
  patienceMs?: number;
}

/** What of a producer is there: its newest sequence, and which records of it. */
interface Written {
  sequence: number;
  positions: Set<number>;
}

const MAX_RECORDS = 50;
const MAX_CHARACTERS = 700_000;
const PATIENCE_MS = 60_000;
const PAUSE_MS = 250;

/**
 * Appends to one partition, one batch at a time: two sends in flight to a partition of an idempotent producer both
 * resolve, and one is lost. After a failure nobody knows what the broker has taken, so the end of the partition is read
 * before anything is sent again.
 */
export function createPartitionWriter(options: PartitionWriterOptions) {
  const { producer, topic, partition, tail, patienceMs = PATIENCE_MS } = options;
  const written = new Map<string, Written>();
  let last: Promise<unknown> = Promise.resolve();

  async function lookUp(name: string): Promise<Written> {
    const found: Written = { sequence: -1, positions: new Set() };
    for await (const page of tail()) {
      for (const { headers } of page.toReversed()) {
        if (headers.producer !== name) continue;
        const sequence = Number(headers.sequence);
        if (found.sequence < 0) found.sequence = sequence;
        if (sequence < found.sequence) return found;
        found.positions.add(Number(headers.position));
      }
    }
    return found;
  }

  async function missing(records: PlacedRecord[], once: Once | undefined): Promise<PlacedRecord[]> {
    if (!once) return records;
    const there = written.get(once.producer) ?? (await lookUp(once.producer));
    written.set(once.producer, there);
    if (there.sequence > once.sequence) return [];
    if (there.sequence < once.sequence) return records;
    return records.filter(({ position }) => !there.positions.has(position));
  }

  async function sendAll(records: PlacedRecord[], once: Once | undefined): Promise<void> {
    for (const batch of batchesOf(records)) {
      const messages = batch.map(({ key, value, position }) => ({
        ...{ topic, partition, key, value },
        ...(once && {
          headers: { producer: once.producer, sequence: `${once.sequence}`, position: `${position}` },
        }),
      }));
      await producer.send({ messages });
      if (once) remember(once, batch);
    }
  }

  function remember({ producer: name, sequence }: Once, batch: PlacedRecord[]): void {
    const known = written.get(name);
    const there = known?.sequence === sequence ? known : { sequence, positions: new Set<number>() };
    for (const { position } of batch) there.positions.add(position);
    written.set(name, there);
  }

  async function append(records: PlacedRecord[], once: Once | undefined): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      try {
        return await sendAll(await missing(records, once), once);
      } catch (error) {
        if (once) written.delete(once.producer);
        if (isRefused(error) || performance.now() > deadline)
          throw unavailable(`append to ${topic} ${partition}`, error);
        await delay(PAUSE_MS);
        await producer.metadata({ topics: [topic], forceUpdate: true }).catch(() => undefined);
      }
    }
  }

  return {
    append(records: PlacedRecord[], once?: Once): Promise<void> {
      const appended = last.then(() => append(records, once));
      last = appended.catch(() => undefined);
      return appended;
    },
  };
}

export type PartitionWriter = ReturnType<typeof createPartitionWriter>;

function* batchesOf(records: PlacedRecord[]): Iterable<PlacedRecord[]> {
  let batch: PlacedRecord[] = [];
  let characters = 0;
  for (const record of records) {
    const size = record.key.length + record.value.length;
    if (batch.length > 0 && (batch.length === MAX_RECORDS || characters + size > MAX_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(record);
    characters += size;
  }
  if (batch.length > 0) yield batch;
}
