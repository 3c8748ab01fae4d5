import { join } from 'node:path';
import { AccessLayerError } from '@access-layer/core/errors';
import type { AnchorRecord } from '@access-layer/core/record';
import type { Archive } from '../archive.ts';
import type { BatchReader } from '../batches/batch-reader.ts';
import type { BatchKey } from '../batches/batches.ts';
import type { DayCursor, LifecycleStore } from '../lifecycle-store.ts';
import type { StoredPacket } from '../store.ts';
import { appendBatch, batchKey, createBatchTable } from './batch-columns.ts';
import { addPartFiles, commitManifest, currentManifest, type PartPaths } from './commit-part.ts';
import { type Bench, numberOf, sqlFiles, withBench } from './duck.ts';
import type { ArchivePart, Manifest } from './manifest.ts';
import { appendPacket, createPacketTable } from './packet-columns.ts';
import { writeBatches, writePackets, writeReadings } from './part-files.ts';

export interface ArchiveSources {
  archive: Archive;
  store: LifecycleStore;
  batches: Pick<BatchReader, 'anchorOf' | 'treeOf'>;
  network: string;
  /** Folder for files in the making; on a disk. */
  scratchDir: string;
}

export interface ArchivedDay {
  /** Packets that the archive did not have and has now. */
  packets: number;
  readings: number;
  bytes: number;
  /** Packets that stay out until the chain was seen to hold their batches. */
  waiting: number;
}

const PAGE = 500;
const NOTHING = { packets: 0, readings: 0, bytes: 0 };

/**
 * Adds what the store holds of a day and the archive does not, as one part: the day at first, what came late
 * afterwards. Only packets whose batch the chain was seen to hold: an archive is proof by itself.
 * @throws AccessLayerError SCD_ARCHIVE_CONFLICT, SCD_ARCHIVE_DAMAGED
 */
export async function archiveDay(sources: ArchiveSources, day: string, atMs: number): Promise<ArchivedDay> {
  return withBench(sources.scratchDir, async (bench) => {
    const before = await currentManifest(sources.archive, day);
    const { anchors, waiting } = await loadDay(sources, day, bench);
    await dropArchived(sources.archive, day, before?.manifest, bench);
    const packets = await numberOf(bench.duck, 'SELECT count(*) FROM packet');
    if (packets === 0) return { ...NOTHING, waiting };
    const paths = pathsIn(bench.dir);
    await writePackets(bench.duck, 'packet', paths.packets);
    const readings = await writeReadings(bench.duck, paths.packets, paths.readings);
    await writeTrees(sources, anchors, bench, paths.batches);
    const part = Math.max(0, ...(before?.manifest.parts.map((each) => each.part) ?? [])) + 1;
    const files = await addPartFiles(sources.archive, day, { part, version: 1, paths });
    const createdAt = new Date(atMs).toISOString();
    const added: ArchivePart = { part, version: 1, createdAt, packets, erased: 0, readings, files };
    const change = (manifest: Manifest) => ({ ...manifest, parts: [...manifest.parts, added] });
    const { network } = sources;
    if (!(await commitManifest(sources.archive, day, { network, atMs, before, change }))) throw conflict(day);
    const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
    return { packets, readings, bytes, waiting };
  });
}

/** Puts the anchored packets of the day in a table; answers the anchors of their batches. */
async function loadDay({ store, batches }: ArchiveSources, day: string, { duck }: Bench) {
  const appender = await createPacketTable(duck, 'packet');
  const anchors = new Map<string, AnchorRecord | undefined>();
  const anchorOf = ({ batch }: StoredPacket) => {
    const key = `${batchKey(batch.anchorer, batch.index)} ${batch.root} ${batch.count}`;
    if (!anchors.has(key)) anchors.set(key, batches.anchorOf(batch));
    return anchors.get(key);
  };
  let waiting = 0;
  for await (const packet of packetsOfDay(store, day)) {
    if (anchorOf(packet)) appendPacket(appender, packet);
    else waiting += 1;
  }
  appender.closeSync();
  return { anchors: [...anchors.values()].filter((anchor) => anchor !== undefined), waiting };
}

/** All packets of a day, in the order of the archive. */
export async function* packetsOfDay(
  store: Pick<LifecycleStore, 'dayPackets'>,
  day: string,
): AsyncGenerator<StoredPacket> {
  for (let cursor: DayCursor | undefined; ; ) {
    const page = await store.dayPackets(day, { limit: PAGE, ...(cursor ? { cursor } : {}) });
    yield* page.items;
    if (!page.next) return;
    cursor = page.next;
  }
}

async function dropArchived(
  archive: Archive,
  day: string,
  manifest: Manifest | undefined,
  { duck }: Bench,
): Promise<void> {
  if (!manifest) return;
  const files = await Promise.all(
    manifest.parts.map((part) => archive.openFile(day, part.files.packets.name)),
  );
  try {
    const known = `SELECT node, seq FROM read_parquet(${sqlFiles(files.map(({ path }) => path))})`;
    await duck.run(`DELETE FROM packet WHERE (node, seq) IN (${known})`);
  } catch (cause) {
    throw new AccessLayerError({
      code: 'SCD_ARCHIVE_DAMAGED',
      message: `what the archive holds of ${day} cannot be read; \`access-layer archive verify --day ${day}\` says where`,
      context: { day },
      cause,
    });
  } finally {
    for (const file of files) await file.release();
  }
}

/** The batches of the packets that are left in the table. */
async function writeTrees(
  { batches }: ArchiveSources,
  anchors: AnchorRecord[],
  { duck }: Bench,
  file: string,
): Promise<void> {
  const rows = await duck.runAndReadAll('SELECT DISTINCT anchorer, batch::DOUBLE FROM packet');
  const used = new Set(
    rows.getRowsJS().map(([anchorer, index]) => batchKey(String(anchorer), Number(index))),
  );
  const appender = await createBatchTable(duck, 'batch');
  for (const anchor of anchors) {
    const tree = used.has(batchKey(anchor.anchorer, anchor.index)) && batches.treeOf(anchor as BatchKey);
    if (tree) appendBatch(appender, { anchor, ...tree });
  }
  appender.closeSync();
  await writeBatches(duck, 'batch', file);
}

function pathsIn(dir: string): PartPaths {
  const at = (name: string) => join(dir, `${name}.parquet`);
  return { packets: at('packets'), readings: at('readings'), batches: at('batches') };
}

function conflict(day: string): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_ARCHIVE_CONFLICT',
    message: `another archiver has changed ${day} meanwhile; what is still missing is added the next time`,
    retryable: true,
    context: { day },
  });
}
