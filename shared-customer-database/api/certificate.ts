import type { Hex } from '@access-layer/core/bytes';
import type { AnchorRecord } from '@access-layer/core/record';
import { formatTime } from '@access-layer/core/time';
import type { BatchReader } from '../batches/batch-reader.ts';
import type { StoredPacket } from '../store.ts';

export interface Certificate {
  payloadHash: Hex;
  messageHash: Hex;
  anchorer: Hex;
  batch: number;
  receivedAt: string;
  anchor?: Anchored;
  proof: string;
}

export interface Anchored {
  chainId: number;
  contract: string;
  txHash: string;
  blockNumber: number;
  blockHash: string;
  blockTime: string;
}

export interface Certified {
  stage: 'sealed' | 'anchored';
  certificate: Certificate;
}

type Sealed = Pick<StoredPacket, 'payloadHash' | 'messageHash' | 'batch' | 'receivedAtMs'>;

/** Certificates of packets; each batch is looked up once. One for each page, as what is sealed becomes anchored. */
export function createCertifier(batches: Pick<BatchReader, 'anchorOf'>): (message: Sealed) => Certified {
  const known = new Map<string, Anchored | undefined>();
  const anchorOf = ({ batch }: Sealed) => {
    const key = `${batch.anchorer} ${batch.index} ${batch.root}`;
    if (!known.has(key)) known.set(key, anchored(batches.anchorOf(batch)));
    return known.get(key);
  };
  return (packet) => {
    const { payloadHash, messageHash, batch, receivedAtMs } = packet;
    const anchor = anchorOf(packet);
    return {
      stage: anchor ? 'anchored' : 'sealed',
      certificate: {
        payloadHash,
        messageHash,
        anchorer: batch.anchorer,
        batch: batch.index,
        receivedAt: formatTime(receivedAtMs),
        ...(anchor && { anchor }),
        proof: `/v1/readings/${payloadHash}/proof`,
      },
    };
  };
}

function anchored(record: AnchorRecord | undefined): Anchored | undefined {
  if (!record) return undefined;
  const { chainId, contract, txHash, blockNumber, blockHash, blockTime } = record;
  return { chainId, contract, txHash, blockNumber, blockHash, blockTime: formatTime(blockTime) };
}
