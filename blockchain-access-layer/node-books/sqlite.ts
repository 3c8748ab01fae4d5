import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import Type from 'typebox';
import type { NodeBook, NodeBookAdapter, NodeEntry } from '../node-book.ts';

export interface SqliteNodeBookOptions {
  dataDir: string;
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS entry (
  node TEXT PRIMARY KEY, is_connected INTEGER NOT NULL DEFAULT 0, connection_at INTEGER NOT NULL DEFAULT 0,
  fingerprint TEXT NOT NULL DEFAULT '', status TEXT, status_at INTEGER, last_seq INTEGER, accepted_at INTEGER,
  description TEXT, described_at INTEGER
) STRICT, WITHOUT ROWID`;

interface Row {
  node: string;
  is_connected: number;
  connection_at: number;
  fingerprint: string;
  status: string | null;
  status_at: number | null;
  last_seq: number | null;
  accepted_at: number | null;
  description: string | null;
  described_at: number | null;
}

async function create({ dataDir }: SqliteNodeBookOptions): Promise<NodeBook> {
  const database = openDatabase(join(dataDir, 'nodes.db'));
  // A projection: it survives the end of the process, and need not wait for the disk on every connection.
  database.exec('PRAGMA synchronous=NORMAL');
  database.exec(SCHEMA);
  addDescription(database);
  const upsert = (columns: string[]) =>
    database.prepare(
      `INSERT INTO entry (node, ${columns.join(', ')}) VALUES (?${', ?'.repeat(columns.length)}) ON CONFLICT DO UPDATE
       SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    );
  const connected = upsert(['is_connected', 'connection_at', 'fingerprint']);
  const disconnected = upsert(['is_connected', 'connection_at']);
  const reported = upsert(['status', 'status_at']);
  const described = upsert(['description', 'described_at']);
  const accepted = database.prepare(
    `INSERT INTO entry (node, last_seq, accepted_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE
     SET last_seq = max(coalesce(last_seq, 0), excluded.last_seq), accepted_at = excluded.accepted_at`,
  );
  const find = database.prepare('SELECT * FROM entry WHERE node = ?');
  const list = database.prepare('SELECT * FROM entry WHERE node > ? ORDER BY node LIMIT ?');
  const reset = database.prepare(
    'UPDATE entry SET is_connected = 0, connection_at = ? WHERE is_connected = 1',
  );

  return {
    connected: async (node, { atMs, fingerprint }) => void connected.run(node, 1, atMs, fingerprint),
    disconnected: async (node, atMs) => void disconnected.run(node, 0, atMs),
    reported: async (node, status, atMs) => void reported.run(node, status, atMs),
    described: async (node, status, atMs) => void described.run(node, status, atMs),
    accepted: async (packets) =>
      transaction(database, () => {
        for (const { node, seq, atMs } of packets) accepted.run(node, seq, atMs);
      }),
    find: async (node) => {
      const row = find.get(node) as Row | undefined;
      return row && toEntry(row);
    },
    list: async (after, limit) => (list.all(after, limit) as unknown as Row[]).map(toEntry),
    reset: async (atMs) => void reset.run(atMs),
    close: async () => database.close(),
  };
}

/** Books of before nodes described themselves. */
function addDescription(database: DatabaseSync): void {
  const columns = database.prepare('PRAGMA table_info(entry)').all() as { name: string }[];
  if (columns.some(({ name }) => name === 'description')) return;
  database.exec('ALTER TABLE entry ADD COLUMN description TEXT');
  database.exec('ALTER TABLE entry ADD COLUMN described_at INTEGER');
}

function toEntry(row: Row): NodeEntry {
  return {
    node: row.node,
    isConnected: row.is_connected === 1,
    connectionAtMs: row.connection_at,
    fingerprint: row.fingerprint,
    ...(row.status !== null && { status: row.status, statusAtMs: row.status_at! }),
    ...(row.description !== null && { description: row.description, describedAtMs: row.described_at! }),
    ...(row.last_seq !== null && { lastSeq: row.last_seq, lastAcceptedAtMs: row.accepted_at! }),
  };
}

export default {
  name: 'sqlite',
  options: Type.Object({ name: Type.Literal('sqlite') }),
  create,
} satisfies NodeBookAdapter<SqliteNodeBookOptions>;
