import type { DatabaseSync } from 'node:sqlite';
import type { AnchoredRange } from '@access-layer/core/payloads/verdict';

/** A verdict's payload has at most 64 KiB; a range of one packet takes 60 bytes of it. */
const MAX_PACKETS = 1000;
/** What a node sent before it knew may still come: it is on its way, or is sent again after a connection was cut. */
const ON_ITS_WAY_MS = 30_000;

/**
 * What of a node is anchored and not confirmed by it yet. Batches become final in order, so one id says it for all
 * nodes. What a node has confirmed is one id as well, and a sequence number below which nothing is unconfirmed, so that
 * years of packets are not looked through (the log lowers it for a packet that comes late).
 */
export function createAnchoredRanges(database: DatabaseSync, now = Date.now) {
  const latest = new Map<string, { beforeId: number; atMs: number }[]>();
  const firstOpen = database.prepare("SELECT min(first_id) AS id FROM batch WHERE state <> 'final'");
  const lastSealed = database.prepare('SELECT max(last_id) AS id FROM batch');
  const findConfirmed = database.prepare('SELECT anchored_id, from_seq FROM confirmed WHERE node = ?');
  const setConfirmed = database.prepare(
    `INSERT INTO confirmed VALUES (?1, ?2, ?3, ?2) ON CONFLICT DO UPDATE SET anchored_id = excluded.anchored_id,
       from_seq = excluded.from_seq, highest_id = max(highest_id, excluded.highest_id)`,
  );
  // The index of (node_id, seq) has the id in it, so neither query reads a packet.
  const packets = database.prepare(
    `SELECT id, seq, (SELECT idx FROM batch WHERE first_id <= packet.id ORDER BY first_id DESC LIMIT 1) AS batch
     FROM packet WHERE node_id = (SELECT id FROM node WHERE name = ?) AND seq >= ? AND id > ? AND id <= ?
     ORDER BY id LIMIT ${MAX_PACKETS}`,
  );
  const lowestAfter = database.prepare(
    `SELECT seq FROM packet WHERE node_id = (SELECT id FROM node WHERE name = ?) AND seq >= ? AND id > ?
     ORDER BY seq LIMIT 1`,
  );
  const nextSeq = database.prepare(
    'SELECT max(seq) + 1 AS seq FROM packet WHERE node_id = (SELECT id FROM node WHERE name = ?)',
  );

  function confirmedOf(node: string): { anchored_id: number; from_seq: number } {
    const row = findConfirmed.get(node) as { anchored_id: number; from_seq: number } | undefined;
    return row ?? { anchored_id: 0, from_seq: 0 };
  }

  /** Every packet up to this id is anchored. */
  function anchoredId(): number {
    const open = (firstOpen.get() as { id: number | null }).id;
    if (open !== null) return open - 1;
    return (lastSealed.get() as { id: number | null }).id ?? 0;
  }

  const latestOf = (node: string) =>
    (latest.get(node) ?? []).filter(({ atMs }) => now() - atMs < ON_ITS_WAY_MS);

  return {
    anchoredId,

    /** Whether a node has confirmed a packet only a moment ago. */
    justConfirmed(node: string, packetId: number): boolean {
      const [first] = latestOf(node);
      return first !== undefined && packetId > first.beforeId;
    },

    /** What to tell a node, and the id to confirm when it has acknowledged that; undefined where there is nothing. */
    pending(node: string): { ranges: AnchoredRange[]; throughId: number; isCut: boolean } | undefined {
      const { anchored_id, from_seq } = confirmedOf(node);
      const rows = packets.all(node, from_seq, anchored_id, anchoredId()) as unknown as Row[];
      const last = rows.at(-1);
      return last && { ranges: toRanges(rows), throughId: last.id, isCut: rows.length === MAX_PACKETS };
    },

    /** The node knows of everything up to an id. */
    confirm(node: string, throughId: number): void {
      const { anchored_id, from_seq } = confirmedOf(node);
      const id = Math.max(anchored_id, throughId);
      latest.set(node, [...latestOf(node), { beforeId: anchored_id, atMs: now() }]);
      const lowest = lowestAfter.get(node, from_seq, id) ?? nextSeq.get(node);
      setConfirmed.run(node, id, (lowest as { seq: number | null }).seq ?? 0);
    },
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
