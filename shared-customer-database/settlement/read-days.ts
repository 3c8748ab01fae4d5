import type { Hex } from '@access-layer/core/bytes';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { adjustmentWindow, highXOfY, movedTo } from '@access-layer/core/settlement/high-x-of-y';
import type { SettlementParameters } from '@access-layer/core/settlement/parameters';
import {
  MOST_APART_MS,
  type RegisterPoint,
  registerEnergy,
  registerPoints,
} from '@access-layer/core/settlement/register-energy';
import { type Slice, slicesOf } from '@access-layer/core/settlement/slices';
import type { StoredPacket } from '../store.ts';
import type { Measured } from './measured.ts';

export interface DaysAsked {
  pod: string;
  period: Slice;
  notifiedMs: number;
  /** Similar days, the latest first. */
  days: readonly string[];
  events: readonly Slice[];
  parameters: SettlementParameters;
}

export interface FoundDays {
  points: RegisterPoint[];
  packets: Map<Hex, StoredPacket>;
  /** Those of the similar days that were looked at: until enough are complete. */
  days: string[];
}

/**
 * Reads the registers at the borders of an activation and of the days that make its baseline, and nothing else. Undefined
 * where it was cancelled.
 */
export async function readDays(
  measured: Pick<Measured, 'readings'>,
  asked: DaysAsked,
  cancelled: () => boolean,
): Promise<FoundDays | undefined> {
  const { pod, period, notifiedMs, parameters } = asked;
  const slices = slicesOf(period);
  const window = adjustmentWindow(period, notifiedMs, parameters);
  const borders = [...slices, window].flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]);
  const found: FoundDays = { points: [], packets: new Map(), days: [] };
  const read = async (times: Iterable<number>) => {
    for (const atMs of new Set(times)) {
      if (cancelled()) return false;
      await readAround(measured, pod, atMs, found);
    }
    return true;
  };
  if (!(await read(borders))) return undefined;
  const moved = movedTo(period, parameters.zone);
  for (;;) {
    const energyOf = registerEnergy(found.points);
    const answer = highXOfY({ ...asked, days: found.days, energyOf });
    const incomplete = answer.ok ? answer.baseline.incompleteDays : answer.incompleteDays;
    const wanted = parameters.ofDays - (found.days.length - incomplete.length);
    const more = asked.days.slice(found.days.length, found.days.length + wanted);
    if (more.length === 0) return found;
    const there = more.flatMap((date) => [...slices, window].map((slice) => moved(slice, date)));
    if (!(await read(there.flatMap((slice) => (slice ? [slice.fromMs, slice.untilMs] : [])))))
      return undefined;
    found.days.push(...more);
  }
}

/** Readings near enough to an instant to tell what the registers showed then. */
async function readAround(
  measured: Pick<Measured, 'readings'>,
  pod: string,
  atMs: number,
  found: FoundDays,
): Promise<void> {
  const span = { fromMs: atMs - MOST_APART_MS - 1, untilMs: atMs + MOST_APART_MS + 1 };
  const known = new Set(found.points.map(keyOf));
  for (const { text, packet } of await measured.readings({ pod, ...span })) {
    const { role, meter, seq, payloadHash } = packet;
    const head = { type: 'measurement', role: role as never, meter, seq };
    const [point] = registerPoints({ ...head, readings: [JSON.parse(text) as Reading] }, payloadHash);
    if (!point || known.has(keyOf(point))) continue;
    found.points.push(point);
    found.packets.set(payloadHash, packet);
  }
}

function keyOf({ payloadHash, atMs, importWh }: RegisterPoint): string {
  return `${payloadHash} ${atMs} ${importWh}`;
}
