import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Clock } from './clock.ts';
import type { LightNodeConfig } from './config.ts';
import type { Outbox } from './outbox.ts';
import type { Recorder } from './recorder.ts';
import { readSignal } from './signal.ts';
import { VERSION } from './version.ts';

interface Parts {
  config: Pick<LightNodeConfig, 'broker' | 'place'>;
  outbox: Pick<Outbox, 'counts' | 'halt'>;
  clock: Pick<Clock, 'synchronised'>;
  recorder: Recorder;
}

/**
 * What a node publishes of itself, retained, beside `state`: for the map and the table of whoever looks after many. It
 * says where it is and how it is, and nothing that was measured.
 */
export function statusMessage({ config, outbox, clock, recorder }: Parts): object {
  const { lastReading, meterError, storageError } = recorder.state();
  const { pending, queued, held, acknowledged, anchored } = outbox.counts();
  const signal = readSignal();
  const halt = outbox.halt();
  return {
    firmware: VERSION,
    meter: meterError ? 'error' : 'ok',
    ...(meterError && { meterError: meterError.code }),
    ...(storageError && { storage: 'error' }),
    ...(halt && { halted: halt.reason }),
    ...(lastReading && { lastReadingAt: lastReading.at }),
    clockSynchronised: clock.synchronised(),
    queued,
    /** Everything that would be lost with the box now. */
    outbox: { pending, queued, held, unanchored: acknowledged - anchored },
    certificateEnd: certificateEnd(config.broker.certFile),
    ...(signal && { signal }),
    ...(config.place && { place: config.place }),
  };
}

export function certificateEnd(certFile: string): string {
  try {
    return new X509Certificate(readFileSync(certFile)).validToDate.toISOString();
  } catch {
    return 'unreadable';
  }
}
