import type { Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, proofOf, rootOf } from '@access-layer/core/merkle';
import { messageHashOf, payloadHashOf } from '@access-layer/core/message';
import type { AnchorRecord, CertifiedRecord } from '@access-layer/core/record';
import { newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';

export const NETWORK = 'simulated-year';
export const POD_PATTERN = /^IT\d{3}E\d{8}$/;
const ANCHORER: Hex = `0x${'a1'.repeat(20)}`;
const CONTRACT: Hex = `0x${'c0'.repeat(20)}`;
const HOUR_MS = 3_600_000;
const PACKETS_A_DAY = 4;
const READINGS = 6;

export interface SimulatedPacket {
  payload: string;
  signature: Hex;
}

/** A Light Node that signs four packets of six hourly readings a day. */
export class SimulatedNode {
  readonly #id: string;
  readonly #pod: string;
  readonly #key = newPrivateKey();
  #seq = 0;
  #prev: Hex = `0x${'00'.repeat(32)}`;
  #energyWh = 0;

  constructor(ordinal: number) {
    this.#id = `node-${ordinal}`;
    this.#pod = `IT999E${String(ordinal).padStart(8, '0')}`;
  }

  day(startMs: number): SimulatedPacket[] {
    return Array.from({ length: PACKETS_A_DAY }, (_, i) => this.#measure(startMs + i * READINGS * HOUR_MS));
  }

  #measure(fromMs: number): SimulatedPacket {
    const readings = Array.from({ length: READINGS }, (_, i) => {
      this.#energyWh += 250;
      const at = formatTime(fromMs + (i + 1) * HOUR_MS);
      return {
        at,
        periodS: 3600,
        quality: ['measured'],
        values: { activePowerW: 250, energyImportWh: this.#energyWh },
      };
    });
    const payload = JSON.stringify({
      ...{ v: 1, network: NETWORK, type: 'measurement', nonce: newNonce(), node: this.#id, pod: this.#pod },
      ...{
        meter: 'meter-1',
        seq: this.#seq++,
        prev: this.#prev,
        signedAt: formatTime(fromMs + READINGS * HOUR_MS),
      },
      ...{ role: 'exchange', profile: 'simulated', readings },
    });
    this.#prev = payloadHashOf(payload);
    return { payload, signature: signPayload(payload, this.#key).signature };
  }
}

/** One batch of packets, as the Blockchain Access Layer would certify and anchor it. */
export function certify(
  packets: SimulatedPacket[],
  { index, receivedAtMs }: { index: number; receivedAtMs: number },
): { records: CertifiedRecord[]; anchor: AnchorRecord } {
  const tree = buildTree(packets.map((packet) => leafOf(messageHashOf(packet), receivedAtMs)));
  const [root, count] = [rootOf(tree), packets.length];
  const hash = (text: string) => payloadHashOf(`${text} ${index}`);
  const records = packets.map(({ payload, signature }, leafIndex) => ({
    ...{ payload, signature, receivedAt: receivedAtMs },
    batch: { anchorer: ANCHORER, index, root, count, leafIndex, proof: proofOf(tree, leafIndex) },
  }));
  const anchor: AnchorRecord = {
    ...{ anchorer: ANCHORER, index, root, count, from: receivedAtMs, to: receivedAtMs, chainId: 31_337 },
    ...{ contract: CONTRACT, txHash: hash('transaction'), blockNumber: index + 1, blockHash: hash('block') },
    blockTime: receivedAtMs + 1000,
  };
  return { records, anchor };
}
