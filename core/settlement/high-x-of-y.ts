import { localClock } from '../local-time.ts';
import type { SettlementParameters } from './parameters.ts';
import type { EnergyOf } from './register-energy.ts';
import { hoursOf, overlap, QUARTER_MS, rounded, type Slice, slicesOf, sum } from './slices.ts';

export interface BaselineAsked {
  /** Of the activation. */
  period: Slice;
  /** When the party learned of it. */
  notifiedMs: number;
  /** Similar days, the latest first: the first Y that are complete are taken. */
  days: readonly string[];
  /** Other times in which something was asked of the PoD: they spoil the adjustment. */
  events: readonly Slice[];
  energyOf: EnergyOf;
  parameters: SettlementParameters;
}

export interface Adjustment {
  fromMs: number;
  untilMs: number;
  /** Average powers in this time: as measured, and of the days that make the baseline. */
  measuredW?: number;
  baselineW?: number;
  /** What every power of the baseline is changed by. */
  appliedW: number;
  /** Why there is none. */
  reason?: string;
}

export interface ComputedBaseline {
  method: 'high-x-of-y';
  /** The Y days with the energy of the activation's time of day; those `used` are the X highest. */
  days: { date: string; energyWh: number; used: boolean }[];
  incompleteDays: { date: string; reason: string }[];
  adjustment: Adjustment;
  /** One for each slice of the period. */
  energiesWh: number[];
}

export type BaselineAnswer =
  | { ok: true; baseline: ComputedBaseline }
  | { ok: false; reason: string; incompleteDays: ComputedBaseline['incompleteDays'] };

interface Day {
  date: string;
  energiesWh: number[];
}

/**
 * High X of Y: the average, slice by slice, of the X days of highest energy among Y similar days, moved by what the hours
 * before the notification lay above or below these days, up to a cap.
 */
export function highXOfY(asked: BaselineAsked): BaselineAnswer {
  const { period, parameters } = asked;
  const { highDays, ofDays } = parameters;
  const moved = movedTo(period, parameters.zone);
  const slices = slicesOf(period);
  if (slices.length === 0) return { ok: false, reason: 'its time is empty', incompleteDays: [] };
  const complete: Day[] = [];
  const incompleteDays: ComputedBaseline['incompleteDays'] = [];
  for (const date of asked.days) {
    if (complete.length === ofDays) break;
    const day = energiesOn(date, slices, moved, asked.energyOf);
    if (typeof day === 'string') incompleteDays.push({ date, reason: day });
    else complete.push({ date, energiesWh: day });
  }
  if (complete.length < highDays) {
    const reason = `${complete.length} similar days are complete; at least ${highDays} make a baseline`;
    return { ok: false, reason, incompleteDays };
  }
  const used = highest(complete, highDays);
  const averagesWh = slices.map((_slice, i) => mean(used.map(({ energiesWh }) => energiesWh[i]!)));
  const adjustment = adjustmentOf(asked, used, averagesWh, moved);
  return {
    ok: true,
    baseline: {
      method: 'high-x-of-y',
      days: complete.map((day) => ({
        date: day.date,
        energyWh: sum(day.energiesWh),
        used: used.includes(day),
      })),
      ...{ incompleteDays, adjustment },
      energiesWh: slices.map((slice, i) => rounded(averagesWh[i]! + adjustment.appliedW * hoursOf(slice))),
    },
  };
}

/** The same times of day on another date; undefined where the clock is changed between. */
export type Moved = (slice: Slice, date: string) => Slice | undefined;

export function movedTo({ fromMs }: Pick<Slice, 'fromMs'>, zone: string): Moved {
  const clock = localClock(zone);
  const midnightMs = Date.parse(clock.dateOf(fromMs));
  return (slice, date) => {
    const at = (timeMs: number) => clock.instantOf(Date.parse(date) + clock.wallOf(timeMs) - midnightMs);
    const there = { fromMs: at(slice.fromMs), untilMs: at(slice.untilMs) };
    if (there.fromMs === undefined || there.untilMs === undefined) return undefined;
    const sameLength = there.untilMs - there.fromMs === slice.untilMs - slice.fromMs;
    return sameLength ? (there as Slice) : undefined;
  };
}

function energiesOn(date: string, slices: Slice[], moved: Moved, energyOf: EnergyOf): number[] | string {
  const energies: number[] = [];
  for (const slice of slices) {
    const there = moved(slice, date);
    if (!there) return 'the clock is changed in this time';
    const energy = energyOf(there.fromMs, there.untilMs);
    if (!energy.ok) return energy.reason;
    energies.push(energy.energyWh);
  }
  return energies;
}

/** Of equal days the later one. */
function highest(days: Day[], count: number): Day[] {
  const byEnergy = [...days].sort((a, b) => sum(b.energiesWh) - sum(a.energiesWh));
  const chosen = byEnergy.slice(0, count);
  return days.filter((day) => chosen.includes(day));
}

function adjustmentOf(
  { period, notifiedMs, events, energyOf, parameters }: BaselineAsked,
  used: Day[],
  averagesWh: number[],
  moved: Moved,
): Adjustment {
  const window = adjustmentWindow(period, notifiedMs, parameters);
  const none = (reason: string): Adjustment => ({ ...window, appliedW: 0, reason });
  if (parameters.adjustmentS === 0) return none('the rules know none');
  if (events.some((event) => overlap(event, window)))
    return none('something was asked of the PoD in this time');
  const measured = energyOf(window.fromMs, window.untilMs);
  if (!measured.ok) return none(measured.reason);
  const powers: number[] = [];
  for (const { date } of used) {
    const day = energiesOn(date, [window], moved, energyOf);
    if (typeof day === 'string') return none(`${date}: ${day}`);
    powers.push(day[0]! / hoursOf(window));
  }
  const [measuredW, baselineW] = [rounded(measured.energyWh / hoursOf(window)), rounded(mean(powers))];
  const averageW = averagesWh.reduce((total, energy) => total + energy, 0) / hoursOf(period);
  const capW = rounded((Math.abs(averageW) * parameters.adjustmentCapPercent) / 100);
  const appliedW = rounded(Math.max(-capW, Math.min(capW, measuredW - baselineW)));
  return { ...window, measuredW, baselineW, appliedW };
}

/** Whole quarter-hours that end when the party learned of the activation, or when that began. */
export function adjustmentWindow(
  period: Slice,
  notifiedMs: number,
  { adjustmentS }: Pick<SettlementParameters, 'adjustmentS'>,
): Slice {
  const untilMs = Math.floor(Math.min(notifiedMs, period.fromMs) / QUARTER_MS) * QUARTER_MS;
  return { fromMs: untilMs - adjustmentS * 1000, untilMs };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
