import { CLOCK_STEP_MS } from './measure.ts';
import type { MeterEvent } from './meter.ts';
import type { QuarterMemory } from './quarter-hour.ts';

/** What a recorder has to know of its earlier lives. It is written together with each reading. */
export interface RecorderMemory {
  meter: string;
  /** Number that the maker gave the meter, where it tells. */
  serial?: string;
  /** `at` of the latest reading that had values. */
  lastAt?: string;
  quarter: QuarterMemory;
  /** How the life ended that wrote this: false until the recorder has stopped. */
  stopped: boolean;
  /** Why, where the node ended itself. */
  endedBy?: string;
}

/**
 * Where a node begins, with what it has to tell about that: `restarted` in every life but the first, and
 * `meter-replaced` when the configuration names another meter than before.
 */
export function beginLife(
  before: RecorderMemory | undefined,
  meter: string,
  nowMs: number,
): { memory: RecorderMemory; events: MeterEvent[] } {
  if (!before) return { memory: { meter, quarter: {}, stopped: false }, events: [] };
  const { endedBy, ...kept } = before;
  const end = before.stopped ? 'stopped' : (endedBy ?? 'power lost or killed');
  const details = { previousEnd: end, ...(before.lastAt && { lastReading: before.lastAt }) };
  const events: MeterEvent[] = [{ event: 'restarted', atMs: nowMs, details }];
  if (before.meter === meter) return { memory: { ...kept, stopped: false }, events };
  events.push({
    event: 'meter-replaced',
    atMs: nowMs,
    details: replaced(before, { from: before.meter, to: meter }),
  });
  return { memory: { meter, quarter: {}, stopped: false }, events };
}

/** Another serial number in the same place is another meter. */
export function checkSerial(
  memory: RecorderMemory,
  serial: string | undefined,
  atMs: number,
): { memory: RecorderMemory; event?: MeterEvent } {
  if (serial === undefined || serial === memory.serial) return { memory };
  const next = { ...memory, serial };
  if (memory.serial === undefined) return { memory: next };
  const details = replaced(memory, { fromSerial: memory.serial, toSerial: serial });
  return { memory: { ...next, quarter: {} }, event: { event: 'meter-replaced', atMs, details } };
}

function replaced({ quarter, lastAt }: RecorderMemory, what: object): Record<string, unknown> {
  const { registers } = quarter.last ?? {};
  return { ...what, ...(lastAt && { lastReading: lastAt }), ...(registers && { lastRegisters: registers }) };
}

/** Sees a clock that leaps between two looks. `setByMs` is the clock's; one without it cannot leap. */
export function createStepWatch(nowMs: () => number, setByMs = () => 0): () => MeterEvent | undefined {
  let knownMs = setByMs();
  return () => {
    const stepMs = Math.round(setByMs() - knownMs);
    knownMs = setByMs(); // what creeps is no leap
    if (Math.abs(stepMs) < CLOCK_STEP_MS) return undefined;
    return { event: 'clock-step', atMs: nowMs(), details: { stepMs } };
  };
}
