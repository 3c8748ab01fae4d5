import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { CertifiedRecord } from '@access-layer/core/record';
import type { Archive, LocalFile } from '../archive.ts';
import type { AnchorCheck } from '../ingest/anchor-check.ts';
import { createProofCheck } from '../ingest/proof-check.ts';
import type { VerifiedRecord } from '../ingest/verified-record.ts';
import type { RecordRules } from '../ingest/verify-record.ts';
import { type ArchivedBatch, batchKey, readBatches } from './batch-columns.ts';
import { checkBatches } from './check-batches.ts';
import { checkManifests } from './check-manifests.ts';
import { checkRow } from './check-row.ts';
import type { Damage } from './damage.ts';
import type { Bench } from './duck.ts';
import { damagedRanges } from './file-entry.ts';
import { type ArchivePart, PART_FILES, type PartFile } from './manifest.ts';
import type { ArchivedRow } from './packet-columns.ts';
import { readPackets, type UnreadableRows } from './read-packets.ts';

export interface DayCheckOptions {
  archive: Archive;
  rules: RecordRules;
  /** Without it no chain is asked. */
  checkAnchor?: AnchorCheck | undefined;
  bench: Bench;
  /** Told of every packet that passed, a group at a time. */
  onGood?: (packets: GoodPacket[]) => Promise<void>;
}

export interface GoodPacket {
  row: ArchivedRow;
  /** As it came from the stream; undefined where it was erased. */
  record: CertifiedRecord | undefined;
  verified: VerifiedRecord | undefined;
}

export interface DayCheck {
  day: string;
  /** Parts, and packets and bytes that the manifest names. */
  parts: number;
  packets: number;
  bytes: number;
  /** Packets that passed, erased ones among them. */
  good: number;
  erased: number;
  damages: Damage[];
  /** Batches that the chain was not or could not be asked about. */
  unasked: number;
}

const GROUP = 500;

/**
 * Reads all that the archive holds of a day and checks it: manifests, checksums, trees, what the chain holds of each
 * root, and each packet like one that has just come. Never throws for what it finds in the archive.
 */
export async function checkDay(options: DayCheckOptions, day: string): Promise<DayCheck> {
  const { manifest, damages } = await checkManifests(options.archive, day);
  const parts = manifest?.parts ?? [];
  const check: DayCheck = {
    day,
    parts: parts.length,
    packets: 0,
    bytes: 0,
    good: 0,
    erased: 0,
    damages,
    unasked: 0,
  };
  for (const part of parts) await checkPart(options, check, part);
  return check;
}

async function checkPart(options: DayCheckOptions, check: DayCheck, part: ArchivePart): Promise<void> {
  check.packets += part.packets;
  const opened: Partial<Record<PartFile, LocalFile>> = {};
  try {
    for (const kind of PART_FILES) {
      const { [kind]: entry } = part.files;
      check.bytes += entry.bytes;
      opened[kind] = await openChecked(options.archive, check, entry);
    }
    if (!opened.packets) return;
    const batches = await batchesOf(options, check, part, opened.batches);
    await checkPackets(options, check, part, { path: opened.packets.path, batches });
  } finally {
    for (const file of Object.values(opened)) await file?.release();
  }
}

/** The file, with what its checksums say against it; undefined where there is none. */
async function openChecked(
  archive: Archive,
  { day, damages }: DayCheck,
  entry: ArchivePart['files'][PartFile],
): Promise<LocalFile | undefined> {
  try {
    const file = await archive.openFile(day, entry.name);
    const detail = 'these bytes are not those that were archived';
    for (const bytes of await damagedRanges(file.path, entry)) {
      damages.push({ day, file: entry.name, reason: 'checksum', detail, bytes });
    }
    return file;
  } catch (error) {
    if (!(error instanceof AccessLayerError) || error.code !== 'SCD_ARCHIVE_MISSING') throw error;
    damages.push({ day, file: entry.name, reason: 'missing', detail: 'the file is not there' });
    return undefined;
  }
}

async function batchesOf(
  { bench, checkAnchor }: DayCheckOptions,
  check: DayCheck,
  { files }: ArchivePart,
  file: LocalFile | undefined,
): Promise<Map<string, ArchivedBatch>> {
  const damaged = (reason: string, detail: string) =>
    check.damages.push({ day: check.day, file: files.batches.name, reason, detail });
  if (!file) return new Map();
  const read = await readBatches(bench.duck, file.path).catch((error: unknown) => {
    damaged('unreadable', messageOf(error).replaceAll(file.path, 'the file'));
    return new Map<string, ArchivedBatch>();
  });
  const { good, faults, unasked } = await checkBatches(read, checkAnchor);
  for (const { reason, detail } of faults) damaged(reason, detail);
  check.unasked += unasked;
  return good;
}

async function checkPackets(
  { bench, rules, onGood }: DayCheckOptions,
  check: DayCheck,
  part: ArchivePart,
  { path, batches }: { path: string; batches: Map<string, ArchivedBatch> },
): Promise<void> {
  const { day, damages } = check;
  const file = part.files.packets.name;
  const includes = createProofCheck();
  let group: GoodPacket[] = [];
  for await (const read of readPackets(bench.duck, path, part.packets)) {
    if (!read.ok) {
      damages.push(...unreadable(day, file, read));
      continue;
    }
    const { packet, row } = read;
    const batch = batches.get(batchKey(packet.anchorer, packet.batch));
    const verdict = checkRow(packet, batch, { rules, day, includes });
    if (!verdict.ok) {
      const { reason, detail } = verdict;
      const { node, seq, payloadHash } = packet;
      const rows = { from: row, until: row + 1 };
      damages.push({ day, file, reason, detail, rows, record: { node, seq, payloadHash } });
      continue;
    }
    check.good += 1;
    if (!verdict.record) check.erased += 1;
    group.push({ row: packet, record: verdict.record, verified: verdict.verified });
    if (group.length < GROUP) continue;
    await onGood?.(group);
    group = [];
  }
  if (group.length > 0) await onGood?.(group);
}

/** The rows, and each packet of them whose name can still be read. */
function unreadable(day: string, file: string, { rows, known, detail }: UnreadableRows): Damage[] {
  const common = { day, file, reason: 'unreadable', detail };
  if (known.length === 0) return [{ ...common, rows }];
  return known.map((record, i) => ({
    ...common,
    rows: { from: rows.from + i, until: rows.from + i + 1 },
    record: { node: record.node, seq: record.seq, payloadHash: record.payloadHash },
  }));
}
