import type { DatabaseSync } from 'node:sqlite';
import { openWithSchema } from '../ledger/open-ledger.ts';

/**
 * Batches, their trees and their anchors. A batch is what its records claim of it: anchorer, index, root and count.
 * Leaves stand with their proofs until the last has come; then the tree is kept once, 64 bytes a leaf, in parts, and
 * they go. A batch that never becomes complete keeps its leaves, and its proofs can be read all the same.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS batch (
    id INTEGER PRIMARY KEY, anchorer BLOB NOT NULL, idx INTEGER NOT NULL, root BLOB NOT NULL, count INTEGER NOT NULL,
    leaves INTEGER NOT NULL, packets INTEGER NOT NULL, min_received_ms INTEGER NOT NULL,
    max_received_ms INTEGER NOT NULL, complete INTEGER NOT NULL, contradicted INTEGER NOT NULL, anchor_id INTEGER,
    UNIQUE (anchorer, idx, root, count)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS leaf (
    batch_id INTEGER NOT NULL, leaf_index INTEGER NOT NULL, leaf BLOB NOT NULL, proof BLOB NOT NULL,
    PRIMARY KEY (batch_id, leaf_index)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tree (
    batch_id INTEGER NOT NULL, part INTEGER NOT NULL, nodes BLOB NOT NULL, PRIMARY KEY (batch_id, part)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS anchor (
    id INTEGER PRIMARY KEY, anchorer BLOB NOT NULL, idx INTEGER NOT NULL, root BLOB NOT NULL, count INTEGER NOT NULL,
    from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, chain_id INTEGER NOT NULL, contract BLOB NOT NULL,
    tx_hash BLOB NOT NULL, block_number INTEGER NOT NULL, block_hash BLOB NOT NULL, block_time_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'replaced', 'refused')),
    partition INTEGER NOT NULL, position INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    UNIQUE (anchorer, idx, root, count, from_ms, to_ms, tx_hash, block_hash, block_number, block_time_ms, contract,
      chain_id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS anchor_waiting ON anchor (id) WHERE state = 'waiting';
  CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;`;

/** Counters: batches, complete, anchored, contradicted, anchored-packets; kept with what they count. */
export const ADD_TO_COUNTER =
  'INSERT INTO counter VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value';

export function openBatches(file: string, { readOnly = false } = {}): DatabaseSync {
  return openWithSchema(file, SCHEMA, readOnly);
}
