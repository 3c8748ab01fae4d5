import type { Hex } from '@access-layer/core/bytes';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { newPrivateKey } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { type Outbox, openOutbox, type PendingReading } from '../outbox.ts';
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
  for (let n = 0; n < count; n++)
    outbox.sign([], (link) => signMeasurement(...packetAt(n), link, signing(n)));
}

/** As `fill`, with a signature of nobody: for tests of what only carries packets. */
export function fillUnsigned(outbox: Outbox, count: number): void {
  const { message } = signMeasurement(
    ...packetAt(0),
    { seq: 0, prev: ZERO_HASH, previousSignedAtMs: 0 },
    signing(0),
  );
  for (let n = 0; n < count; n++) {
    outbox.sign([], ({ seq, prev }) => {
      const payload = message.payload.replace('"seq":0', `"seq":${seq}`).replace(ZERO_HASH, prev);
      return { message: { ...message, payload }, signedAtMs: NOON_MS };
    });
  }
}

const ZERO_HASH: Hex = `0x${'00'.repeat(32)}`;

function packetAt(n: number): [PacketIdentity, PendingReading[]] {
  const atMs = NOON_MS + n * 1000;
  const reading = readingAt(atMs);
  return [identity, [{ id: n, day: reading.at.slice(0, 10), atMs, json: JSON.stringify(reading) }]];
}

function signing(n: number) {
  return { privateKey: nodeKey, signedAtMs: NOON_MS + n * 1000 };
}
