import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { type Quality, Reading } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import { Compile } from 'typebox/compile';
import type { Clock } from './clock.ts';
import type { Meter, MeterReading } from './meter.ts';

const checker = Compile(Reading);

export interface MeasureContext {
  clock: Clock;
  /** The latest time this node has signed with: a clock below it has gone back. */
  signedAtMs: () => number;
}

export interface Measured {
  reading: Reading;
  /** What the meter gave, unless it gave nothing that can be carried. */
  taken?: MeterReading;
  error?: AccessLayerError;
}

/**
 * Reads the meter once and makes the reading of it. A meter that does not answer, or answers what no packet can carry,
 * gives quality `meter-error` at the instant that was due, without values: never an old value with a new time.
 */
export async function measure(meter: Meter, context: MeasureContext, dueMs: number): Promise<Measured> {
  try {
    return toReading(await meter.read(), context, dueMs);
  } catch (error) {
    return { reading: noReading(dueMs, context), error: asError(error) };
  }
}

/** The reading of what a meter gave, at its own time; `meter-error` at the instant given where no packet can carry it. */
export function toReading(taken: MeterReading, context: MeasureContext, elseMs: number): Measured {
  const { takenAtMs, values, periodS, quality = ['measured'] } = taken;
  const reading: Reading = {
    at: isTime(takenAtMs) ? formatTime(takenAtMs) : String(takenAtMs),
    ...(periodS !== undefined && { periodS }),
    quality: withClock(quality, context),
    values,
  };
  if (checker.Check(reading)) return { reading, taken };
  const [fault] = checker.Errors(reading);
  const error = new AccessLayerError({
    code: 'LN_METER_ANSWER',
    message: `the meter's values cannot be carried: ${fault?.instancePath} ${fault?.message}; check the profile`,
  });
  return { reading: noReading(elseMs, context), error };
}

/** That nothing was measured at an instant. */
export function noReading(atMs: number, context: MeasureContext): Reading {
  return { at: formatTime(atMs), quality: withClock(['meter-error'], context), values: {} };
}

function withClock(quality: readonly Quality[], { clock, signedAtMs }: MeasureContext): Reading['quality'] {
  const right = clock.synchronised() && clock.nowMs() >= signedAtMs() - CLOCK_STEP_MS;
  const words = right ? quality : [...new Set([...quality, 'clock-unsynced'])];
  return [...words] as Reading['quality'];
}

/** Time services correct a clock by less than this without a word. */
export const CLOCK_STEP_MS = 1000;

/** Four digits of a year, as a payload spells it. */
function isTime(timeMs: number): boolean {
  return timeMs >= 0 && timeMs < 253_402_300_800_000;
}

function asError(error: unknown): AccessLayerError {
  if (error instanceof AccessLayerError) return error;
  return new AccessLayerError({ code: 'LN_METER_ANSWER', message: messageOf(error), cause: error });
}
