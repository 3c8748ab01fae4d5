import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { NODE_BYTES, siblingPositions } from '@access-layer/core/merkle';
import type { AnchorRecord } from '@access-layer/core/record';
import { blobOf, hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';
import type { PlaceInBatch } from '../store.ts';
import { type AnchorRow, toAnchorRecord } from './anchors.ts';
import type { BatchKey } from './batches.ts';
import { openBatches } from './open-batches.ts';
import { leafPosition, proofFromParts } from './tree-parts.ts';

export interface BatchCounts {
  /** Packets in batches that the chain was seen to hold. */
  anchoredPackets: number;
  open: number;
  complete: number;
  anchored: number;
  contradicted: number;
  anchorsWaiting: number;
}

const KEY = 'anchorer = ? AND idx = ? AND root = ? AND count = ?';
/** Of 8 KiB each: 16 MiB at most. */
const REMEMBERED_PARTS = 2048;

/** The reading side of batches: proofs and anchors. */
export class BatchReader {
  readonly database: DatabaseSync;
  readonly #sql: ReturnType<typeof createStatements>;
  /** Least recently used first. */
  readonly #parts = new Map<string, Uint8Array>();

  constructor(file: string) {
    this.database = openBatches(file, { readOnly: true });
    this.#sql = createStatements(this.database);
  }

  /** The anchor of a batch that the chain was seen to hold. */
  anchorOf({ anchorer, index, root, count }: BatchKey): AnchorRecord | undefined {
    const sql = `SELECT * FROM anchor WHERE id = (SELECT anchor_id FROM batch WHERE ${KEY})`;
    const row = this.#sql(sql).get(blobOf(anchorer), index, blobOf(root), count);
    return row && toAnchorRecord(row as unknown as AnchorRow);
  }

  /** The same by number alone: the chain holds one batch under it. */
  anchorAt(anchorer: string, index: number): AnchorRecord | undefined {
    const sql = `SELECT * FROM anchor WHERE id IN
      (SELECT anchor_id FROM batch WHERE anchorer = ? AND idx = ? AND anchor_id IS NOT NULL)`;
    const row = this.#sql(sql).get(blobOf(anchorer as Hex), index);
    return row && toAnchorRecord(row as unknown as AnchorRow);
  }

  /** The siblings of a leaf up to the root; undefined where the batch or the leaf is not known. Reads, builds nothing. */
  proofOf({ anchorer, index, root, count, leafIndex }: PlaceInBatch): Hex[] | undefined {
    const sql = `SELECT id, complete FROM batch WHERE ${KEY}`;
    const row = this.#sql(sql).get(blobOf(anchorer), index, blobOf(root), count);
    if (!row) return undefined;
    const { id, complete } = row as { id: number; complete: number };
    if (!complete) return this.#ownProof(id, leafIndex);
    return proofFromParts((part) => this.#part(id, part), leafIndex, count);
  }

  /**
   * The nodes of a batch's tree as core's `buildTree` gives them; of a batch whose last leaf has not come, those that are
   * known, and zeros where one is not. Undefined where the batch is not known.
   */
  treeOf({ anchorer, index, root, count }: BatchKey): { complete: boolean; tree: Uint8Array } | undefined {
    const sql = `SELECT id, complete FROM batch WHERE ${KEY}`;
    const row = this.#sql(sql).get(blobOf(anchorer), index, blobOf(root), count);
    if (!row) return undefined;
    const { id, complete } = row as { id: number; complete: number };
    if (!complete) return { complete: false, tree: this.#knownNodes(id, root, count) };
    const parts = this.#sql('SELECT nodes FROM tree WHERE batch_id = ? ORDER BY part').all(id);
    return {
      complete: true,
      tree: Buffer.concat((parts as { nodes: Uint8Array }[]).map(({ nodes }) => nodes)),
    };
  }

  counts(): BatchCounts {
    const rows = this.#sql('SELECT name, value FROM counter').all() as { name: string; value: number }[];
    const values = new Map(rows.map(({ name, value }) => [name, value]));
    const of = (name: string) => values.get(name) ?? 0;
    const waiting = this.#sql("SELECT count(*) AS n FROM anchor WHERE state = 'waiting'").get();
    return {
      anchoredPackets: of('anchored-packets'),
      open: of('batches') - of('complete'),
      complete: of('complete'),
      anchored: of('anchored'),
      contradicted: of('contradicted'),
      anchorsWaiting: (waiting as { n: number }).n,
    };
  }

  close(): void {
    this.database.close();
  }

  /** A part of a complete tree, which never changes: those read last are remembered. */
  #part(batchId: number, part: number): Uint8Array {
    const key = `${batchId} ${part}`;
    let nodes = this.#parts.get(key);
    if (nodes) this.#parts.delete(key);
    else {
      const found = this.#sql('SELECT nodes FROM tree WHERE batch_id = ? AND part = ?').get(batchId, part);
      nodes = (found as { nodes: Uint8Array }).nodes;
    }
    this.#parts.set(key, nodes);
    if (this.#parts.size > REMEMBERED_PARTS) this.#parts.delete(this.#parts.keys().next().value!);
    return nodes;
  }

  #knownNodes(batchId: number, root: Hex, count: number): Uint8Array {
    const tree = new Uint8Array((2 * count - 1) * NODE_BYTES);
    tree.set(blobOf(root), 0);
    const rows = this.#sql('SELECT leaf_index, leaf, proof FROM leaf WHERE batch_id = ?').all(batchId);
    for (const { leaf_index, leaf, proof } of rows as unknown as LeafRow[]) {
      tree.set(leaf, leafPosition(leaf_index, count) * NODE_BYTES);
      for (const [step, position] of siblingPositions(leaf_index, count).entries()) {
        tree.set(proof.subarray(step * NODE_BYTES, (step + 1) * NODE_BYTES), position * NODE_BYTES);
      }
    }
    return tree;
  }

  #ownProof(batchId: number, leafIndex: number): Hex[] | undefined {
    const sql = 'SELECT proof FROM leaf WHERE batch_id = ? AND leaf_index = ?';
    const row = this.#sql(sql).get(batchId, leafIndex) as { proof: Uint8Array } | undefined;
    if (!row) return undefined;
    const proof: Hex[] = [];
    for (let at = 0; at < row.proof.length; at += NODE_BYTES) {
      proof.push(hexOf(row.proof.subarray(at, at + NODE_BYTES)));
    }
    return proof;
  }
}

interface LeafRow {
  leaf_index: number;
  leaf: Uint8Array;
  proof: Uint8Array;
}
