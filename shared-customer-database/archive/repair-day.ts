import { join } from 'node:path';
import { AccessLayerError } from '@access-layer/core/errors';
import type { DuckDBAppender } from '@duckdb/node-api';
import { createProofCheck } from '../ingest/proof-check.ts';
import type { RecordRules } from '../ingest/verify-record.ts';
import type { LedgerReader } from '../ledger/ledger-reader.ts';
import { type ArchiveSources, packetsOfDay } from './archive-day.ts';
import { appendBatch, createBatchTable } from './batch-columns.ts';
import { checkDay } from './check-day.ts';
import { checkRow } from './check-row.ts';
import { addPartFiles, commitManifest } from './commit-part.ts';
import type { Damage } from './damage.ts';
import { type Bench, numberOf, withBench } from './duck.ts';
import { sweep } from './erase-pod.ts';
import type { PacketName } from './holds-all.ts';
import { type ArchivePart, type Manifest, PART_FILES } from './manifest.ts';
import { appendPacket, appendRow, createPacketTable } from './packet-columns.ts';
import { writeBatches, writePackets, writeReadings } from './part-files.ts';
import { readPackets } from './read-packets.ts';
import { soundManifest } from './sound-manifest.ts';
import { createTrees, type TreeSources, type Trees } from './trees.ts';

export interface RepairSources extends Omit<ArchiveSources, 'batches'> {
  batches: TreeSources;
  ledger: Pick<LedgerReader, 'packetsOfDay'>;
  rules: RecordRules;
}

export interface RepairedDay {
  day: string;
  /** What was wrong before. */
  damages: Damage[];
  /** Parts that were written anew. */
  parts: number[];
  /** Packets in them that came from the store, as the archive did not have them any more. */
  fromStore: number;
  /** Packets that neither has: where there are any, everything stays as it is. */
  lost: PacketName[];
  /** Erased packets of which not even the hashes are there any more. */
  lostErased: number;
}

/**
 * Writes the damaged files of a day anew: what can still be read of them and passes every check stays, what is missing
 * comes from the store, trees from the batches that the chain was seen to hold. Where something is lost for good nothing
 * is changed: it is named, and a copy of the file in its place is what helps.
 * @throws AccessLayerError SCD_ARCHIVE_CONFLICT where another archiver came between
 */
export async function repairDay(sources: RepairSources, day: string, atMs: number): Promise<RepairedDay> {
  return withBench(sources.scratchDir, async (bench) => {
    const { archive, rules, network } = sources;
    const { damages } = await checkDay({ archive, rules, bench }, day);
    const done: RepairedDay = { day, damages, parts: [], fromStore: 0, lost: [], lostErased: 0 };
    if (damages.length === 0) return done;
    const { before, manifest, repairs } = await soundManifest(archive, { day, network, damages });
    const isDamaged = ({ files }: ArchivePart) =>
      PART_FILES.some((kind) => damages.some(({ file }) => file === files[kind].name));
    const trees = createTrees(sources.batches);
    const names = new Set<string>();
    const damaged = manifest.parts.filter(isDamaged);
    for (const part of manifest.parts) await readPart(sources, bench, { day, part, trees, names, isDamaged });
    const target = damaged[0] ?? newPart(manifest, atMs);
    if (damaged.length === 0) (await createPacketTable(bench.duck, tableOf(target))).closeSync();
    const fromArchive = names.size;
    // The ledger is the last to learn of a packet: what it knows by now the store has when it is asked afterwards.
    const known = [...sources.ledger.packetsOfDay(day)];
    const waiting = await addFromStore(sources, bench, { day, table: tableOf(target), trees, names });
    done.fromStore = names.size - fromArchive;
    const isHere = (name: string) => names.has(name) || waiting.has(name);
    done.lost = known.filter(({ node, seq }) => !isHere(`${node} ${seq}`));
    const promised = manifest.parts.reduce((sum, { packets }) => sum + packets, 0);
    done.lostErased = Math.max(0, promised - names.size - done.lost.length);
    if (done.lost.length + done.lostErased > 0) return { ...done, fromStore: 0 };
    const written: ArchivePart[] = [];
    for (const part of damaged.length > 0 || done.fromStore === 0 ? damaged : [target])
      written.push(await writePart(sources, bench, { day, part, trees, atMs }));
    const change = (base: Manifest): Manifest => ({
      ...base,
      parts: withParts(manifest.parts, written),
      erasures: manifest.erasures,
      ...(repairs.length > 0 ? { repairs } : {}),
    });
    const isDone = await commitManifest(archive, day, { network, atMs, before, change });
    if (!isDone) throw conflict(day);
    await sweep(archive, day);
    return { ...done, parts: written.map(({ part }) => part) };
  });
}

interface PartRead {
  day: string;
  part: ArchivePart;
  trees: Trees;
  names: Set<string>;
  isDamaged: (part: ArchivePart) => boolean;
}

/** Notes the packets of a part that pass; those of a damaged one go to a table. */
async function readPart(
  { archive, rules }: RepairSources,
  { duck }: Bench,
  { day, part, trees, names, isDamaged }: PartRead,
): Promise<void> {
  const table: DuckDBAppender | undefined = isDamaged(part)
    ? await createPacketTable(duck, tableOf(part))
    : undefined;
  const file = await archive.openFile(day, part.files.packets.name).catch(() => undefined);
  const includes = createProofCheck();
  try {
    if (!file) return;
    for await (const read of readPackets(duck, file.path, part.packets)) {
      if (!read.ok) continue;
      const { packet } = read;
      const name = `${packet.node} ${packet.seq}`;
      const batch = trees.at(packet.anchorer, packet.batch);
      if (names.has(name) || !checkRow(packet, batch, { rules, day, includes }).ok) continue;
      names.add(name);
      if (table) appendRow(table, packet);
    }
  } finally {
    table?.closeSync();
    await file?.release();
  }
}

/** What the store holds, the chain was seen to hold, and the archive does not; answers what waits for its anchor. */
async function addFromStore(
  { store }: RepairSources,
  { duck }: Bench,
  { day, table, trees, names }: Pick<PartRead, 'day' | 'trees' | 'names'> & { table: string },
): Promise<Set<string>> {
  const waiting = new Set<string>();
  const appender = await duck.createAppender(table);
  for await (const packet of packetsOfDay(store, day)) {
    const name = `${packet.node} ${packet.seq}`;
    if (names.has(name)) continue;
    if (!trees.at(packet.batch.anchorer, packet.batch.index)) {
      waiting.add(name);
      continue;
    }
    names.add(name);
    appendPacket(appender, packet);
  }
  appender.closeSync();
  return waiting;
}

async function writePart(
  { archive }: RepairSources,
  { duck, dir }: Bench,
  { day, part, trees, atMs }: { day: string; part: ArchivePart; trees: Trees; atMs: number },
): Promise<ArchivePart> {
  const table = tableOf(part);
  const at = (kind: string) => join(dir, `${table}.${kind}.parquet`);
  const paths = { packets: at('packets'), readings: at('readings'), batches: at('batches') };
  await writePackets(duck, table, paths.packets);
  const readings = await writeReadings(duck, paths.packets, paths.readings);
  const rows = await duck.runAndReadAll(`SELECT DISTINCT anchorer, batch::DOUBLE FROM ${table}`);
  const appender = await createBatchTable(duck, `${table}_batch`);
  for (const [anchorer, index] of rows.getRowsJS())
    appendBatch(appender, trees.at(String(anchorer), Number(index))!);
  appender.closeSync();
  await writeBatches(duck, `${table}_batch`, paths.batches);
  const version = part.version + 1;
  const files = await addPartFiles(archive, day, { part: part.part, version, paths });
  const packets = await numberOf(duck, `SELECT count(*) FROM ${table}`);
  const erased = await numberOf(duck, `SELECT count(*) FROM ${table} WHERE payload IS NULL`);
  return { ...part, version, createdAt: new Date(atMs).toISOString(), packets, erased, readings, files };
}

function withParts(parts: readonly ArchivePart[], written: readonly ArchivePart[]): ArchivePart[] {
  const known = parts.map((part) => written.find((next) => next.part === part.part) ?? part);
  return [...known, ...written.filter(({ part }) => !parts.some((old) => old.part === part))];
}

function tableOf({ part }: Pick<ArchivePart, 'part'>): string {
  return `part_${part}`;
}

/** Where no file is damaged and something is missing: it was in a version of the manifest that is. */
function newPart(manifest: Manifest, atMs: number): ArchivePart {
  const part = Math.max(0, ...manifest.parts.map((each) => each.part)) + 1;
  const createdAt = new Date(atMs).toISOString();
  return { part, version: 0, createdAt, packets: 0, erased: 0, readings: 0, files: {} as never };
}

function conflict(day: string): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_ARCHIVE_CONFLICT',
    message: `another archiver has changed ${day} meanwhile; repair it again`,
    retryable: true,
    context: { day },
  });
}
