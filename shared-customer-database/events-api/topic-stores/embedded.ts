import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { AccessLayerError } from '@access-layer/core/errors';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import type {
  CommittedOffset,
  NewEvent,
  ReadLimits,
  StoredEvent,
  StoredTopic,
  TopicStore,
  TopicStoreAdapter,
} from '../topic-store.ts';

/** SQLite in one folder: a catalogue with the groups' offsets, and a file for each topic. One process at a time. */
export interface EmbeddedTopicStoreOptions {
  dir: string;
}

const CATALOGUE_SCHEMA = `
  CREATE TABLE IF NOT EXISTS topic (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, partitions INTEGER NOT NULL, configs TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS committed (
    name TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL, metadata TEXT NOT NULL,
    PRIMARY KEY (name, topic, partition)
  ) STRICT, WITHOUT ROWID;`;
const TOPIC_SCHEMA = `
  CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY, partition INTEGER NOT NULL, offset INTEGER NOT NULL, key BLOB, value BLOB,
    gzipped INTEGER NOT NULL, headers TEXT, timestamp_ms INTEGER NOT NULL, UNIQUE (partition, offset)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS record_time ON record (timestamp_ms);
  CREATE TABLE IF NOT EXISTS ending (partition INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT;`;

/** A smaller value would hardly get smaller. */
const COMPRESS_FROM_BYTES = 256;
const TOPIC_FILE = /^topic-(\d+)\.db/;

interface OpenTopic {
  id: number;
  partitions: number;
  database: DatabaseSync;
}

interface Row {
  offset: number;
  key: Uint8Array | null;
  value: Uint8Array | null;
  gzipped: number;
  headers: string | null;
  timestamp_ms: number;
}

class EmbeddedTopicStore implements TopicStore {
  readonly #dir: string;
  readonly #catalogue: DatabaseSync;
  readonly #open = new Map<string, OpenTopic>();

  constructor({ dir }: EmbeddedTopicStoreOptions) {
    this.#dir = dir;
    this.#catalogue = openDatabase(join(dir, 'catalogue.db'));
    this.#catalogue.exec(CATALOGUE_SCHEMA);
    this.#removeLeftOver();
  }

  async topics(): Promise<StoredTopic[]> {
    const rows = this.#catalogue.prepare('SELECT name, partitions, configs FROM topic ORDER BY name').all();
    return (rows as { name: string; partitions: number; configs: string }[]).map((row) => ({
      name: row.name,
      partitions: row.partitions,
      configs: JSON.parse(row.configs),
    }));
  }

  async create({ name, partitions, configs }: StoredTopic): Promise<boolean> {
    const insert = 'INSERT INTO topic (name, partitions, configs) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
    return this.#catalogue.prepare(insert).run(name, partitions, JSON.stringify(configs)).changes === 1;
  }

  async configure(name: string, configs: Record<string, string>): Promise<boolean> {
    const update = this.#catalogue.prepare('UPDATE topic SET configs = ? WHERE name = ?');
    return update.run(JSON.stringify(configs), name).changes === 1;
  }

  async remove(name: string): Promise<boolean> {
    const { id } = (this.#catalogue.prepare('SELECT id FROM topic WHERE name = ?').get(name) ?? {}) as {
      id?: number;
    };
    if (id === undefined) return false;
    transaction(this.#catalogue, () => {
      this.#catalogue.prepare('DELETE FROM topic WHERE id = ?').run(id);
      this.#catalogue.prepare('DELETE FROM committed WHERE topic = ?').run(name);
    });
    this.#open.get(name)?.database.close();
    this.#open.delete(name);
    this.#removeFiles(id); // a crash before this leaves files without a name; the next start removes them
    return true;
  }

  async append(name: string, records: NewEvent[], { compress = false } = {}): Promise<number[]> {
    const kept = await Promise.all(records.map(({ value }) => pack(value, compress)));
    const { database } = this.#topic(name);
    const insert = database.prepare(
      'INSERT INTO record (partition, offset, key, value, gzipped, headers, timestamp_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    const ending = database.prepare('SELECT next FROM ending WHERE partition = ?');
    const end = database.prepare('UPDATE ending SET next = ? WHERE partition = ?');
    const now = Date.now();
    return transaction(database, () => {
      const next = new Map<number, number>();
      const offsets = records.map(({ partition, key, headers, timestampMs = now }, i) => {
        const offset = next.get(partition) ?? (ending.get(partition) as { next: number }).next;
        next.set(partition, offset + 1);
        const { value, gzipped } = kept[i]!;
        insert.run(
          partition,
          offset,
          key,
          value,
          gzipped,
          headers ? JSON.stringify(headers) : null,
          timestampMs,
        );
        return offset;
      });
      for (const [partition, after] of next) end.run(after, partition);
      return offsets;
    });
  }

  async read(name: string, partition: number, from: number, limits: ReadLimits): Promise<StoredEvent[]> {
    const select = this.#topic(name).database.prepare(
      `SELECT offset, key, value, gzipped, headers, timestamp_ms FROM record
       WHERE partition = ? AND offset >= ? ORDER BY offset LIMIT ?`,
    );
    const events: StoredEvent[] = [];
    const rows: Row[] = [];
    let bytes = 0;
    for (const row of select.iterate(partition, from, limits.limit) as Iterable<Row>) {
      rows.push(row);
      bytes += (row.key?.length ?? 0) + (row.value?.length ?? 0);
      if (bytes >= limits.maxBytes) break;
    }
    for (const row of rows) events.push(await unpack(row));
    return events;
  }

  async bounds(name: string): Promise<{ first: number; next: number }[]> {
    const bounds = this.#topic(name).database.prepare(
      `SELECT next, coalesce((SELECT min(offset) FROM record WHERE record.partition = ending.partition), next) AS first
       FROM ending ORDER BY partition`,
    );
    return (bounds.all() as { first: number; next: number }[]).map(({ first, next }) => ({ first, next }));
  }

  async trim(name: string, beforeMs: number): Promise<number> {
    const { database } = this.#topic(name);
    return Number(database.prepare('DELETE FROM record WHERE timestamp_ms < ?').run(beforeMs).changes);
  }

  async commit(group: string, offsets: CommittedOffset[]): Promise<void> {
    const upsert = this.#catalogue.prepare(
      `INSERT INTO committed VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET next = excluded.next, metadata = excluded.metadata`,
    );
    transaction(this.#catalogue, () => {
      for (const { topic, partition, offset, metadata } of offsets) {
        upsert.run(group, topic, partition, offset, metadata);
      }
    });
  }

  async committed(group: string, topic: string, partition: number): Promise<CommittedOffset | undefined> {
    const row = this.#catalogue
      .prepare('SELECT next, metadata FROM committed WHERE name = ? AND topic = ? AND partition = ?')
      .get(group, topic, partition) as { next: number; metadata: string } | undefined;
    return row && { topic, partition, offset: row.next, metadata: row.metadata };
  }

  async close(): Promise<void> {
    for (const { database } of this.#open.values()) database.close();
    this.#open.clear();
    this.#catalogue.close();
  }

  #topic(name: string): OpenTopic {
    const known = this.#open.get(name);
    if (known) return known;
    const row = this.#catalogue.prepare('SELECT id, partitions FROM topic WHERE name = ?').get(name);
    if (!row) {
      throw new AccessLayerError({
        code: 'EVENTS_TOPIC_GONE',
        message: `there is no topic "${name.slice(0, 300)}"; it may just have been removed`,
      });
    }
    const { id, partitions } = row as { id: number; partitions: number };
    const database = openDatabase(join(this.#dir, `topic-${id}.db`));
    database.exec(TOPIC_SCHEMA);
    const begin = database.prepare('INSERT INTO ending VALUES (?, 0) ON CONFLICT DO NOTHING');
    transaction(database, () => {
      for (let partition = 0; partition < partitions; partition++) begin.run(partition);
    });
    const opened = { id, partitions, database };
    this.#open.set(name, opened);
    return opened;
  }

  #removeLeftOver(): void {
    const exists = this.#catalogue.prepare('SELECT 1 FROM topic WHERE id = ?');
    const ids = readdirSync(this.#dir).map((file) => TOPIC_FILE.exec(file)?.[1]);
    for (const id of new Set(ids))
      if (id !== undefined && !exists.get(Number(id))) this.#removeFiles(Number(id));
  }

  #removeFiles(id: number): void {
    for (const end of ['', '-wal', '-shm']) rmSync(join(this.#dir, `topic-${id}.db${end}`), { force: true });
  }
}

async function pack(
  value: Uint8Array | null,
  compress: boolean,
): Promise<{ value: Uint8Array | null; gzipped: 0 | 1 }> {
  if (!compress || !value || value.length < COMPRESS_FROM_BYTES) return { value, gzipped: 0 };
  return { value: await promisify(gzip)(value), gzipped: 1 };
}

async function unpack({ offset, key, value, gzipped, headers, timestamp_ms }: Row): Promise<StoredEvent> {
  return {
    offset,
    key,
    value: gzipped && value ? await promisify(gunzip)(value) : value,
    ...(headers ? { headers: JSON.parse(headers) } : {}),
    timestampMs: timestamp_ms,
  };
}

export default {
  name: 'embedded',
  create: async (options: EmbeddedTopicStoreOptions) => new EmbeddedTopicStore(options),
} satisfies TopicStoreAdapter<EmbeddedTopicStoreOptions>;
