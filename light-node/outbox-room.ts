import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import type { MeterEvent } from './meter.ts';
import type { Outbox } from './outbox.ts';

const Megabytes = (description: string) =>
  Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000, description }));

/** Part `outbox` of the configuration: how much a node keeps, and what it gives up first. */
export const OutboxConfig = Type.Object(
  {
    maxMegabytes: Megabytes('of readings and packets; default 1000'),
    minFreeMegabytes: Megabytes('that stay free on the disk; default 50'),
    whenFull: Type.Optional(
      Type.Enum(['stop', 'drop-acknowledged', 'drop-oldest'], {
        description:
          'stop: keep all, take no more readings; drop-acknowledged (default): first erase what the broker has on disk; drop-oldest: then also what nobody else has',
      }),
    ),
  },
  { additionalProperties: false },
);
export type OutboxConfig = Type.Static<typeof OutboxConfig>;

export type OutboxRoom = ReturnType<typeof createOutboxRoom>;

const MEGABYTE = 1_000_000;
/** Room for the event that tells of a full disk, and for the erasing itself, kept in a file until it is needed. */
const RESERVE_BYTES = MEGABYTE;
/** What the database has free inside is used before the disk is. */
const ENOUGH_INSIDE_BYTES = 64 * 1024;
/** As much is erased at once, so that a full disk is not an event a minute. */
const SMALLEST_DROP_BYTES = 256 * 1024;

/**
 * Says before each reading whether there is room for it, and makes some by the policy of the configuration. Sampling into
 * the outbox stops only when that has nothing left to give up; each step is an event, which is signed and kept.
 */
export function createOutboxRoom(
  outbox: Pick<Outbox, 'space' | 'drop'>,
  dataDir: string,
  { maxMegabytes = 1000, minFreeMegabytes = 50, whenFull = 'drop-acknowledged' }: OutboxConfig = {},
  freeBytes = () => freeBytesOf(dataDir),
) {
  const [maxBytes, minFreeBytes] = [maxMegabytes * MEGABYTE, minFreeMegabytes * MEGABYTE];
  const reserveFile = join(dataDir, 'reserve');
  let stopped: { sinceMs: number; notTaken: number } | undefined;

  function fullBy(): string | undefined {
    const { usedBytes, freeInsideBytes } = outbox.space();
    if (usedBytes >= maxBytes) return `the outbox has ${megabytes(usedBytes)} of ${megabytes(maxBytes)}`;
    const free = freeBytes();
    if (free < minFreeBytes && freeInsideBytes < ENOUGH_INSIDE_BYTES) {
      return `the disk has ${megabytes(free)} free; ${megabytes(minFreeBytes)} stay free`;
    }
    return undefined;
  }

  function drop(nowMs: number): MeterEvent | undefined {
    if (whenFull === 'stop') return undefined;
    const bytes = Math.max(SMALLEST_DROP_BYTES, Math.round(maxBytes / 50));
    const dropped = outbox.drop({ bytes, unsentToo: whenFull === 'drop-oldest', nowMs });
    return dropped && { event: 'outbox-dropped', atMs: nowMs, details: { ...dropped, policy: whenFull } };
  }

  function goOn(nowMs: number): MeterEvent[] {
    if (!stopped) return [];
    const { sinceMs, notTaken } = stopped;
    stopped = undefined;
    const since = new Date(sinceMs).toISOString();
    return [{ event: 'outbox-has-room', atMs: nowMs, details: { since, readingsNotTaken: notTaken } }];
  }

  return {
    /** Whether a reading has room now, and what is to be told before it. */
    make(nowMs: number): { take: boolean; events: MeterEvent[] } {
      const reason = fullBy();
      if (!reason) {
        keepReserve(reserveFile, freeBytes() - minFreeBytes);
        return { take: true, events: goOn(nowMs) };
      }
      const dropped = drop(nowMs);
      if (dropped) return { take: true, events: [dropped, ...goOn(nowMs)] };
      const events: MeterEvent[] = [];
      if (!stopped) events.push({ event: 'outbox-full', atMs: nowMs, details: { reason, policy: whenFull } });
      stopped = { sinceMs: stopped?.sinceMs ?? nowMs, notTaken: (stopped?.notTaken ?? 0) + 1 };
      return { take: false, events };
    },
    /** Gives the reserve to a disk that has refused. */
    relieve: () => rmSync(reserveFile, { force: true }),
    fault: () =>
      stopped && `the outbox is full: no readings are kept since ${new Date(stopped.sinceMs).toISOString()}`,
  };
}

/** Opens an outbox on a disk that may be full: then the reserve is given up for it. */
export function openWithReserve<T>(dataDir: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const reserveFile = join(dataDir, 'reserve');
    if (!existsSync(reserveFile)) throw error;
    rmSync(reserveFile);
    return open();
  }
}

function keepReserve(file: string, spareBytes: number): void {
  if (spareBytes < 2 * RESERVE_BYTES || existsSync(file)) return;
  try {
    writeFileSync(file, Buffer.alloc(RESERVE_BYTES, 0x5a), { mode: 0o600 });
  } catch {
    rmSync(file, { force: true }); // somebody else was faster: it is tried again with the next reading
  }
}

function freeBytesOf(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
