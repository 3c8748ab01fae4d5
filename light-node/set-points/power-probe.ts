import type { Reading, Values } from '@access-layer/core/payloads/measurement';
import type { AnyMeter } from '../meter.ts';

/** The power at the node's meter, when a set-point wants to know: the device's own word counts for nothing. */
export interface PowerProbe {
  /** Measured at or after a time, W; undefined where there is no such measurement. */
  powerW(sinceMs: number): Promise<number | undefined>;
}

/** Asks a meter that answers; of one that speaks by itself, the last reading that was told to `saw`. */
export function createPowerProbe(meter: AnyMeter): PowerProbe & { saw(readings: readonly Reading[]): void } {
  let last: { atMs: number; powerW: number } | undefined;
  return {
    saw(readings) {
      for (const { at, values, periodS } of readings) {
        const powerW = powerOf(values);
        if (powerW !== undefined && periodS === undefined) last = { atMs: Date.parse(at), powerW };
      }
    },
    async powerW(sinceMs) {
      if ('kind' in meter) return last && last.atMs >= sinceMs ? last.powerW : undefined;
      try {
        return powerOf((await meter.read()).values);
      } catch {
        return undefined; // the recorder tells what is wrong with the meter
      }
    },
  };
}

function powerOf({
  activePowerW,
  activePowerL1W,
  activePowerL2W,
  activePowerL3W,
}: Values): number | undefined {
  if (activePowerW !== undefined) return activePowerW;
  const phases = [activePowerL1W, activePowerL2W, activePowerL3W].filter((power) => power !== undefined);
  return phases.length > 0 ? phases.reduce((sum, power) => sum + power, 0) : undefined;
}
