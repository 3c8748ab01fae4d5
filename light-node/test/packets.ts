import type { Reading } from '@access-layer/core/payloads/measurement';
import { newPrivateKey } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { type Outbox, openOutbox } from '../outbox.ts';
import { type PacketIdentity, signMeasurement } from '../packet.ts';

export const NOON_MS = Date.UTC(2026, 10, 18, 12);
export const nodeKey = newPrivateKey();
export const identity: PacketIdentity = {
  network: 'test',
  node: 'n1',
  pod: 'IT002E12345678',
  meter: 'm1',
  role: 'exchange',
  profile: 'sdm630',
};

export function readingAt(atMs: number, values: Reading['values'] = { activePowerW: 1 }): Reading {
  return { at: formatTime(atMs), quality: ['measured'] as Reading['quality'], values };
}

export function openTestOutbox(dir: string): Outbox {
  return openOutbox(`${dir}/outbox.db`, { network: 'test', node: 'n1' });
}

/** Signs `count` packets of one reading each. */
export function fill(outbox: Outbox, count: number): void {
  for (let n = 0; n < count; n++) {
    const atMs = NOON_MS + n * 1000;
    outbox.addReading(readingAt(atMs));
    const readings = outbox.pendingReadings(1);
    outbox.sign([readings[0]!.id], (link) =>
      signMeasurement(identity, readings, link, { privateKey: nodeKey, signedAtMs: atMs }),
    );
  }
}
