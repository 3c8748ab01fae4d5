import type { DatabaseSync } from 'node:sqlite';
import type { AnchorRecord } from '@access-layer/core/record';
import { transaction } from '@access-layer/kit/sqlite';
import type { Position } from '../ledger/quarantined.ts';
import { createStatements } from '../ledger/statements.ts';
import { blobOf, hexOf } from '../sql-hex.ts';
import type { BatchKey } from './batches.ts';

/** An anchor record that waits for the chain's word. */
export interface WaitingAnchor {
  id: number;
  record: AnchorRecord;
  position: Position;
}

const ADD = `INSERT INTO anchor (anchorer, idx, root, count, from_ms, to_ms, chain_id, contract, tx_hash, block_number,
    block_hash, block_time_ms, state, partition, position, at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?) ON CONFLICT DO NOTHING`;
const NEWER = `SELECT 1 FROM anchor WHERE anchorer = ? AND idx = ? AND state = 'confirmed' AND id > ?`;
const REPLACE_OLDER = `UPDATE anchor SET state = 'replaced' WHERE anchorer = ? AND idx = ? AND id < ?
  AND state IN ('waiting', 'confirmed')`;
const SET_STATE = 'UPDATE anchor SET state = ? WHERE id = ?';
const CLAIM =
  'SELECT id, packets, anchor_id FROM batch WHERE anchorer = ? AND idx = ? AND root = ? AND count = ?';
const CONTRADICT = `UPDATE batch SET contradicted = 1, anchor_id = NULL WHERE anchorer = ? AND idx = ? AND contradicted = 0
  AND NOT (root = ? AND count = ?) RETURNING root, count, packets, anchor_id`;
const COUNT = 'INSERT INTO counter VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value';

/** Anchor records: durable before the chain is asked, so an unreachable chain costs nothing but time. */
export class Anchors {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof createStatements>;

  /** On the connection of `Batches`: both write the same tables. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = createStatements(database);
  }

  /** Keeps records as waiting, in one transaction; what is there already changes nothing. */
  add(anchors: { record: AnchorRecord; position: Position }[]): void {
    transaction(this.#database, () => {
      for (const { record, position } of anchors) {
        const { anchorer, index, root, count, from, to, chainId, contract, txHash } = record;
        this.#sql(ADD).run(
          ...[
            blobOf(anchorer),
            index,
            blobOf(root),
            count,
            from,
            to,
            chainId,
            blobOf(contract),
            blobOf(txHash),
          ],
          ...[record.blockNumber, blobOf(record.blockHash), record.blockTime],
          ...[position.partition, position.offset, position.timestampMs],
        );
      }
    });
  }

  waiting(afterId: number, limit: number): WaitingAnchor[] {
    const rows = this.#sql(`SELECT * FROM anchor WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?`);
    return (rows.all(afterId, limit) as unknown as AnchorRow[]).map((row) => ({
      id: row.id,
      record: toAnchorRecord(row),
      position: { topic: 'anchors', partition: row.partition, offset: row.position, timestampMs: row.at_ms },
    }));
  }

  /**
   * The chain holds these five: the batch is anchored, and earlier anchor records of it are replaced. Answers the claims
   * to the same index that the chain so contradicts.
   */
  confirm({ id, record }: WaitingAnchor): BatchKey[] {
    const { anchorer, index, root, count } = record;
    const place = [blobOf(anchorer), index] as const;
    return transaction(this.#database, () => {
      if (this.#sql(NEWER).get(...place, id)) {
        this.#sql(SET_STATE).run('replaced', id);
        return [];
      }
      this.#sql(REPLACE_OLDER).run(...place, id);
      this.#sql(SET_STATE).run('confirmed', id);
      this.#anchorClaim(id, record);
      const wrong = this.#sql(CONTRADICT).all(...place, blobOf(root), count) as unknown as ContradictedRow[];
      return wrong.map(
        (row) => ({ anchorer: record.anchorer, index, root: hexOf(row.root), count: row.count }) as BatchKey,
      );
    });
  }

  /** The chain holds something else: the record is kept, and never asked about again. */
  refuse({ id }: WaitingAnchor): void {
    this.#sql(SET_STATE).run('refused', id);
  }

  /** First and last receipt among a batch's stored records; undefined where there are none yet. */
  receipts({ anchorer, index, root, count }: AnchorRecord): { first: number; last: number } | undefined {
    const sql = `SELECT min_received_ms AS first, max_received_ms AS last FROM batch
      WHERE anchorer = ? AND idx = ? AND root = ? AND count = ?`;
    return this.#sql(sql).get(blobOf(anchorer), index, blobOf(root), count) as never;
  }

  #anchorClaim(id: number, { anchorer, index, root, count }: AnchorRecord): void {
    const claim = this.#sql(CLAIM).get(blobOf(anchorer), index, blobOf(root), count) as
      | { id: number; packets: number; anchor_id: number | null }
      | undefined;
    if (!claim) return;
    this.#sql('UPDATE batch SET anchor_id = ?, contradicted = 0 WHERE id = ?').run(id, claim.id);
    if (claim.anchor_id === null && claim.packets > 0) this.#sql(COUNT).run('anchored', claim.packets);
  }
}

interface ContradictedRow {
  root: Uint8Array;
  count: number;
}

export interface AnchorRow {
  id: number;
  anchorer: Uint8Array;
  idx: number;
  root: Uint8Array;
  count: number;
  from_ms: number;
  to_ms: number;
  chain_id: number;
  contract: Uint8Array;
  tx_hash: Uint8Array;
  block_number: number;
  block_hash: Uint8Array;
  block_time_ms: number;
  partition: number;
  position: number;
  at_ms: number;
}

export function toAnchorRecord(row: AnchorRow): AnchorRecord {
  return {
    anchorer: hexOf(row.anchorer),
    index: row.idx,
    root: hexOf(row.root),
    count: row.count,
    from: row.from_ms,
    to: row.to_ms,
    chainId: row.chain_id,
    contract: hexOf(row.contract),
    txHash: hexOf(row.tx_hash),
    blockNumber: row.block_number,
    blockHash: hexOf(row.block_hash),
    blockTime: row.block_time_ms,
  };
}
