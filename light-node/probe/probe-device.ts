import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Values } from '@access-layer/core/payloads/measurement';
import { createLog } from '@access-layer/kit/log';
import { loadAdapter } from '../load-adapter.ts';
import type { AnyMeter, MeterReading } from '../meter.ts';
import type { Profile } from '../profile.ts';
import { judge } from './plausible.ts';
import type { Candidate } from './probe.ts';

/** Configuration of a driver that is not on Modbus, with what it needs. */
export type DeviceDriver = { name: 'rest' | 'mqtt' | 'chain2-gate' | 'z-wave'; [key: string]: unknown };

export interface DeviceProbe {
  driver: DeviceDriver;
  /** Those that the driver can read by; others are left out. */
  profiles: readonly Profile[];
  /** How long to listen to what speaks by itself, ms. */
  listenMs: number;
  nowMs?: () => number;
}

/** Values of one reading may come as several messages; after the first so long, ms. */
const TOGETHER_MS = 1500;

/**
 * Reads a device by each profile that its driver can read by, or listens to it, and holds what comes to what a grid can show.
 * Best first. Several are listened to at once.
 * @throws AccessLayerError LN_METER_UNREACHABLE where there is nobody at all
 */
export async function probeDevice({
  driver,
  profiles,
  listenMs,
  nowMs = Date.now,
}: DeviceProbe): Promise<Candidate[]> {
  const adapter = await loadAdapter('drivers', driver);
  const fitting = profiles.filter((profile) => canRead(profile, driver.name, adapter.protocols));
  const log = createLog({ name: 'probe', level: 'silent' });
  const absences: AccessLayerError[] = [];
  const candidates = await Promise.all(
    fitting.map(async (profile) => {
      const meter = adapter.create({ options: driver, profile, nowMs, log } as never);
      try {
        return consider(profile, await valuesOf(meter, listenMs));
      } catch (error) {
        if (isAbsence(error)) absences.push(error);
        return refusedBy(profile, messageOf(error));
      } finally {
        await meter.close();
      }
    }),
  );
  if (absences.length > 0 && absences.length === candidates.length) throw absences[0];
  return candidates.sort((a, b) => Number(b.fits) - Number(a.fits) || b.score - a.score);
}

/** A profile for topics is none for requests, whatever they have in common. */
function canRead(profile: Profile, driver: string, protocols: readonly string[]): boolean {
  if (!protocols.includes(profile.protocol)) return false;
  if (profile.protocol !== 'json') return true;
  const key = driver === 'rest' ? 'get' : 'topic';
  return Object.values(profile.sources).every((source) => source[key] !== undefined);
}

async function valuesOf(meter: AnyMeter, listenMs: number): Promise<Values> {
  if (!('kind' in meter)) return (await meter.read()).values;
  const heard: MeterReading[] = [];
  let fault: AccessLayerError | undefined;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, listenMs);
    meter.start({
      reading(reading) {
        if (heard.push(reading) > 1) return;
        clearTimeout(timer);
        setTimeout(resolve, Math.min(TOGETHER_MS, listenMs));
      },
      event() {},
      fault(error) {
        fault = error;
        if (!isAbsence(error)) return;
        clearTimeout(timer);
        resolve(); // nobody comes by waiting
      },
    });
  });
  if (heard.length > 0) return Object.assign({}, ...heard.map(({ values }) => values));
  const message = `nothing came in ${Math.round(listenMs / 1000)} s`;
  throw fault ?? new AccessLayerError({ code: 'LN_METER_SILENT', message, retryable: true });
}

function consider(profile: Profile, values: Values): Candidate {
  const { good, bad } = judge(values);
  const count = Object.keys(values).length;
  const score = count + good.length - 2 * bad.length;
  const because =
    bad.length > 0
      ? `implausible: ${bad.join(', ')}`
      : [`${count} values`, ...(good.length > 0 ? [`plausible: ${good.join(', ')}`] : [])].join('; ');
  return { profile, fits: count > 0 && bad.length === 0, score, because, values };
}

function refusedBy(profile: Profile, message: string): Candidate {
  const because = message.replace(/; (check|the reading|raise) .*$/s, '');
  return { profile, fits: false, score: Number.NEGATIVE_INFINITY, because, values: {} };
}

function isAbsence(error: unknown): error is AccessLayerError {
  return error instanceof AccessLayerError && error.code === 'LN_METER_UNREACHABLE';
}
