import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { LightNodeConfig } from '../config.ts';
import { renewCertificate } from './renew-certificate.ts';

const LOOK_EVERY_MS = 3_600_000;

/**
 * Renews the certificate in the last third of its time: a failure is tried again every hour, for months. Where the
 * configuration does not say where, nothing is renewed; `certificateEnd` in the status tells.
 */
export function watchCertificate(
  config: Pick<LightNodeConfig, 'id' | 'broker' | 'onboarding'>,
  signingKey: () => Uint8Array,
  log: Log,
) {
  if (!config.onboarding) return { stop: () => undefined };

  async function look(): Promise<void> {
    if (!isDue(config.broker.certFile)) return;
    try {
      const end = await renewCertificate(config, signingKey());
      log.info({ end }, 'certificate renewed');
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'the certificate could not be renewed; trying again in an hour');
    }
  }

  const timer = setInterval(look, LOOK_EVERY_MS);
  void look();
  // One that is under way is not waited for: it may end at any step, and the next start goes on from there.
  return { stop: () => clearInterval(timer) };
}

/** An unreadable one is: it may be what a torn write has left. */
export function isDue(certFile: string, nowMs = Date.now()): boolean {
  try {
    const { validFromDate, validToDate } = new X509Certificate(readFileSync(certFile));
    const third = (validToDate.getTime() - validFromDate.getTime()) / 3;
    return nowMs > validToDate.getTime() - third;
  } catch {
    return true;
  }
}
