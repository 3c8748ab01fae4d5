import type { DatabaseSync } from 'node:sqlite';
import { toHex } from '@access-layer/core/bytes';
import type { SetPointVerdict } from '@access-layer/core/payloads/verdict';
import type { SetPointReason, SetPointVerdictStatus } from '@access-layer/core/set-point-reason';
import { formatTime } from '@access-layer/core/time';
import { transaction } from '@access-layer/kit/sqlite';
import type { Anomalies } from '../anomaly.ts';
import type { CheckedSetPoint, VerifiedSetPoint } from './verify-set-point.ts';

/**
 * Set-points on their way to nodes; the messages themselves are in the log, in `packet`. `set_point_told` holds what a
 * platform has not confirmed yet. It stands in the same file, so each change is one transaction with the log's.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS set_point (
    packet_id INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, node TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'forwarded', 'expired'))
  ) STRICT;
  CREATE INDEX IF NOT EXISTS set_point_waiting ON set_point (node, packet_id) WHERE state = 'waiting';
  CREATE TABLE IF NOT EXISTS set_point_told (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, platform TEXT NOT NULL, verdict TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS set_point_told_platform ON set_point_told (platform, sequence);
  CREATE TABLE IF NOT EXISTS set_point_count (status TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;`;

/** A platform that never confirms is told only of its latest. */
const KEPT_PER_PLATFORM = 10_000;
const DETAIL_CHARACTERS = 200;

export interface WaitingSetPoint {
  packetId: number;
  id: string;
  platform: string;
  node: string;
  expiresAtMs: number;
  message: Uint8Array;
}

interface Row {
  packet_id: number;
  id: string;
  platform: string;
  node: string;
  expires_at: number;
  state: 'waiting' | 'forwarded' | 'expired';
  pod: string;
  seq: number;
  message: Uint8Array;
  payload_hash: Uint8Array;
}

/** What is kept of set-points, and what their platforms are to be told. Methods that write want an open transaction. */
export function createSetPointBook(database: DatabaseSync, anomalies: Pick<Anomalies, 'add'>) {
  database.exec(SCHEMA);
  const insert = database.prepare('INSERT INTO set_point VALUES (?, ?, ?, ?, ?, ?)');
  const tell = database.prepare('INSERT INTO set_point_told (platform, verdict) VALUES (?, ?)');
  const trim = database.prepare(
    `DELETE FROM set_point_told WHERE platform = ?1 AND sequence <= (SELECT sequence FROM set_point_told
       WHERE platform = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ${KEPT_PER_PLATFORM})`,
  );
  const count = database.prepare(
    'INSERT INTO set_point_count VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
  );
  const setState = database.prepare('UPDATE set_point SET state = ? WHERE packet_id = ?');
  const columns = `set_point.*, packet.pod, packet.seq, packet.message, packet.payload_hash
    FROM set_point JOIN packet ON packet.id = packet_id`;
  const nextWaiting = database.prepare(
    `SELECT ${columns} WHERE set_point.node = ? AND state = 'waiting' ORDER BY packet_id LIMIT 1`,
  );
  const find = database.prepare(`SELECT ${columns} WHERE packet_id = ?`);
  const overdue = database.prepare(
    `SELECT ${columns} WHERE state = 'waiting' AND expires_at <= ? ORDER BY packet_id LIMIT 500`,
  );
  const told = database.prepare(
    'SELECT sequence, verdict FROM set_point_told WHERE platform = ? ORDER BY sequence LIMIT ?',
  );
  const untell = database.prepare('DELETE FROM set_point_told WHERE sequence = ?');
  const counts = database.prepare('SELECT status, count FROM set_point_count');
  const news = { nodes: new Set<string>(), platforms: new Set<string>() };

  function say(platform: string, verdict: SetPointVerdict): void {
    tell.run(platform, JSON.stringify(verdict));
    trim.run(platform);
    count.run(verdict.status);
    news.platforms.add(platform);
  }

  function sayOf({ id, platform, payload_hash }: Row, status: SetPointVerdictStatus, atMs: number): void {
    say(platform, { id, payloadHash: toHex(payload_hash), status, at: formatTime(atMs) });
  }

  return {
    /** It is in the log under this number. */
    accepted(
      packetId: number,
      { platform, node, setPoint }: { platform: string; node: string; setPoint: VerifiedSetPoint },
      atMs: number,
    ): void {
      const { id, expiresAtMs, payloadHash } = setPoint;
      insert.run(packetId, id, platform, node, expiresAtMs, 'waiting');
      news.nodes.add(node);
      say(platform, { id, payloadHash: toHex(payloadHash), status: 'accepted', at: formatTime(atMs) });
    },

    /** Who has something to get or to hear since this was asked last; too many after a roll-back, never too few. */
    takeNews(): { nodes: string[]; platforms: string[] } {
      const taken = { nodes: [...news.nodes], platforms: [...news.platforms] };
      news.nodes.clear();
      news.platforms.clear();
      return taken;
    },

    isKnown: (packetId: number): boolean => find.get(packetId) !== undefined,

    /** The very same came again: its platform has lost the answer. */
    repeated(packetId: number, atMs: number): void {
      const row = find.get(packetId) as Row | undefined;
      if (row) sayOf(row, row.state === 'waiting' ? 'accepted' : row.state, atMs);
    },

    refused(
      { platform, node, checked }: { platform: string; node: string; checked: CheckedSetPoint },
      { reason, detail }: { reason: SetPointReason; detail: string },
      atMs: number,
    ): void {
      const { id, payloadHash } = checked;
      const text = detail.slice(0, DETAIL_CHARACTERS);
      const what = { payloadHash: toHex(payloadHash), reason, detail: text };
      say(platform, { ...(id && { id }), ...what, status: 'refused', at: formatTime(atMs) });
      const details = { platform, ...(id && { id }), ...what };
      const place = checked.ok ? { pod: checked.pod, seq: checked.place.seq } : {};
      const type = 'set-point-refused';
      anomalies.add({ type, node, subject: `${platform}/${reason}`, ...place, at: atMs, details });
    },

    /** The oldest that waits for a node. */
    nextWaiting(node: string): WaitingSetPoint | undefined {
      const row = nextWaiting.get(node) as Row | undefined;
      return row && toWaiting(row);
    },

    /** The node has acknowledged it; answers its platform. Its own transaction. */
    forwarded(packetId: number, atMs: number): string | undefined {
      return transaction(database, () => {
        const row = find.get(packetId) as Row | undefined;
        if (row?.state !== 'waiting') return undefined;
        setState.run('forwarded', packetId);
        sayOf(row, 'forwarded', atMs);
        return row.platform;
      });
    },

    /** Drops what has waited too long, but for what is under way; answers the platforms. Its own transaction. */
    expire(atMs: number, isUnderWay: (packetId: number) => boolean): Set<string> {
      const rows = (overdue.all(atMs) as unknown as Row[]).filter(({ packet_id }) => !isUnderWay(packet_id));
      if (rows.length === 0) return new Set();
      transaction(database, () => {
        for (const row of rows) {
          setState.run('expired', row.packet_id);
          sayOf(row, 'expired', atMs);
          const { node, pod, seq, id, platform } = row;
          anomalies.add({ type: 'set-point-expired', node, pod, seq, at: atMs, details: { id, platform } });
        }
      });
      return new Set(rows.map(({ platform }) => platform));
    },

    /** The oldest that a platform has not confirmed. */
    toTell(platform: string, limit: number): { sequences: number[]; verdicts: SetPointVerdict[] } {
      const rows = told.all(platform, limit) as unknown as { sequence: number; verdict: string }[];
      return {
        sequences: rows.map(({ sequence }) => sequence),
        verdicts: rows.map(({ verdict }) => JSON.parse(verdict)),
      };
    },

    confirm(sequences: number[]): void {
      transaction(database, () => {
        for (const sequence of sequences) untell.run(sequence);
      });
    },

    /** How many verdicts there were of each status. */
    counts: () => counts.all() as unknown as { status: SetPointVerdictStatus; count: number }[],
  };
}

export type SetPointBook = ReturnType<typeof createSetPointBook>;

function toWaiting({ packet_id, id, platform, node, expires_at, message }: Row): WaitingSetPoint {
  return { packetId: packet_id, id, platform, node, expiresAtMs: expires_at, message };
}
