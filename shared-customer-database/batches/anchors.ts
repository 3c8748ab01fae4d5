import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import type { AnchorRecord } from '@access-layer/core/record';
import { transaction } from '@access-layer/kit/sqlite';
import type { Position } from '../ledger/quarantined.ts';
import { blobOf, hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';
import type { BatchKey } from './batches.ts';
import { ADD_TO_COUNTER } from './open-batches.ts';

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
const CLAIMS =
  'SELECT id, root, count, packets, anchor_id, contradicted FROM batch WHERE anchorer = ? AND idx = ?';
const SET_CLAIM = 'UPDATE batch SET anchor_id = ?, contradicted = ? WHERE id = ?';

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
      const claims = this.#sql(CLAIMS).all(...place) as unknown as ClaimRow[];
      const isTrue = (claim: ClaimRow) => hexOf(claim.root) === root && claim.count === count;
      for (const claim of claims) this.#settle(claim, isTrue(claim) ? id : null);
      return claims
        .filter((claim) => !isTrue(claim) && !claim.contradicted)
        .map((claim) => ({ anchorer: anchorer as Hex, index, root: hexOf(claim.root), count: claim.count }));
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

  /** Gives a claim its anchor, or marks it as contradicted; counts what changes. */
  #settle(claim: ClaimRow, anchorId: number | null): void {
    const contradicted = anchorId === null ? 1 : 0;
    this.#sql(SET_CLAIM).run(anchorId, contradicted, claim.id);
    const anchored = Number(anchorId !== null) - Number(claim.anchor_id !== null);
    this.#count('anchored', anchored);
    this.#count('anchored-packets', anchored * claim.packets);
    this.#count('contradicted', contradicted - claim.contradicted);
  }

  #count(name: string, value: number): void {
    if (value !== 0) this.#sql(ADD_TO_COUNTER).run(name, value);
  }
}

interface ClaimRow {
  id: number;
  root: Uint8Array;
  count: number;
  packets: number;
  anchor_id: number | null;
  contradicted: number;
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
