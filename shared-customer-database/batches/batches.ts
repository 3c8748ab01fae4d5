import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { buildTree, NODE_BYTES, rootOf } from '@access-layer/core/merkle';
import { transaction } from '@access-layer/kit/sqlite';
import type { VerifiedLeaf } from '../ingest/verified-record.ts';
import type { QuarantineReason } from '../ledger/quarantined.ts';
import { blobOf, hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';
import type { PlaceInBatch } from '../store.ts';
import { ADD_TO_COUNTER, openBatches } from './open-batches.ts';
import { leafPosition, nodeIn, toParts } from './tree-parts.ts';

export interface BatchFault {
  reason: Extract<QuarantineReason, 'batch-conflict' | 'leaf-conflict' | 'outside-window'>;
  detail: string;
}

export interface BatchKey {
  anchorer: Hex;
  index: number;
  root: Hex;
  count: number;
}

/** What counts as the one truth about an index of an anchorer: the chain's answer, or else the first claim. */
interface Claim {
  root: Hex;
  count: number;
  window: { from: number; to: number } | undefined;
}

interface BatchRow {
  id: number;
  count: number;
  leaves: number;
  complete: number;
  anchor_id: number | null;
  /** Highest leaf that stands by itself; null where none does. */
  last_leaf: number | null;
}

/** What one round of ingest has placed so far, before any of it is committed. */
export interface Round {
  claims: Map<string, Claim>;
  leaves: Map<string, Hex>;
  /** Batches as they were before the round, each looked up once. */
  rows: Map<string, BatchRow | undefined>;
}

const CONFIRMED = `SELECT root, count, from_ms, to_ms FROM anchor WHERE anchorer = ? AND idx = ? AND state = 'confirmed'
  ORDER BY id DESC LIMIT 1`;
const CLAIMED = 'SELECT root, count FROM batch WHERE anchorer = ? AND idx = ? AND contradicted = 0';
const FIND = `SELECT id, count, leaves, complete, anchor_id,
    (SELECT max(leaf_index) FROM leaf WHERE batch_id = batch.id) AS last_leaf FROM batch WHERE anchorer = ? AND idx = ? AND root = ?
  AND count = ?`;
const ADD = `INSERT INTO batch (anchorer, idx, root, count, leaves, packets, min_received_ms, max_received_ms, complete,
    contradicted, anchor_id)
  VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?5, 0, 0, (SELECT max(id) FROM anchor
    WHERE anchorer = ?1 AND idx = ?2 AND root = ?3 AND count = ?4 AND state = 'confirmed'))
  RETURNING id, count, leaves, complete, anchor_id, NULL AS last_leaf`;
const LEAF_ADD = 'INSERT INTO leaf VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
const GROW = `UPDATE batch SET leaves = leaves + ?, packets = packets + ?, min_received_ms = min(min_received_ms, ?),
  max_received_ms = max(max_received_ms, ?) WHERE id = ?`;

/** The writing side of batches and trees. */
export class Batches {
  readonly database: DatabaseSync;
  readonly #sql: ReturnType<typeof createStatements>;

  constructor(file: string) {
    this.database = openBatches(file);
    this.#sql = createStatements(this.database);
  }

  static newRound(): Round {
    return { claims: new Map(), leaves: new Map(), rows: new Map() };
  }

  /**
   * Whether a record agrees with what is known of its batch: the same root and count as all its other records, a leaf
   * of its own, a receipt within the window that was anchored. Remembers it in the round where it does.
   */
  place(record: VerifiedLeaf, round: Round): BatchFault | undefined {
    const { anchorer, index, root, count, leafIndex } = record.batch;
    const key = `${anchorer} ${index}`;
    const claim = round.claims.get(key) ?? this.#claim(anchorer, index) ?? { root, count, window: undefined };
    round.claims.set(key, claim);
    if (claim.root !== root || claim.count !== count) {
      return {
        reason: 'batch-conflict',
        detail: `batch ${index} has root ${claim.root} of ${claim.count} leaves; this record says ${root} of ${count}`,
      };
    }
    const { window } = claim;
    if (window && (record.receivedAtMs < window.from || record.receivedAtMs > window.to)) {
      const detail = `received at ${record.receivedAtMs}; batch ${index} was anchored for ${window.from} to ${window.to}`;
      return { reason: 'outside-window', detail };
    }
    const place = `${key} ${leafIndex}`;
    const { leaf } = record;
    const there = round.leaves.get(place) ?? this.#leafAt(this.#rowOf(record.batch, round), leafIndex);
    if (there !== undefined && there !== leaf) {
      const detail = `leaf ${leafIndex} of batch ${index} is ${there}; this record gives ${leaf}`;
      return { reason: 'leaf-conflict', detail };
    }
    round.leaves.set(place, leaf);
    return undefined;
  }

  /**
   * Adds leaves in one transaction and builds the trees that became complete. `stored` are those that are their packet's
   * first certificate. Answers the batches whose leaves do not give their root in the order they claim.
   */
  addLeaves(records: VerifiedLeaf[], stored: ReadonlySet<VerifiedLeaf>): BatchKey[] {
    return transaction(this.database, () => {
      const mismatched: BatchKey[] = [];
      for (const ofBatch of Map.groupBy(
        records,
        ({ batch }) => `${batch.anchorer} ${batch.index}`,
      ).values()) {
        const { anchorer, index, root, count } = ofBatch[0]!.batch;
        const key: BatchKey = { anchorer, index, root, count };
        if (!this.#grow(key, ofBatch, stored)) mismatched.push(key);
      }
      return mismatched;
    });
  }

  close(): void {
    this.database.close();
  }

  #grow(key: BatchKey, records: VerifiedLeaf[], stored: ReadonlySet<VerifiedLeaf>): boolean {
    const values = [blobOf(key.anchorer), key.index, blobOf(key.root), key.count];
    const known = this.#sql(FIND).get(...values) as unknown as BatchRow | undefined;
    const row = known ?? this.#add(values, records[0]!.receivedAtMs);
    if (row.complete) return true;
    if (row.leaves === 0 && this.#addWhole(row, key, records, stored)) return true;
    const added = records.filter(({ batch, leaf, siblings }) => {
      return this.#sql(LEAF_ADD).run(row.id, batch.leafIndex, blobOf(leaf), blobOf(siblings)).changes > 0;
    });
    if (added.length > 0) this.#countLeaves(row, added, stored);
    const leaves = row.leaves + added.length;
    return leaves < row.count || this.#complete(row.id, key);
  }

  /** A batch that comes at once needs no leaves of its own: its tree has them. False where it is not all there, or not so. */
  #addWhole(
    row: BatchRow,
    key: BatchKey,
    records: VerifiedLeaf[],
    stored: ReadonlySet<VerifiedLeaf>,
  ): boolean {
    if (records.length < row.count) return false;
    const byIndex = Map.groupBy(records, ({ batch }) => batch.leafIndex);
    const inOrder = [...byIndex.values()]
      .map(([first]) => first!)
      .sort((a, b) => a.batch.leafIndex - b.batch.leafIndex);
    const tree = buildTree(inOrder.map(({ leaf }) => blobOf(leaf)));
    if (!isTreeOf(key, tree)) return false;
    this.#countLeaves(row, inOrder, stored);
    this.#keepTree(row.id, tree);
    return true;
  }

  #countLeaves({ id, anchor_id }: BatchRow, added: VerifiedLeaf[], stored: ReadonlySet<VerifiedLeaf>): void {
    const packets = added.filter((record) => stored.has(record)).length;
    let [first, last] = [Number.POSITIVE_INFINITY, 0];
    for (const { receivedAtMs } of added) {
      first = Math.min(first, receivedAtMs);
      last = Math.max(last, receivedAtMs);
    }
    this.#sql(GROW).run(added.length, packets, first, last, id);
    if (anchor_id !== null && packets > 0) this.#count('anchored-packets', packets);
  }

  #complete(id: number, key: BatchKey): boolean {
    const rows = this.#sql('SELECT leaf FROM leaf WHERE batch_id = ? ORDER BY leaf_index').all(id);
    const tree = buildTree((rows as { leaf: Uint8Array }[]).map(({ leaf }) => leaf));
    if (!isTreeOf(key, tree)) return false;
    this.#keepTree(id, tree);
    this.#sql('DELETE FROM leaf WHERE batch_id = ?').run(id);
    return true;
  }

  #keepTree(id: number, tree: Uint8Array): void {
    for (const [part, nodes] of toParts(tree).entries()) {
      this.#sql('INSERT INTO tree VALUES (?, ?, ?)').run(id, part, nodes);
    }
    this.#sql('UPDATE batch SET complete = 1 WHERE id = ?').run(id);
    this.#count('complete', 1);
  }

  #add(values: (Buffer | number)[], receivedAtMs: number): BatchRow {
    const row = this.#sql(ADD).get(...values, receivedAtMs) as unknown as BatchRow;
    this.#count('batches', 1);
    if (row.anchor_id !== null) this.#count('anchored', 1);
    return row;
  }

  #count(name: string, value: number): void {
    this.#sql(ADD_TO_COUNTER).run(name, value);
  }

  #claim(anchorer: Hex, index: number): Claim | undefined {
    const confirmed = this.#sql(CONFIRMED).get(blobOf(anchorer), index) as
      | { root: Uint8Array; count: number; from_ms: number; to_ms: number }
      | undefined;
    if (confirmed) {
      const { root, count, from_ms: from, to_ms: to } = confirmed;
      return { root: hexOf(root), count, window: { from, to } };
    }
    const claimed = this.#sql(CLAIMED).get(blobOf(anchorer), index);
    if (!claimed) return undefined;
    const { root, count } = claimed as { root: Uint8Array; count: number };
    return { root: hexOf(root), count, window: undefined };
  }

  /** A batch with the root and count of the record: `place` has compared them before. */
  #rowOf({ anchorer, index, root, count }: PlaceInBatch, round: Round): BatchRow | undefined {
    const key = `${anchorer} ${index}`;
    if (!round.rows.has(key)) {
      const row = this.#sql(FIND).get(blobOf(anchorer), index, blobOf(root), count);
      round.rows.set(key, row as unknown as BatchRow | undefined);
    }
    return round.rows.get(key);
  }

  #leafAt(row: BatchRow | undefined, leafIndex: number): Hex | undefined {
    if (!row) return undefined;
    if (row.complete) {
      const readPart = (part: number) => {
        const found = this.#sql('SELECT nodes FROM tree WHERE batch_id = ? AND part = ?').get(row.id, part);
        return (found as { nodes: Uint8Array }).nodes;
      };
      return hexOf(nodeIn(readPart, leafPosition(leafIndex, row.count)));
    }
    if (leafIndex > (row.last_leaf ?? -1)) return undefined;
    const found = this.#sql('SELECT leaf FROM leaf WHERE batch_id = ? AND leaf_index = ?').get(
      row.id,
      leafIndex,
    );
    return found && hexOf((found as { leaf: Uint8Array }).leaf);
  }
}

function isTreeOf({ root, count }: BatchKey, tree: Uint8Array): boolean {
  return tree.length === (2 * count - 1) * NODE_BYTES && rootOf(tree) === root;
}
