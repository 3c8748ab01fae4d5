import type { Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, proofOf, rootOf } from '@access-layer/core/merkle';
import { messageHashOf, payloadHashOf, type SignedMessage } from '@access-layer/core/message';
import type { AnchorRecord, CertifiedRecord } from '@access-layer/core/record';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';

/** Signed packets and sealed batches as a Light Node and a Blockchain Access Layer make them, with core. */
export const NETWORK = 'test-1';
export const POD = 'IT001E00000001';
export const START_MS = Date.parse('2026-02-01T00:00:00.000Z');
export const ANCHORER: Hex = '0x9c1185a5c5e9fc54612808977ee8f548b2258d31';
export const CONTRACT: Hex = '0x1111111111111111111111111111111111111111';
export const CHAIN_ID = 31_337;
const ZERO_HASH = `0x${'00'.repeat(32)}`;

export interface Signed {
  message: SignedMessage;
  payloadHash: Hex;
  /** Milliseconds. */
  receivedAt: number;
}

export interface NodeOptions {
  id?: string;
  pod?: string;
  meter?: string;
  firstSeq?: number;
}

/** A Light Node that signs whatever it is told to. */
export class TestNode {
  readonly privateKey = newPrivateKey();
  readonly key: Hex = addressOf(this.privateKey);
  readonly id: string;
  readonly pod: string;
  readonly meter: string;
  seq: number;
  prev: string = ZERO_HASH;

  constructor({ id = 'node-1', pod = POD, meter = 'meter-1', firstSeq = 0 }: NodeOptions = {}) {
    this.id = id;
    this.pod = pod;
    this.meter = meter;
    this.seq = firstSeq;
    if (firstSeq > 0) this.prev = `0x${'11'.repeat(32)}`;
  }

  /** A measurement whose readings end at `atMs`, `stepMs` apart; received `delayMs` after signing. */
  measure(
    atMs: number,
    { readings = 1, periodS = 0, stepMs = 1000, meter = this.meter, delayMs = 50, role = 'exchange' } = {},
  ): Signed {
    const list = Array.from({ length: readings }, (_, i) => ({
      at: formatTime(atMs - (readings - 1 - i) * stepMs),
      ...(periodS > 0 ? { periodS } : {}),
      quality: ['measured'],
      values: {
        activePowerW: 1200.5 + i,
        voltageL1V: 230.1,
        energyImportWh: 1_000_000 + Math.floor(atMs / 60_000),
      },
    }));
    return this.sign(
      atMs,
      { type: 'measurement', meter, role, profile: 'eastron-sdm630', readings: list },
      delayMs,
    );
  }

  event(atMs: number, event = 'restarted'): Signed {
    return this.sign(atMs, {
      type: 'event',
      event,
      at: formatTime(atMs),
      details: { reason: 'power "lost"' },
    });
  }

  activation(atMs: number): Signed {
    const [setPoint, setPointHash] = ['01J0000000000000000000000A', `0x${'22'.repeat(32)}`];
    return this.sign(atMs, {
      type: 'activation',
      setPoint,
      setPointHash,
      status: 'applied',
      at: formatTime(atMs),
    });
  }

  rotation(atMs: number): Signed {
    const signature = `0x${'33'.repeat(65)}`;
    const fields = { newKey: this.key, oldSignature: signature, newSignature: signature };
    return this.sign(atMs, { type: 'key-rotation', ...fields });
  }

  /** Signs the next packet of this node. */
  sign(atMs: number, { type, meter = this.meter, ...fields }: Record<string, unknown>, delayMs = 50): Signed {
    const envelope = { v: 1, network: NETWORK, type, nonce: newNonce() };
    const place = {
      node: this.id,
      pod: this.pod,
      meter,
      seq: this.seq,
      prev: this.prev,
      signedAt: formatTime(atMs),
    };
    const signed = this.signText(JSON.stringify({ ...envelope, ...place, ...fields }), atMs + delayMs);
    this.seq++;
    this.prev = signed.payloadHash;
    return signed;
  }

  signText(payload: string, receivedAt: number): Signed {
    const message = signPayload(payload, this.privateKey);
    return { message, payloadHash: payloadHashOf(payload), receivedAt };
  }

  /** Another packet under the sequence number of the last one. */
  fork(signed: Signed): Signed {
    const payload = JSON.stringify({ ...JSON.parse(signed.message.payload), nonce: newNonce() });
    return this.signText(payload, signed.receivedAt + 10);
  }
}

export interface Sealed {
  records: CertifiedRecord[];
  anchor: AnchorRecord;
}

export interface SealOptions {
  index?: number;
  anchorer?: Hex;
  anchor?: Partial<AnchorRecord>;
}

/** Seals packets to one batch, in the order given, and says how it was anchored. */
export function seal(
  packets: Signed[],
  { index = 0, anchorer = ANCHORER, anchor = {} }: SealOptions = {},
): Sealed {
  const tree = buildTree(
    packets.map(({ message, receivedAt }) => leafOf(messageHashOf(message), receivedAt)),
  );
  const [root, count] = [rootOf(tree), packets.length];
  const records = packets.map(({ message, receivedAt }, leafIndex) => ({
    payload: message.payload,
    signature: message.signature,
    receivedAt,
    batch: { anchorer, index, root, count, leafIndex, proof: proofOf(tree, leafIndex) },
  }));
  const received = packets.map(({ receivedAt }) => receivedAt);
  const window = { from: Math.min(...received), to: Math.max(...received) };
  const block = { blockNumber: 7 + index, blockHash: hashOf(`b${index}`), blockTime: window.to + 1000 };
  const place = { chainId: CHAIN_ID, contract: CONTRACT, txHash: hashOf(`t${index}`) };
  return { records, anchor: { anchorer, index, root, count, ...window, ...place, ...block, ...anchor } };
}

export function toStream(records: CertifiedRecord[]): { key: string; value: string }[] {
  return records.map((record) => {
    const { pod, sender = '' } = JSON.parse(record.payload) as { pod?: string; sender?: string };
    return { key: pod ?? sender, value: JSON.stringify(record) };
  });
}

/** The opening of a node's binding, as the registrar publishes it. */
export function openingOf(node: TestNode, { from = START_MS - 1000, salt = `0x${'44'.repeat(32)}` } = {}) {
  const { key, id, pod: podCode, meter: meterId } = node;
  return { kind: 'light-node', key, node: id, podCode, meterId, role: 'exchange', salt, from, until: 0 };
}

function hashOf(text: string): Hex {
  return payloadHashOf(text);
}
