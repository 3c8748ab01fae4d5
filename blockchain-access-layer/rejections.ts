import type { DatabaseSync } from 'node:sqlite';
import { toHex } from '@access-layer/core/bytes';
import type { Rejection } from '@access-layer/core/payloads/verdict';
import { REASONS, type Reason } from '@access-layer/core/reason';

/** A node that never confirms is told only of its latest: what it sends must not fill our disk. */
const KEPT_PER_NODE = 1000;

/**
 * Refusals that a node has not confirmed yet, durable before the refused packet is acknowledged: a node that loses the
 * connection in between still hears of them at its next subscription.
 */
export function createRejections(database: DatabaseSync) {
  const insert = database.prepare(
    `INSERT INTO rejection (node, seq, payload_hash, reason, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET reason = excluded.reason, at = excluded.at`,
  );
  const trim = database.prepare(
    `DELETE FROM rejection WHERE node = ?1 AND id <= (
       SELECT id FROM rejection WHERE node = ?1 ORDER BY id DESC LIMIT 1 OFFSET ${KEPT_PER_NODE})`,
  );
  const count = database.prepare(
    'INSERT INTO refused VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
  );
  const pending = database.prepare('SELECT * FROM rejection WHERE node = ? ORDER BY id LIMIT ?');
  const remove = database.prepare('DELETE FROM rejection WHERE id = ?');
  const counts = database.prepare('SELECT reason, count FROM refused');

  return {
    add(node: string, rejection: { seq: number; payloadHash: Uint8Array; reason: Reason }, at: number): void {
      insert.run(node, rejection.seq, rejection.payloadHash, rejection.reason, at);
      count.run(rejection.reason);
    },

    /** Call once for each node of a group, after `add`. */
    trim: (node: string) => void trim.run(node),

    /** The oldest that a node has not confirmed. */
    pending(node: string, limit: number): { ids: number[]; rejections: Rejection[] } {
      const rows = pending.all(node, limit) as unknown as Row[];
      const rejections = rows.map((row) => {
        return { seq: row.seq, payloadHash: toHex(row.payload_hash), reason: row.reason };
      });
      return { ids: rows.map(({ id }) => id), rejections: rejections as unknown as Rejection[] };
    },

    confirm(ids: number[]): void {
      for (const id of ids) remove.run(id);
    },

    /** How many packets were ever refused, for every reason there is. */
    counts(): { reason: Reason; count: number }[] {
      const rows = counts.all() as unknown as { reason: Reason; count: number }[];
      const byReason = new Map(rows.map(({ reason, count }) => [reason, count]));
      return REASONS.map((reason) => ({ reason, count: byReason.get(reason) ?? 0 }));
    },
  };
}

export type Rejections = ReturnType<typeof createRejections>;

interface Row {
  id: number;
  seq: number;
  payload_hash: Uint8Array;
  reason: Reason;
}
