import { randomBytes } from 'node:crypto';
import { fromHex, type Hex, toHex } from '@access-layer/core/bytes';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import { messageBytes, payloadHashOf, type SignedMessage } from '@access-layer/core/message';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';

export const NETWORK = 'test-1';
export const ZERO_HASH: Hex = `0x${'00'.repeat(32)}`;

/** A Light Node as a test knows it: its key, its meter, and the numbers of its packets. */
export interface TestNode {
  id: string;
  pod: string;
  meter: string;
  key: Uint8Array;
  address: Hex;
  salt: Hex;
  commitment: Hex;
  nextSeq: number;
  prev: Hex;
}

export function newNode(id: string, ordinal = 1): TestNode {
  const key = newPrivateKey();
  const pod = `IT001E${String(ordinal).padStart(8, '0')}`;
  const meter = `meter-${id}`;
  const salt = newSalt();
  const commitment = commitmentOf({ node: id, podCode: pod, meterId: meter, salt });
  const identity = { id, pod, meter, key, address: addressOf(key), salt, commitment };
  return { ...identity, nextSeq: 0, prev: ZERO_HASH };
}

/** The record of the stream `registry` that opens a node's binding. */
export function openingOf(node: TestNode, overrides: object = {}): string {
  return JSON.stringify({
    kind: 'light-node',
    key: node.address,
    node: node.id,
    podCode: node.pod,
    meterId: node.meter,
    role: 'exchange',
    salt: node.salt,
    from: 1,
    until: 0,
    ...overrides,
  });
}

/** Fields of a node's measurement; the numbering is not moved on. */
export function measurement(node: TestNode, overrides: object = {}): object {
  const now = Date.now();
  return {
    v: 1,
    network: NETWORK,
    nonce: newNonce(),
    type: 'measurement',
    node: node.id,
    pod: node.pod,
    meter: node.meter,
    seq: node.nextSeq,
    prev: node.prev,
    signedAt: formatTime(now),
    role: 'exchange',
    profile: 'sdm630',
    readings: [
      {
        at: formatTime(now - (now % 1000)),
        quality: ['measured'],
        values: { activePowerW: 326.5, voltageL1V: 243.15, energyImportWh: 1_000_000 + node.nextSeq },
      },
    ],
    ...overrides,
  };
}

/** Signs whatever payload as a node does. */
export function sign(node: { key: Uint8Array }, payload: object | string): SignedMessage {
  return signPayload(typeof payload === 'string' ? payload : JSON.stringify(payload), node.key);
}

/** The node's next packet; its numbering moves on. */
export function nextPacket(
  node: TestNode,
  overrides: object = {},
): SignedMessage & { seq: number; bytes: Buffer } {
  const message = sign(node, measurement(node, overrides));
  const seq = node.nextSeq++;
  node.prev = payloadHashOf(message.payload);
  return { ...message, seq, bytes: Buffer.from(messageBytes(message)) };
}

/** Changes one digit of a signature, or its last byte from one recovery id to the other. */
export function withFlippedRecoveryId(signature: Hex): Hex {
  return `${signature.slice(0, -2)}${signature.endsWith('1b') ? '1c' : '1b'}` as Hex;
}

/** The same signature with s in the upper half, as libraries accept it and formats 1 does not. */
export function withHighS(signature: Hex): Hex {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const bytes = fromHex(signature);
  const s = order - BigInt(toHex(bytes.subarray(32, 64)));
  const flipped = bytes[64] === 27 ? '1c' : '1b';
  return `${toHex(bytes.subarray(0, 32))}${s.toString(16).padStart(64, '0')}${flipped}` as Hex;
}

export function randomHash(): Hex {
  return toHex(randomBytes(32));
}
