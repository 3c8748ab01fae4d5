import { rotationHash } from '@access-layer/core/commitment';
import { AccessLayerError } from '@access-layer/core/errors';
import { digestOf, MAX_PAYLOAD_BYTES } from '@access-layer/core/message';
import { type Packet, parsePacket } from '@access-layer/core/payload';
import type { Activation } from '@access-layer/core/payloads/activation';
import type { Event } from '@access-layer/core/payloads/event';
import type { KeyRotation } from '@access-layer/core/payloads/key-rotation';
import type { Measurement, MeterRole } from '@access-layer/core/payloads/measurement';
import { addressOf, newNonce, signDigest, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import type { MeterEvent } from './meter.ts';
import type { Link, PendingReading } from './outbox.ts';

/** What stays the same in every packet of a node. */
export interface PacketIdentity {
  network: string;
  node: string;
  pod: string;
  meter: string;
  role: MeterRole;
  profile: string;
}

export interface PacketLimits {
  maxReadings: number;
  maxDelayMs: number;
}

/** Room for everything but the readings: ids of up to 64 characters each, hashes and times take well under this. */
const ENVELOPE_BYTES = 2048;
const READINGS_BYTES = MAX_PAYLOAD_BYTES - ENVELOPE_BYTES;

/**
 * The readings of the next packet, if one is due: when there are enough, when the first has waited long enough, or
 * when a new UTC day or the size of a payload ends it. `pending` is in the order measured.
 */
export function duePacket(
  pending: readonly PendingReading[],
  { maxReadings, maxDelayMs }: PacketLimits,
  nowMs: number,
): readonly PendingReading[] | undefined {
  const first = pending[0];
  if (!first) return undefined;
  let bytes = 0;
  let count = 0;
  for (const { day, json } of pending) {
    bytes += json.length + 1; // a reading is ASCII
    if (count === maxReadings || day !== first.day || bytes > READINGS_BYTES) return pending.slice(0, count);
    count += 1;
  }
  const waited = nowMs - first.atMs >= maxDelayMs || nowMs < first.atMs; // or the clock has gone back
  return count === maxReadings || waited ? pending.slice(0, count) : undefined;
}

/**
 * Signs a measurement packet (formats 2). The payload is checked as the Blockchain Access Layer will check it, before
 * it takes a sequence number.
 */
export function signMeasurement(
  identity: PacketIdentity,
  readings: readonly PendingReading[],
  link: Link,
  signing: Signing,
) {
  const packet: Measurement = {
    ...headOf('measurement', identity, link, signing),
    role: identity.role as Measurement['role'],
    profile: identity.profile,
    readings: readings.map(({ json }) => JSON.parse(json)),
  };
  return signChecked(packet, signing);
}

/** Signs an event packet (formats 2), checked as `signMeasurement`. */
export function signEvent(
  identity: PacketIdentity,
  { event, atMs, details }: MeterEvent,
  link: Link,
  signing: Signing,
) {
  const packet: Event = {
    ...headOf('event', identity, link, signing),
    event,
    at: formatTime(atMs),
    ...(details && { details }),
  };
  return signChecked(packet, signing);
}

/** What an activation packet says beyond whose it is. */
export type ActivationContent = Pick<Activation, 'setPoint' | 'setPointHash' | 'status'> &
  Partial<Pick<Activation, 'reason' | 'ems' | 'commandedW' | 'measuredW'>> & { atMs: number };

/** Signs an activation packet (formats 2), checked as `signMeasurement`. */
export function signActivation(
  identity: PacketIdentity,
  { atMs, ...content }: ActivationContent,
  link: Link,
  signing: Signing,
) {
  const head = headOf('activation', identity, link, signing);
  return signChecked({ ...head, ...content, at: formatTime(atMs) }, signing);
}

/** Signs a key-rotation packet (formats 2) with the key that is in force; both keys sign what the contract is given. */
export function signKeyRotation(
  identity: PacketIdentity,
  newPrivateKey: Uint8Array,
  link: Link,
  signing: Signing,
) {
  const [oldKey, newKey] = [addressOf(signing.privateKey), addressOf(newPrivateKey)];
  const digest = digestOf(rotationHash(identity.network, oldKey, newKey));
  const packet: KeyRotation = {
    ...headOf('key-rotation', identity, link, signing),
    newKey,
    oldSignature: signDigest(digest, signing.privateKey),
    newSignature: signDigest(digest, newPrivateKey),
  };
  return signChecked(packet, signing);
}

interface Signing {
  privateKey: Uint8Array;
  signedAtMs: number;
}

function headOf<T extends string>(type: T, identity: PacketIdentity, link: Link, { signedAtMs }: Signing) {
  const { network, node, pod, meter } = identity;
  return {
    v: 1 as const,
    network,
    type,
    nonce: newNonce(),
    node,
    pod,
    meter,
    seq: link.seq,
    prev: link.prev,
    signedAt: formatTime(signedAtMs),
  };
}

/** @throws AccessLayerError LN_PACKET_INVALID */
function signChecked(packet: Packet, { privateKey, signedAtMs }: Signing) {
  const payload = JSON.stringify(packet);
  const parsed = parsePacket(payload);
  if (!parsed.ok) {
    const message = `packet ${packet.seq} would be refused as ${parsed.reason}: ${parsed.detail}; check the node's configuration`;
    throw new AccessLayerError({ code: 'LN_PACKET_INVALID', message });
  }
  return { message: signPayload(payload, privateKey), signedAtMs };
}
