import type { Meter, MeterContext } from '../meter.ts';
import { createSunspecReader } from '../sunspec/read-sunspec.ts';
import type { Bus } from './bus.ts';
import { createMapReader } from './read-registers.ts';

/** A meter on a bus, which others may use too. */
export interface BusMeter extends Meter {
  bus: Bus;
}

/** A meter as its profile says, on a bus. One reading is one job: nobody reads in between. */
export function createBusMeter(
  bus: Bus,
  { options: { unit }, profile, nowMs, onAnswer }: MeterContext<{ unit: number }, 'modbus' | 'sunspec'>,
): BusMeter {
  const client = { own: true };
  const read =
    profile.protocol === 'modbus'
      ? createMapReader(profile, unit, onAnswer)
      : createSunspecReader(profile, unit, onAnswer);
  return {
    bus,
    read: () =>
      bus.run(client, async (line) => {
        const takenAtMs = nowMs();
        return { takenAtMs, values: await read(line) };
      }),
    close: () => bus.close(),
  };
}
