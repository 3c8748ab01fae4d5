import { AccessLayerError } from '@access-layer/core/errors';
import type { AnyMeter, MeterReading } from './meter.ts';

/**
 * One reading of a meter: its answer, or the first that it tells by itself.
 * @throws AccessLayerError as the driver, and LN_METER_SILENT where a meter that speaks by itself has said nothing
 */
export async function readOnce(meter: AnyMeter, timeoutMs: number): Promise<MeterReading> {
  if (!('kind' in meter)) return meter.read();
  let timer: NodeJS.Timeout | undefined;
  let lastFault: AccessLayerError | undefined;
  try {
    return await new Promise<MeterReading>((resolve, reject) => {
      const message = `the meter said nothing within ${timeoutMs} ms; it may speak seldom, or not at all`;
      const silent = new AccessLayerError({ code: 'LN_METER_SILENT', message, retryable: true });
      timer = setTimeout(() => reject(lastFault ?? silent), timeoutMs);
      meter.start({
        reading: resolve,
        event: () => {},
        fault: (error) => {
          lastFault = error;
        },
      });
    });
  } finally {
    clearTimeout(timer);
  }
}
