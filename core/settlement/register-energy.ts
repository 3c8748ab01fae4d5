import type { Hex } from '../bytes.ts';
import type { Measurement, Quality, Reading } from '../payloads/measurement.ts';
import { formatTime } from '../time.ts';

/** Registers of an exchange meter at an instant, as a packet has them. */
export interface RegisterPoint {
  atMs: number;
  meter: string;
  importWh: number;
  exportWh: number;
  seq: number;
  payloadHash: Hex;
}

export type Energy =
  | {
      ok: true;
      /** From the grid into the installation, less what went the other way. */
      energyWh: number;
      /** The packets that it follows from. */
      packets: Hex[];
    }
  | {
      ok: false;
      reason: string;
      /** Those that show why. */
      packets?: Hex[];
    };

/** The energy of from ≤ t < until. */
export type EnergyOf = (fromMs: number, untilMs: number) => Energy;

/** A border between two readings is interpolated where these are no farther apart. */
export const MOST_APART_MS = 60_000;

/** A reading that says so of itself is no ground for money. */
const UNFIT: readonly Quality[] = ['meter-error', 'stale', 'estimated', 'clock-unsynced'];

/** The registers that a packet of an exchange meter tells; none of another packet. */
export function registerPoints(
  {
    type,
    role,
    meter,
    seq,
    readings,
  }: Pick<Measurement, 'role' | 'meter' | 'seq' | 'readings'> & { type: string },
  payloadHash: Hex,
): RegisterPoint[] {
  if (type !== 'measurement' || role !== 'exchange') return [];
  return readings.filter(isFit).map(({ at, values }) => ({
    ...{ atMs: Date.parse(at), meter, seq, payloadHash },
    importWh: values.energyImportWh!,
    // A meter that counts one way has no register for the other.
    exportWh: values.energyExportWh ?? 0,
  }));
}

function isFit({ quality, values }: Reading): boolean {
  return values.energyImportWh !== undefined && !quality.some((word) => UNFIT.includes(word));
}

/**
 * Energy as differences of registers between two instants. What a register shows at an instant is read, or interpolated
 * between two readings that are at most a minute apart, and else it is not known: nothing is guessed.
 */
export function registerEnergy(points: readonly RegisterPoint[]): EnergyOf {
  const meters = [...Map.groupBy(points, ({ meter }) => meter).values()].map(inOrder);
  return (fromMs, untilMs) => {
    const known = meters.map((series) => ({ start: valueAt(series, fromMs), end: valueAt(series, untilMs) }));
    const packets = [
      ...new Set(known.flatMap(({ start, end }) => [...(start?.packets ?? []), ...(end?.packets ?? [])])),
    ];
    const refuse = (reason: string): Energy => ({ ok: false, reason, packets });
    const [only, other] = known.flatMap(({ start, end }) => (start && end ? [{ start, end }] : []));
    if (other) return refuse(`several exchange meters at ${formatTime(fromMs)}`);
    if (!only) {
      if (!known.some(({ start }) => start)) return refuse(`no register at ${formatTime(fromMs)}`);
      if (!known.some(({ end }) => end)) return refuse(`no register at ${formatTime(untilMs)}`);
      return refuse(`another exchange meter at ${formatTime(untilMs)} than at ${formatTime(fromMs)}`);
    }
    const { start, end } = only;
    if (end.importWh < start.importWh || end.exportWh < start.exportWh) {
      return refuse(`a register fell between ${formatTime(fromMs)} and ${formatTime(untilMs)}`);
    }
    const energyWh = end.importWh - start.importWh - (end.exportWh - start.exportWh);
    return { ok: true, energyWh, packets };
  };
}

interface Value {
  importWh: number;
  exportWh: number;
  packets: Hex[];
}

/** By time; of two readings of one instant the first signed counts. */
function inOrder(points: RegisterPoint[]): RegisterPoint[] {
  const sorted = [...points].sort((a, b) => a.atMs - b.atMs || a.seq - b.seq);
  return sorted.filter(({ atMs }, i) => atMs !== sorted[i - 1]?.atMs);
}

function valueAt(series: readonly RegisterPoint[], atMs: number): Value | undefined {
  const after = series[firstNotBefore(series, atMs)];
  if (after?.atMs === atMs) return { ...after, packets: [after.payloadHash] };
  const before = series[firstNotBefore(series, atMs) - 1];
  if (!before || !after || after.atMs - before.atMs > MOST_APART_MS) return undefined;
  const share = (atMs - before.atMs) / (after.atMs - before.atMs);
  const between = (from: number, to: number) => from + Math.round((to - from) * share);
  return {
    importWh: between(before.importWh, after.importWh),
    exportWh: between(before.exportWh, after.exportWh),
    packets: [before.payloadHash, after.payloadHash],
  };
}

function firstNotBefore(series: readonly RegisterPoint[], atMs: number): number {
  let [low, high] = [0, series.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series[middle]!.atMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
