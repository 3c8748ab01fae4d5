import type { Values } from '@access-layer/core/payloads/measurement';

/** What of a meter's values speaks for its profile, and what against it; each in words. */
export interface Judgement {
  good: string[];
  bad: string[];
}

const PHASES = ['L1', 'L2', 'L3'] as const;

/**
 * Holds values to what a low-voltage grid can show. A map that is read at wrong places, in the wrong type or word order
 * gives numbers that are anything but 230 V and 50 Hz.
 */
export function judge(values: Values): Judgement {
  const judgement: Judgement = { good: [], bad: [] };
  const say = (right: boolean, text: string) => (right ? judgement.good : judgement.bad).push(text);
  for (const phase of PHASES) {
    const volts = values[`voltage${phase}V`];
    if (volts === undefined || volts === 0) continue; // not connected
    say(within(volts, 80, 300), `${phase} ${round(volts)} V`);
  }
  if (values.frequencyHz !== undefined && values.frequencyHz !== 0) {
    say(within(values.frequencyHz, 45, 65), `${round(values.frequencyHz)} Hz`);
  }
  for (const phase of PHASES) {
    const amperes = values[`current${phase}A`];
    if (amperes !== undefined && Math.abs(amperes) > 10_000) say(false, `${phase} ${round(amperes)} A`);
  }
  if (values.powerFactor !== undefined && Math.abs(values.powerFactor) > 1.01) {
    say(false, `power factor ${round(values.powerFactor)}`);
  }
  const most = mostPowerW(values);
  if (values.activePowerW !== undefined && most !== undefined) {
    const text = `${round(values.activePowerW)} W of ${round(most)} VA`;
    if (Math.abs(values.activePowerW) > 1.2 * most + 50) say(false, text);
    else if (Math.abs(values.activePowerW) > 0.2 * most && most > 50) say(true, text);
  }
  return judgement;
}

/** Volts times amperes of all phases; undefined where a phase that has one lacks the other. */
function mostPowerW(values: Values): number | undefined {
  let sum = 0;
  for (const phase of PHASES) {
    const [volts, amperes] = [values[`voltage${phase}V`], values[`current${phase}A`]];
    if ((volts === undefined) !== (amperes === undefined)) return undefined;
    sum += Math.abs((volts ?? 0) * (amperes ?? 0));
  }
  return sum > 0 ? sum : undefined;
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function round(value: number): string {
  return Math.abs(value) >= 1e9 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential(1)
    : String(Math.round(value * 100) / 100);
}
