import type { DatabaseSync } from 'node:sqlite';
import { fromHex, type Hex, toHex } from '@access-layer/core/bytes';
import { LISTED } from '@access-layer/core/commitment';
import { AccessLayerError } from '@access-layer/core/errors';
import { proofOf } from '@access-layer/core/merkle';
import { signerOf } from '@access-layer/core/message';
import { isPacket, parsePayload } from '@access-layer/core/payload';
import type { ProofFile } from '@access-layer/core/proof';
import type { AnchorRecord } from '@access-layer/core/record';
import { isSenderMessage, senderPlaceOf } from '@access-layer/core/sender-chain';
import type { AnchorBook } from './anchor-book.ts';
import type { Batch, BatchStore } from './batch-store.ts';
import type { HashIndex } from './hash-index.ts';
import type { KeyDirectory } from './key-directory.ts';
import { splitMessage } from './publish.ts';

export interface AcceptedPacket {
  id: number;
  node: string;
  seq: number;
  receivedAt: number;
  payload: string;
  signature: Hex;
  payloadHash: Hex;
  messageHash: Hex;
  batch?: Batch;
}

export interface PacketQueryParts {
  database: DatabaseSync;
  batches: BatchStore;
  book: AnchorBook;
  hashIndex: HashIndex;
  directory: Pick<KeyDirectory, 'openingFor' | 'listingOf'>;
  anchorer: Hex;
  chainId: number;
  contract: Hex;
}

interface Row {
  id: number;
  name: string;
  seq: number;
  received_at: number;
  payload_hash: Uint8Array;
  message_hash: Uint8Array;
  message: Uint8Array;
}

/** Single packets, and everything that a stranger needs to check one. */
export function createPacketQuery(parts: PacketQueryParts) {
  const { database, batches, book, hashIndex, directory, anchorer, chainId, contract } = parts;
  const find = database.prepare(
    'SELECT packet.*, node.name FROM packet JOIN node ON node.id = packet.node_id WHERE packet.id = ?',
  );

  /** @throws AccessLayerError BAL_PACKET_UNKNOWN */
  function packet(hash: Hex): AcceptedPacket {
    const id = hashIndex.find(fromHex(hash));
    const row = id === undefined ? undefined : (find.get(id) as Row | undefined);
    if (!row || row.message.length === 0) {
      const message = `no accepted packet has the payloadHash or messageHash ${hash}`;
      throw new AccessLayerError({ code: 'BAL_PACKET_UNKNOWN', message });
    }
    const batch = batches.ofPacket(row.id);
    return {
      id: row.id,
      node: row.name,
      seq: row.seq,
      receivedAt: row.received_at,
      ...splitMessage(row.message),
      payloadHash: toHex(row.payload_hash),
      messageHash: toHex(row.message_hash),
      ...(batch && { batch }),
    };
  }

  /** Where a batch is anchored; undefined before it is final. */
  function anchorOf({ index, root, count, from, to, state, txId }: Batch): AnchorRecord | undefined {
    const tx = state === 'final' ? book.find(txId) : undefined;
    if (!tx) return undefined;
    const { hash: txHash, blockNumber, blockHash, blockTimeMs: blockTime } = tx;
    const where = { txHash, blockNumber: blockNumber!, blockHash: blockHash!, blockTime: blockTime! };
    return { anchorer, index, root, count, from, to, chainId, contract, ...where };
  }

  function bindingOf({ node, payload, signature, receivedAt }: AcceptedPacket): ProofFile['binding'] {
    const parsed = parsePayload(payload);
    const said = parsed.ok ? parsed.payload : undefined;
    const signer = signerOf({ payload, signature });
    if (said && signer && isSenderMessage(said)) {
      const { kind } = senderPlaceOf(said);
      const times = directory.listingOf(signer, kind, receivedAt);
      if (times) return { kind, key: signer, node: '', podCode: '', meterId: '', salt: LISTED, ...times };
    }
    const opening =
      said && signer && isPacket(said)
        ? directory.openingFor({ node, pod: said.pod, meter: said.meter, signer }, receivedAt)
        : undefined;
    if (!opening) {
      const message = `the registry opens no binding of ${signer} that was valid at receipt of this packet`;
      throw new AccessLayerError({ code: 'BAL_BINDING_UNKNOWN', message });
    }
    const { kind, key, podCode, meterId, salt, from, until } = opening;
    return { kind, key, node, podCode, meterId, salt, from, until };
  }

  return {
    packet,
    anchorOf,

    /**
     * A whole proof file (formats 8).
     * @throws AccessLayerError BAL_PACKET_UNKNOWN, BAL_NOT_ANCHORED, BAL_BINDING_UNKNOWN
     */
    proof(hash: Hex): ProofFile {
      const found = packet(hash);
      const { batch, payload, signature, receivedAt, id } = found;
      const record = batch && anchorOf(batch);
      if (!record) {
        const message = `packet ${hash} is ${batch ? `sealed in batch ${batch.index}` : 'accepted'} and not anchored yet`;
        throw new AccessLayerError({ code: 'BAL_NOT_ANCHORED', message });
      }
      const { index, root, count, from, to, txHash, blockNumber, blockHash } = record;
      const leafIndex = id - batch.firstId;
      const proof = proofOf(batches.tree(index)!, leafIndex);
      return {
        accessLayerProof: 1,
        packet: { payload, signature },
        leaf: { receivedAt, leafIndex },
        batch: { anchorer, index, root, count, from, to, proof },
        binding: bindingOf(found),
        anchor: { chainId, contract, txHash, blockNumber, blockHash },
      };
    },
  };
}

export type PacketQuery = ReturnType<typeof createPacketQuery>;
