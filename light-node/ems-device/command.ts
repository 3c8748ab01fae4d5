import type { EmsCommand } from '../ems.ts';

/** What is known of the device at this place. */
export interface EmsSite {
  /** Of the device, W; templates that command a percentage need it. */
  ratedPowerW?: number | undefined;
  /** Phases that a charger uses. */
  phases?: 1 | 3 | undefined;
  /** Between a phase and neutral. */
  voltageV?: number | undefined;
}

/** Currents that a charger can be told, A per phase; below the least of them it pauses (IEC 61851-1, annex A: 6 A). */
export interface ChargerCurrents {
  minA: number;
  maxA: number;
  stepA: number;
}

/** What a template can put into a message, in the units of the names. */
export const VARIABLES = [
  'valueW',
  'valueKw',
  'percent',
  'currentA',
  'revertS',
  'phases',
  'voltageV',
] as const;
export type VariableName = (typeof VARIABLES)[number];
export type Variables = Partial<Record<VariableName, number>>;

export type Prepared =
  | { ok: true; variables: Variables; commandedW: number; pauses: boolean }
  | { ok: false; detail: string };

export const DEFAULT_VOLTAGE_V = 230;

/**
 * The numbers that go to the device. A charger's current is rounded down to a step, so that the limit holds; where it
 * would be under the least current, charging pauses and 0 W are commanded.
 */
export function prepareCommand(
  { valueW }: EmsCommand,
  {
    site,
    charger,
    commandsW = valueW,
    revertS,
  }: {
    site: EmsSite;
    charger?: ChargerCurrents | undefined;
    commandsW?: number | undefined;
    revertS: number;
  },
): Prepared {
  const { ratedPowerW, phases = 1, voltageV = DEFAULT_VOLTAGE_V } = site;
  const variables: Variables = { valueW, valueKw: valueW / 1000, revertS, phases, voltageV };
  if (ratedPowerW !== undefined) variables.percent = Math.min(100, (100 * Math.max(0, valueW)) / ratedPowerW);
  if (!charger) return { ok: true, variables, commandedW: commandsW, pauses: false };
  if (valueW < 0)
    return { ok: false, detail: `a charger gives no power back; ${valueW} W cannot be commanded` };
  const amperes = Math.floor(valueW / (phases * voltageV) / charger.stepA + 1e-9) * charger.stepA;
  const pauses = amperes < charger.minA;
  const currentA = pauses ? 0 : Math.min(charger.maxA, Math.round(amperes * 1000) / 1000);
  const commandedW = pauses ? 0 : Math.round(currentA * phases * voltageV);
  return { ok: true, variables: { ...variables, currentA }, commandedW, pauses };
}
