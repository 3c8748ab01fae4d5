import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { Reading } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import { Compile } from 'typebox/compile';
import type { Clock } from './clock.ts';
import type { Meter, MeterReading } from './meter.ts';

const checker = Compile(Reading);

export interface MeasureContext {
  meter: Meter;
  clock: Clock;
  /** The latest time this node has signed with: a clock below it has gone back. */
  signedAtMs: () => number;
}

/**
 * Reads the meter once and makes the reading of it. A meter that does not answer, or answers what no packet can carry,
 * gives quality `meter-error` at the instant that was due, without values: never an old value with a new time.
 */
export async function measure(
  { meter, clock, signedAtMs }: MeasureContext,
  dueMs: number,
): Promise<{ reading: Reading; error?: AccessLayerError }> {
  let taken: MeterReading;
  try {
    taken = await meter.read();
  } catch (error) {
    return { reading: failed(dueMs, clock, signedAtMs()), error: asError(error) };
  }
  const { takenAtMs, values } = taken;
  const reading: Reading = {
    at: formatTime(takenAtMs),
    quality: ['measured', ...clockQuality(clock, takenAtMs, signedAtMs())] as Reading['quality'],
    values,
  };
  if (checker.Check(reading)) return { reading };
  const [fault] = checker.Errors(reading);
  const error = new AccessLayerError({
    code: 'LN_METER_ANSWER',
    message: `the meter's values cannot be carried: ${fault?.instancePath} ${fault?.message}; check the profile`,
  });
  return { reading: failed(dueMs, clock, signedAtMs()), error };
}

function failed(dueMs: number, clock: Clock, signedAtMs: number): Reading {
  const quality = ['meter-error', ...clockQuality(clock, dueMs, signedAtMs)] as Reading['quality'];
  return { at: formatTime(dueMs), quality, values: {} };
}

function clockQuality(clock: Clock, atMs: number, signedAtMs: number): string[] {
  return clock.synchronised() && atMs >= signedAtMs - CLOCK_STEP_MS ? [] : ['clock-unsynced'];
}

/** Time services correct a clock by less than this without a word. */
const CLOCK_STEP_MS = 1000;

function asError(error: unknown): AccessLayerError {
  if (error instanceof AccessLayerError) return error;
  return new AccessLayerError({ code: 'LN_METER_ANSWER', message: messageOf(error), cause: error });
}
