import type { Reading } from '@access-layer/core/payloads/measurement';
import type { MeterVoice } from './watch-meter.ts';

export interface StaleState {
  /** Of the latest values, as a number; since when and how often they were the same. Times in milliseconds. */
  values?: { print: number; sinceMs: number; count: number };
}

/** Voltage and current have noise: nothing real shows the same to the last digit for so long. */
const FROZEN_MS = 900_000;
const FROZEN_READINGS = 10;
const LIVE = /^(voltage|current|frequency|activePower|apparentPower)/;

/** Judges whether a meter says something new: by what its node says of it, and by its values. */
export function watchStale(state: StaleState, reading: Reading, atMs: number, voice: MeterVoice): void {
  const { quality, values, periodS, at } = reading;
  if (quality.some((word) => word === 'stale' || word === 'meter-error')) {
    voice.fault('stale', '', { measuredAt: at, quality });
    return;
  }
  if (periodS !== undefined) return;
  const isLive = Object.entries(values).some(([name, value]) => LIVE.test(name) && value !== 0);
  const print = printOf(JSON.stringify(values));
  if (!isLive || state.values?.print !== print) {
    state.values = { print, sinceMs: atMs, count: 1 };
    voice.well('stale', '', { measuredAt: at });
    return;
  }
  state.values.count++;
  const { sinceMs, count } = state.values;
  if (count >= FROZEN_READINGS && atMs - sinceMs >= FROZEN_MS) {
    voice.fault('stale', '', { measuredAt: at, unchangedForMs: atMs - sinceMs, readings: count, values });
  }
}

/** FNV-1a, 32 bits: ten times the same by chance does not happen. */
function printOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
