import type { TestContext } from 'node:test';
import type { AccessLayerError } from '@access-layer/core/errors';
import { createLog } from '@access-layer/kit/log';
import type { MeterEvent, MeterReading, PushMeter } from '../meter.ts';
import { until } from './broker.ts';

export const silentLog = createLog({ name: 'test', level: 'silent' });

/** Starts a meter that speaks by itself, keeps what it says, and closes it with the test. */
export function hear(t: TestContext, meter: PushMeter) {
  const readings: MeterReading[] = [];
  const events: MeterEvent[] = [];
  const faults: (AccessLayerError | undefined)[] = [];
  meter.start({
    reading: (reading) => readings.push(reading),
    event: (event) => events.push(event),
    fault: (fault) => faults.push(fault),
  });
  t.after(() => meter.close());
  return {
    readings,
    events,
    faults,
    heard: (count: number) => until(`${count} readings`, () => readings.length >= count),
  };
}
