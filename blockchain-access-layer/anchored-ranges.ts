import type { DatabaseSync } from 'node:sqlite';
import type { AnchoredRange } from '@access-layer/core/payloads/verdict';

/** A verdict's payload has at most 64 KiB; a range of one packet takes 60 bytes of it. */
const MAX_PACKETS = 1000;

/**
 * What of a node is anchored and not confirmed by it yet. Batches become final in order, so one id says it for all
 * nodes; what a node has confirmed is one id as well.
 */
export function createAnchoredRanges(database: DatabaseSync) {
  const firstOpen = database.prepare("SELECT min(first_id) AS id FROM batch WHERE state <> 'final'");
  const lastSealed = database.prepare('SELECT max(last_id) AS id FROM batch');
  const findConfirmed = database.prepare('SELECT anchored_id AS id FROM confirmed WHERE node = ?');
  const confirm = database.prepare(
    `INSERT INTO confirmed VALUES (?, ?) ON CONFLICT DO UPDATE
     SET anchored_id = max(anchored_id, excluded.anchored_id)`,
  );
  const packets = database.prepare(
    `SELECT packet.id AS id, packet.seq AS seq,
       (SELECT idx FROM batch WHERE first_id <= packet.id ORDER BY first_id DESC LIMIT 1) AS batch
     FROM packet WHERE node_id = (SELECT id FROM node WHERE name = ?) AND packet.id > ? AND packet.id <= ?
     ORDER BY packet.id LIMIT ${MAX_PACKETS}`,
  );

  /** Every packet up to this id is anchored. */
  function anchoredId(): number {
    const open = (firstOpen.get() as { id: number | null }).id;
    if (open !== null) return open - 1;
    return (lastSealed.get() as { id: number | null }).id ?? 0;
  }

  return {
    anchoredId,

    /** What to tell a node, and the id to confirm when it has acknowledged that; undefined where there is nothing. */
    pending(node: string): { ranges: AnchoredRange[]; throughId: number; isCut: boolean } | undefined {
      const confirmedId = (findConfirmed.get(node) as { id: number } | undefined)?.id ?? 0;
      const rows = packets.all(node, confirmedId, anchoredId()) as unknown as Row[];
      const last = rows.at(-1);
      return last && { ranges: toRanges(rows), throughId: last.id, isCut: rows.length === MAX_PACKETS };
    },

    confirm: (node: string, throughId: number) => void confirm.run(node, throughId),
  };
}

export type AnchoredRanges = ReturnType<typeof createAnchoredRanges>;

interface Row {
  id: number;
  seq: number;
  batch: number;
}

/** Joins consecutive sequence numbers; the batches of a range are all that hold some of it. */
export function toRanges(rows: { seq: number; batch: number }[]): AnchoredRange[] {
  const ranges: AnchoredRange[] = [];
  for (const { seq, batch } of [...rows].sort((a, b) => a.seq - b.seq)) {
    const range = ranges.at(-1);
    if (!range || range.toSeq + 1 !== seq) {
      ranges.push({ fromSeq: seq, toSeq: seq, batches: [batch] });
      continue;
    }
    range.toSeq = seq;
    if (!range.batches.includes(batch)) range.batches.push(batch);
  }
  return ranges;
}
