import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Hex } from '@access-layer/core/bytes';
import { NODE_BYTES, siblingPositions } from '@access-layer/core/merkle';
import { type CertifiedRecord, TOPICS } from '@access-layer/core/record';
import type { NewRecord, Stream } from '@access-layer/kit/stream';
import type { Batch, BatchStore } from './batch-store.ts';
import { PAYLOAD_START } from './verify-message.ts';

/** Records appended at a time. A producer's sequence is the id of the last packet in it, so this must never change. */
const RECORDS_AN_APPEND = 250;

interface PacketRow {
  id: number;
  pod: string;
  received_at: number;
  message: Uint8Array;
}

/**
 * Publishes sealed batches on the stream `packets` (formats 7), keyed by PoD, in order. It does not wait for the chain:
 * a reading is served as sealed at once. Each part of a batch is appended once, whatever happens in between.
 */
export function createPublisher(
  {
    database,
    batches,
    stream,
    anchorer,
  }: {
    database: DatabaseSync;
    batches: BatchStore;
    stream: Pick<Stream, 'append'>;
    anchorer: Hex;
  },
  now = Date.now,
) {
  const rows = database.prepare(
    'SELECT id, pod, received_at, message FROM packet WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?',
  );

  async function publishBatch(batch: Batch): Promise<void> {
    const nodeAt = hexNodes(batches.tree(batch.index)!);
    for (let id = batch.firstId; id <= batch.lastId; id += RECORDS_AN_APPEND) {
      const page = rows.all(id, batch.lastId, RECORDS_AN_APPEND) as unknown as PacketRow[];
      const records = page.map((row) => toRecord(row, batch, anchorer, nodeAt));
      const once = { producer: `packets/${anchorer}`, sequence: page.at(-1)!.id };
      await stream.append(TOPICS.packets, records, once);
      await nextTurn();
    }
    batches.markPublished(batch.index, now());
  }

  return {
    /** Publishes every sealed batch that is not on the stream yet; answers how many. One call at a time. */
    async publish(): Promise<number> {
      let count = 0;
      for (let batch = batches.nextUnpublished(); batch; batch = batches.nextUnpublished()) {
        await publishBatch(batch);
        count++;
      }
      return count;
    },
  };
}

export type Publisher = ReturnType<typeof createPublisher>;

function toRecord(
  { id, pod, received_at, message }: PacketRow,
  batch: Batch,
  anchorer: Hex,
  nodeAt: (position: number) => Hex,
): NewRecord {
  const { index, root, count, firstId } = batch;
  const leafIndex = id - firstId;
  const proof = siblingPositions(leafIndex, count).map(nodeAt);
  const record: CertifiedRecord = {
    ...splitMessage(message),
    receivedAt: received_at,
    batch: { anchorer, index, root, count, leafIndex, proof },
  };
  return { key: pod, value: JSON.stringify(record) };
}

/** Signature and payload of an accepted message, as the text that they are. */
export function splitMessage(message: Uint8Array): { payload: string; signature: Hex } {
  const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString();
  return { payload: text.slice(PAYLOAD_START), signature: text.slice(0, PAYLOAD_START - 1) as Hex };
}

/** Reads nodes of a tree as text, all of which is made at once: the upper nodes stand in every proof. */
function hexNodes(tree: Uint8Array): (position: number) => Hex {
  const digits = Buffer.from(tree.buffer, tree.byteOffset, tree.byteLength).toString('hex');
  return (position) => `0x${digits.slice(2 * NODE_BYTES * position, 2 * NODE_BYTES * (position + 1))}`;
}
