import { randomBytes } from 'node:crypto';
import { fromHex, type Hex, toHex } from '@access-layer/core/bytes';
import { digestOf, payloadHashOf, type SignedMessage } from '@access-layer/core/message';
import { formatTime } from '@access-layer/core/time';
import secp256k1 from 'secp256k1';

/** Name of the deployment that all of it is signed for. */
export const NETWORK = 'bench-1';

/** A node that signs as it goes. */
export interface SigningNode {
  id: string;
  pod: string;
  privateKey: Uint8Array;
  /** Address of the private key. */
  key: Hex;
  /** payloadHash of what it signed last. */
  prev: Hex;
}

/** A node of the load: what it is called, and the key it signs with. */
export interface BenchNode {
  id: string;
  pod: string;
  meter: string;
  key: Hex;
}

/** Signs `count` packets of one node, as a Light Node does (one reading of eight values each, about 700 bytes). */
export function signPackets(node: BenchNode, network: string, count: number): SignedMessage[] {
  const key = fromHex(node.key);
  const messages: SignedMessage[] = [];
  let prev: Hex = `0x${'00'.repeat(32)}`;
  for (let seq = 0; seq < count; seq++) {
    const payload = payloadOf(node, network, seq, prev);
    messages.push({ signature: signNatively(payload, key), payload });
    prev = payloadHashOf(payload);
  }
  return messages;
}

function payloadOf(node: BenchNode, network: string, seq: number, prev: Hex): string {
  const now = Date.now();
  return JSON.stringify({
    v: 1,
    network,
    nonce: toHex(randomBytes(16)),
    type: 'measurement',
    node: node.id,
    pod: node.pod,
    meter: node.meter,
    seq,
    prev,
    signedAt: formatTime(now),
    role: 'exchange',
    profile: 'sdm630',
    readings: [
      {
        at: formatTime(now - (now % 1000)),
        quality: ['measured'],
        values: {
          activePowerW: 326 + (seq % 100),
          reactivePowerVar: 128,
          voltageL1V: 243.15,
          currentL1A: 1.4,
          frequencyHz: 50.01,
          powerFactor: 0.93,
          energyImportWh: 1_000_000 + seq,
          energyExportWh: 0,
        },
      },
    ],
  });
}

export function signNatively(payload: string, key: Uint8Array): Hex {
  const { signature, recid } = secp256k1.ecdsaSign(digestOf(payload), key);
  return `${toHex(signature)}${recid === 0 ? '1b' : '1c'}` as Hex;
}
