import type { Reading } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import { addToMean, type MeanState } from './time-mean.ts';
import type { MeterVoice } from './watch-meter.ts';

interface PhaseState {
  mean?: MeanState;
  /** Means of the week that begins at a time, and how many of them were outside ±10 %. */
  week?: { fromMs: number; valid: number; outside: number };
}

export type VoltageStates = Partial<Record<Phase, PhaseState>>;

const PHASES = ['voltageL1V', 'voltageL2V', 'voltageL3V'] as const;
type Phase = (typeof PHASES)[number];

/**
 * EN 50160, 4.2.2: supply voltage variations at low voltage. Of the 10 min mean r.m.s. values of a week 95 % shall be
 * within ±10 % of the nominal voltage, and all of them within +10 % and -15 %, interruptions apart.
 */
const NOMINAL_V = 230;
const TEN_MINUTES_MS = 600_000;
const WEEK_MS = 7 * 86_400_000;
/** 1970 began on a Thursday; our weeks begin on Monday, UTC. */
const MONDAY_MS = 4 * 86_400_000;
const MEANS_OF_A_WEEK = WEEK_MS / TEN_MINUTES_MS;
const OUTSIDE_SHARE = 0.05;
/** Of a week with fewer means nothing is said at its end: a day's. */
const FEWEST_MEANS = 144;
/** EN 50160, 3.1: below 5 % of the nominal voltage the supply is interrupted; so is a phase that is not connected. */
const INTERRUPTED_V = 0.05 * NOMINAL_V;

/** Judges the voltage of each phase by means of our own: the root of the mean square of what the meter showed. */
export function watchVoltage(
  states: VoltageStates,
  { values, periodS }: Reading,
  atMs: number,
  voice: MeterVoice,
): void {
  if (periodS !== undefined) return;
  for (const phase of PHASES) {
    const voltage = values[phase];
    if (voltage === undefined || voltage < INTERRUPTED_V) continue;
    states[phase] ??= {};
    const state = states[phase];
    const value = voltage ** 2;
    const { state: mean, ended } = addToMean(state.mean, { value, atMs, intervalMs: TEN_MINUTES_MS });
    state.mean = mean;
    if (ended) judge(state, phase, { ...ended, meanV: Math.sqrt(ended.mean) }, voice);
  }
}

function judge(
  state: PhaseState,
  phase: Phase,
  { fromMs, meanV, count }: { fromMs: number; meanV: number; count: number },
  voice: MeterVoice,
): void {
  const facts = { meanV: Math.round(meanV * 100) / 100, from: formatTime(fromMs), readings: count };
  const isOutside = meanV > 1.1 * NOMINAL_V || meanV < 0.9 * NOMINAL_V;
  if (meanV > 1.1 * NOMINAL_V || meanV < 0.85 * NOMINAL_V) voice.fault('voltage', `${phase} always`, facts);
  else voice.well('voltage', `${phase} always`, facts);
  judgeWeek(state, phase, { fromMs, isOutside }, voice);
}

/** Tells as soon as the week cannot come right any more, and again at its end. */
function judgeWeek(
  state: PhaseState,
  phase: Phase,
  { fromMs, isOutside }: { fromMs: number; isOutside: boolean },
  voice: MeterVoice,
): void {
  const subject = `${phase} 95 % of a week`;
  const weekFromMs = Math.floor((fromMs - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS;
  const former = state.week;
  if (former && former.fromMs !== weekFromMs && former.valid >= FEWEST_MEANS) {
    const facts = { week: formatTime(former.fromMs), means: former.valid, outside: former.outside };
    if (former.outside / former.valid > OUTSIDE_SHARE) voice.fault('voltage', subject, facts);
    else voice.well('voltage', subject, facts);
  }
  if (!former || former.fromMs !== weekFromMs) state.week = { fromMs: weekFromMs, valid: 0, outside: 0 };
  const week = state.week!;
  week.valid++;
  if (!isOutside) return;
  week.outside++;
  if (week.outside / MEANS_OF_A_WEEK > OUTSIDE_SHARE) {
    const facts = { week: formatTime(weekFromMs), means: week.valid, outside: week.outside };
    voice.fault('voltage', subject, facts);
  }
}
