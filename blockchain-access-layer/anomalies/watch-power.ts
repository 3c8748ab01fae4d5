import type { Reading } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import type { PodLimits } from './pod-limits.ts';
import { addToMean, type MeanState } from './time-mean.ts';
import type { MeterVoice } from './watch-meter.ts';

export interface PowerState {
  mean?: MeanState;
}

const QUARTER_MS = 900_000;

/**
 * Judges what is drawn at the PoD over a quarter-hour of the clock: a moment above is what a limiter allows too. The
 * quarter's mean is the meter's own where it gives one.
 */
export function watchPower(
  state: PowerState,
  { values, periodS }: Reading,
  atMs: number,
  { availableW }: PodLimits,
  voice: MeterVoice,
): void {
  if (availableW === undefined) return;
  const { quarterAveragePowerW, activePowerW } = values;
  if (periodS !== undefined) {
    if (periodS * 1000 !== QUARTER_MS || quarterAveragePowerW === undefined) return;
    judge(quarterAveragePowerW, atMs - QUARTER_MS, availableW, voice);
    return;
  }
  if (activePowerW === undefined) return;
  const { state: mean, ended } = addToMean(state.mean, { value: activePowerW, atMs, intervalMs: QUARTER_MS });
  state.mean = mean;
  if (ended) judge(ended.mean, ended.fromMs, availableW, voice);
}

function judge(meanW: number, fromMs: number, availableW: number, voice: MeterVoice): void {
  const facts = { meanW: Math.round(meanW), availableW, quarterFrom: formatTime(fromMs) };
  if (meanW > availableW) voice.fault('power-above-available', '', facts);
  else voice.well('power-above-available', '', facts);
}
