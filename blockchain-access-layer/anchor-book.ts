import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';

export type TransactionState = 'signed' | 'final' | 'void';

/** A transaction of ours that anchors a batch. Its raw bytes are on disk before they are sent, and never change. */
export interface AnchorTx {
  id: number;
  /** Of the batch. */
  index: number;
  nonce: number;
  raw: Hex;
  hash: Hex;
  state: TransactionState;
  signedAtMs: number;
  sentAtMs?: number;
  blockNumber?: number;
  blockHash?: Hex;
  blockTimeMs?: number;
}

interface Row {
  id: number;
  idx: number;
  nonce: number;
  raw: Hex;
  hash: Hex;
  state: TransactionState;
  signed_at: number;
  sent_at: number | null;
  block_number: number | null;
  block_hash: Hex | null;
  block_time: number | null;
}

/** Our own table of nonces and transactions. Writing functions may stand in a transaction of the caller. */
export function createAnchorBook(database: DatabaseSync) {
  // The same batch under the same nonce is the same transaction, byte for byte: signed again, it lives again.
  const insert = database.prepare(
    `INSERT INTO anchor_tx (idx, nonce, raw, hash, state, signed_at) VALUES (?, ?, ?, ?, 'signed', ?)
     ON CONFLICT (hash) DO UPDATE SET state = 'signed', signed_at = excluded.signed_at, sent_at = NULL,
       block_number = NULL, block_hash = NULL, block_time = NULL`,
  );
  const live = database.prepare("SELECT * FROM anchor_tx WHERE state = 'signed' ORDER BY idx, nonce");
  const byId = database.prepare('SELECT * FROM anchor_tx WHERE id = ?');
  const page = database.prepare('SELECT * FROM anchor_tx WHERE id < ? ORDER BY id DESC LIMIT ?');
  const sent = database.prepare('UPDATE anchor_tx SET sent_at = ? WHERE id = ?');
  const setVoid = database.prepare("UPDATE anchor_tx SET state = 'void' WHERE id = ?");
  const final = database.prepare(
    `UPDATE anchor_tx SET state = 'final', block_number = ?, block_hash = ?, block_time = ? WHERE id = ?`,
  );

  return {
    /** Signed and on disk, not sent yet. */
    signed: (tx: { index: number; nonce: number; raw: Hex; hash: Hex; atMs: number }) =>
      void insert.run(tx.index, tx.nonce, tx.raw, tx.hash, tx.atMs),
    sent: (id: number, atMs: number) => void sent.run(atMs, id),
    final: (id: number, block: { number: number; hash: Hex; timestampMs: number }) =>
      void final.run(block.number, block.hash, block.timestampMs, id),
    /** It does not and will not anchor its batch. */
    void: (id: number) => void setVoid.run(id),

    /** Signed, and neither final nor void: by batch. */
    live: () => (live.all() as unknown as Row[]).map(toTx),
    find(id: number | undefined): AnchorTx | undefined {
      const row = id === undefined ? undefined : (byId.get(id) as Row | undefined);
      return row && toTx(row);
    },
    /** The newest first, before an id. */
    page: (beforeId: number, limit: number) => (page.all(beforeId, limit) as unknown as Row[]).map(toTx),
  };
}

export type AnchorBook = ReturnType<typeof createAnchorBook>;

function toTx(row: Row): AnchorTx {
  return {
    id: row.id,
    index: row.idx,
    nonce: row.nonce,
    raw: row.raw,
    hash: row.hash,
    state: row.state,
    signedAtMs: row.signed_at,
    ...(row.sent_at !== null && { sentAtMs: row.sent_at }),
    ...(row.block_number !== null && {
      blockNumber: row.block_number,
      blockHash: row.block_hash!,
      blockTimeMs: row.block_time!,
    }),
  };
}
