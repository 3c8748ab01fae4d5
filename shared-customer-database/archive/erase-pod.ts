import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Archive } from '../archive.ts';
import type { StoredPacket } from '../store.ts';
import { addPartFiles, commitManifest, currentManifest } from './commit-part.ts';
import { type Bench, rowsOf, sqlText, withBench } from './duck.ts';
import type { ArchivePart, Manifest } from './manifest.ts';
import { PACKET_COLUMNS, WHAT_STAYS } from './packet-columns.ts';
import { writePackets, writeReadings } from './part-files.ts';

export interface ErasureOrder {
  pod: string;
  /** Packets whose first instant lies in from ≤ t < until. */
  fromMs: number;
  untilMs: number;
  /** Hash of the signed message that says so: manifests name it. */
  erasure: `0x${string}`;
  atMs: number;
  /** Folder for files in the making; on a disk. */
  scratchDir: string;
  /** Told what is about to lose its contents: once that is done nobody can name it by its hash any more. */
  onHeld?: (packets: HeldPacket[]) => void;
  /** Told of each day that was looked at. */
  onDay?: (day: string, packets: number) => void;
}

export type HeldPacket = Pick<StoredPacket, 'messageHash' | 'type' | 'fromMs'>;

export interface ErasedDay {
  day: string;
  /** Packets that lost their contents. */
  packets: number;
}

/**
 * Destroys the payloads, signatures and everything else that speaks of a PoD in the archive, and the files that held
 * them; hashes and places in trees stay, so every other proof verifies. A part that holds the PoD gets a new version, and
 * the manifest says which erasure made it. What was erased before stays so: the same order may come again after a crash
 * at any point.
 */
export async function erasePod(archive: Archive, order: ErasureOrder): Promise<ErasedDay[]> {
  const erased: ErasedDay[] = [];
  const [first, last] = [dayOf(order.fromMs), dayOf(order.untilMs - 1)];
  for (const day of (await archive.days()).filter((each) => each >= first && each <= last)) {
    const packets = await withBench(order.scratchDir, (bench) => eraseOnDay(archive, day, order, bench));
    order.onDay?.(day, packets);
    if (packets > 0) erased.push({ day, packets });
  }
  return erased;
}

/** How many packets were erased. Begins again where another archiver has changed the day meanwhile. */
async function eraseOnDay(archive: Archive, day: string, order: ErasureOrder, bench: Bench): Promise<number> {
  for (;;) {
    const before = (await currentManifest(archive, day))!;
    const rewritten: ArchivePart[] = [];
    let packets = 0;
    for (const part of before.manifest.parts) {
      const next = await rewritePart(archive, day, part, order, bench);
      if (!next) continue;
      packets += next.erased - part.erased;
      rewritten.push(next);
    }
    const change = (manifest: Manifest) => withErasure(manifest, rewritten, order, packets);
    const { network } = before.manifest;
    const isDone =
      packets === 0 || (await commitManifest(archive, day, { network, atMs: order.atMs, before, change }));
    // Also what a crash has left: nothing but what the manifest names may hold a payload.
    await sweep(archive, day);
    if (isDone) return packets;
  }
}

/** Removes every file that the manifest does not name. */
export async function sweep(archive: Archive, day: string): Promise<void> {
  const { manifest } = (await currentManifest(archive, day))!;
  const named = new Set(manifest.parts.flatMap(({ files }) => Object.values(files).map(({ name }) => name)));
  for (const { name } of await archive.files(day)) if (!named.has(name)) await archive.removeFile(day, name);
}

/** The part without the contents of the PoD; undefined where it has none. */
async function rewritePart(
  archive: Archive,
  day: string,
  part: ArchivePart,
  order: ErasureOrder,
  { duck, dir }: Bench,
): Promise<ArchivePart | undefined> {
  const [packets, batches] = await Promise.all([
    archive.openFile(day, part.files.packets.name),
    archive.openFile(day, part.files.batches.name),
  ]);
  try {
    const from = `read_parquet(${sqlText(packets.path)})`;
    const { pod, fromMs, untilMs } = order;
    const isHeld = `pod = ${sqlText(pod)} AND epoch_ms("from") >= ${fromMs} AND epoch_ms("from") < ${untilMs}`;
    const held = await rowsOf(
      duck,
      `SELECT messageHash, type, epoch_ms("from")::DOUBLE AS fromMs FROM ${from} WHERE ${isHeld}`,
    );
    const erased = held.length;
    if (erased === 0) return undefined;
    order.onHeld?.(held as unknown as HeldPacket[]);
    const paths = {
      packets: join(dir, `${randomUUID()}.parquet`),
      readings: join(dir, `${randomUUID()}.parquet`),
      batches: batches.path,
    };
    await writePackets(duck, `(SELECT ${keeping(isHeld)} FROM ${from})`, paths.packets);
    const readings = await writeReadings(duck, paths.packets, paths.readings);
    const version = part.version + 1;
    const files = await addPartFiles(archive, day, { part: part.part, version, paths });
    const createdAt = new Date(order.atMs).toISOString();
    return { ...part, version, createdAt, readings, erased: part.erased + erased, files };
  } finally {
    await packets.release();
    await batches.release();
  }
}

function keeping(isHeld: string): string {
  const columns = Object.keys(PACKET_COLUMNS).map((name) =>
    WHAT_STAYS.has(name) ? `"${name}"` : `CASE WHEN ${isHeld} THEN NULL ELSE "${name}" END AS "${name}"`,
  );
  return columns.join(', ');
}

function withErasure(
  manifest: Manifest,
  rewritten: ArchivePart[],
  { erasure, atMs }: ErasureOrder,
  packets: number,
): Manifest {
  const parts = manifest.parts.map((part) => rewritten.find((next) => next.part === part.part) ?? part);
  const entry = {
    erasure,
    at: new Date(atMs).toISOString(),
    packets,
    parts: rewritten.map(({ part }) => part),
  };
  return { ...manifest, parts, erasures: [...manifest.erasures, entry] };
}

/** UTC day; the years that four digits can name. */
function dayOf(ms: number): string {
  const [first, last] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];
  return new Date(Math.min(Math.max(ms, first), last)).toISOString().slice(0, 10);
}
