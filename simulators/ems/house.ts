import type { Quantities } from '../quantities.ts';
import { type Behaviour, createEmsDevice, type EmsDevice } from './device.ts';

/** What a meter shows at a simulated time. */
export type At = (timeMs: number) => Quantities;

const HOUR_MS = 3_600_000;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * A house whose energy management system follows orders: what its meter shows is what the house takes by itself, under
 * the order in force. What an order has kept from flowing is kept from the registers too (since this process started;
 * a restart gives it back at once). Peak and off-peak go on adding up to all.
 */
export function createManagedHouse(
  house: At,
  { behaviour, nowMs }: { behaviour?: Behaviour; nowMs: () => number },
): { device: EmsDevice; shown: At } {
  const naturalW = () => sum(house(nowMs()).activePowerW);
  const device = createEmsDevice({ naturalW, nowMs, ...(behaviour && { behaviour }) });
  const saved = { peakWh: 0, offPeakWh: 0 };
  let last: { atMs: number; savedW: number; peakWh: number } | undefined;

  function keepFromRegisters(natural: Quantities, takenW: number, atMs: number): void {
    if (last && atMs > last.atMs) {
      const wh = (last.savedW * (atMs - last.atMs)) / HOUR_MS;
      if (natural.energyImportPeakWh > last.peakWh) saved.peakWh += wh;
      else saved.offPeakWh += wh;
    }
    last = { atMs, savedW: sum(natural.activePowerW) - takenW, peakWh: natural.energyImportPeakWh };
  }

  return {
    device,
    shown(timeMs) {
      const natural = house(timeMs);
      const takenW = device.powerW();
      keepFromRegisters(natural, takenW, timeMs);
      const nowW = sum(natural.activePowerW);
      const part = nowW === 0 ? 1 : takenW / nowW;
      const scaled = (values: Quantities['activePowerW']) =>
        values.map((value) => value * part) as Quantities['activePowerW'];
      return {
        ...natural,
        activePowerW: scaled(natural.activePowerW),
        currentA: scaled(natural.currentA).map(Math.abs) as Quantities['currentA'],
        energyImportWh: natural.energyImportWh - saved.peakWh - saved.offPeakWh,
        energyImportPeakWh: natural.energyImportPeakWh - saved.peakWh,
        energyImportOffPeakWh: natural.energyImportOffPeakWh - saved.offPeakWh,
      };
    },
  };
}
