/**
 * How a device takes an order: `refuses` says no, `ignores` says yes and keeps its old value where it can be read,
 * `lies` says yes in every way and changes nothing, `lags` follows late.
 */
export const BEHAVIOURS = ['obeys', 'refuses', 'ignores', 'lies', 'lags'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** Powers by the consumer convention: positive flows into the device. */
export interface EmsOrder {
  mode: 'limit-import' | 'limit-export' | 'target';
  valueW: number;
  /** The order ends by itself after so long without another one. */
  revertS?: number;
}

export interface EmsDeviceOptions {
  /** What it takes when nobody orders anything, W; negative where it gives. */
  naturalW: () => number;
  behaviour?: Behaviour;
  lagMs?: number;
  nowMs?: () => number;
}

/** A device with an energy management system of its own: orders come in by whatever protocol, its power goes to a meter. */
export function createEmsDevice({
  naturalW,
  behaviour = 'obeys',
  lagMs = 2000,
  nowMs = Date.now,
}: EmsDeviceOptions) {
  let current: { order: EmsOrder; sinceMs: number; followsMs: number } | undefined;
  const history: EmsOrder[] = [];
  const device = {
    behaviour,
    /** Orders that were taken, in order, each new one once: repeating one only sets its timer anew. */
    history,

    /** False where it says no. */
    take(order: EmsOrder): boolean {
      if (device.behaviour === 'refuses') return false;
      if (device.behaviour === 'ignores') return true;
      const atMs = nowMs();
      const isSame =
        device.order() && current!.order.mode === order.mode && current!.order.valueW === order.valueW;
      if (!isSame) history.push(order);
      const followsMs = isSame ? current!.followsMs : atMs + (device.behaviour === 'lags' ? lagMs : 0);
      current = { order, sinceMs: atMs, followsMs };
      return true;
    },

    release(): void {
      current = undefined;
    },

    /** The order in force; undefined in the safe state. */
    order(): EmsOrder | undefined {
      if (!current) return undefined;
      const { order, sinceMs } = current;
      return order.revertS && nowMs() - sinceMs >= 1000 * order.revertS ? undefined : order;
    },

    /** What its meter shows, W. */
    powerW(): number {
      const natural = naturalW();
      const order = device.order();
      if (!order || device.behaviour === 'lies' || nowMs() < current!.followsMs) return natural;
      if (order.mode === 'limit-import') return Math.min(natural, order.valueW);
      if (order.mode === 'limit-export') return Math.max(natural, -order.valueW);
      return order.valueW;
    },
  };
  return device;
}

export type EmsDevice = ReturnType<typeof createEmsDevice>;
