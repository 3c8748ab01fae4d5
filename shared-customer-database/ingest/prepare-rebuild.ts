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
  await requireKept(stream, fromOffset);
  const stored = storedIn(dataDir);
  if (!empty && stored > 0) {
    throw new AccessLayerError({
      code: 'SCD_NOT_EMPTY',
      message: `${dataDir} holds ${stored} records; expected an empty store: add --empty to delete them and read all again`,
      context: { dataDir, stored },
    });
  }
  // Offsets first: if this ends in between, the next start reads again what is there, which changes nothing.
  await stream.seek(TOPICS.packets, group, 0, fromOffset);
  for (const topic of [TOPICS.anchors, TOPICS.registry]) await stream.seek(topic, group, 0, 0);
  for (const name of OF_THE_STREAM) {
    for (const end of SQLITE_FILES) rmSync(join(dataDir, name + end), { recursive: true, force: true });
  }
}

/** 0 stands for the begin, whatever that is. */
async function requireKept(stream: Stream, offset: number): Promise<void> {
  const [range] = await stream.offsets(TOPICS.packets);
  if (!range || offset === 0 || (offset >= range.first && offset <= range.next)) return;
  throw new AccessLayerError({
    code: 'SCD_OFFSET',
    message: `--from ${offset}: the stream packets keeps ${range.first} to ${range.next - 1}; expected one of them, or 0`,
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
