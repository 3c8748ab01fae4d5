import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AccessLayerError } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import type { Stream } from '@access-layer/kit/stream';
import { LedgerReader } from '../ledger/ledger-reader.ts';

export interface RebuildOptions {
  stream: Stream;
  /** Consumer group of the ingest. */
  group: string;
  dataDir: string;
  /** Offset on the stream `packets`; earlier records are not taken again. */
  fromOffset: number;
  /** Delete what is stored of the stream first: measurements, ledger and batches. Nothing else in the folder. */
  empty?: boolean;
}

/** Everything that the ingest writes, and nothing that cannot be had again from the stream. */
const OF_THE_STREAM = ['measurements', 'ledger.db', 'batches.db'];
const SQLITE_FILES = ['', '-wal', '-shm'];

/**
 * Moves an ingest back: packets from the offset on, anchors and openings from the first that is kept, since packets need
 * them whatever their offsets. The next start takes them. No ingest may run over the folder meanwhile.
 * @throws AccessLayerError SCD_NOT_EMPTY where something is stored and `empty` is not set; SCD_OFFSET
 */
export async function prepareRebuild(options: RebuildOptions): Promise<void> {
  const { stream, group, dataDir, fromOffset, empty = false } = options;
  const packets = await keptFrom(stream, fromOffset);
  const stored = storedIn(dataDir);
  if (!empty && stored > 0) {
    throw new AccessLayerError({
      code: 'SCD_NOT_EMPTY',
      message: `${dataDir} holds ${stored} records; expected an empty store: add --empty to delete them and read all again`,
      context: { dataDir, stored },
    });
  }
  // Offsets first: if this ends in between, the next start reads again what is there, which changes nothing.
  for (const partition of packets) await stream.seek(TOPICS.packets, group, partition, fromOffset);
  for (const topic of [TOPICS.anchors, TOPICS.registry]) await stream.seek(topic, group, 0, 0);
  for (const name of OF_THE_STREAM) {
    for (const end of SQLITE_FILES) rmSync(join(dataDir, name + end), { recursive: true, force: true });
  }
}

/** Partitions to move. 0 stands for the begin, whatever that is; another offset says nothing where there are several. */
async function keptFrom(stream: Stream, offset: number): Promise<number[]> {
  const ranges = await stream.offsets(TOPICS.packets);
  const [range] = ranges;
  const isKept = ranges.length === 1 && range && offset >= range.first && offset <= range.next;
  if (!range || offset === 0 || isKept) return ranges.map(({ partition }) => partition);
  const kept =
    ranges.length === 1
      ? `keeps ${range.first} to ${range.next - 1}; expected one of them, or 0`
      : `has ${ranges.length} partitions, each with offsets of its own; expected 0`;
  throw new AccessLayerError({
    code: 'SCD_OFFSET',
    message: `--from ${offset}: the stream packets ${kept}`,
    context: { offset, ...range },
  });
}

function storedIn(dataDir: string): number {
  const file = join(dataDir, 'ledger.db');
  if (!existsSync(file)) return 0;
  const ledger = new LedgerReader(file);
  try {
    const { stored, storedStatements, quarantined } = ledger.counts();
    return stored + storedStatements + Object.values(quarantined).reduce((sum, count) => sum + count, 0);
  } finally {
    ledger.close();
  }
}
