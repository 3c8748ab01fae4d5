import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';
import { emptyLog, openDatabase, transaction } from '../sqlite.ts';
import type {
  ConsumeOptions,
  NewRecord,
  Stream,
  StreamAdapter,
  StreamBatch,
  StreamRecord,
} from '../stream.ts';

/**
 * Append log in SQLite, one file a topic in a folder that the services of one machine share; offsets of groups stand in
 * a file of their own, so that readers never wait for a writer. One partition, number 0.
 */
export interface EmbeddedOptions {
  dir: string;
  /** How often a waiting reader looks for new records. */
  pollMs?: number;
}

const TOPIC = /^[a-z0-9.-]{1,100}$/;
const DEFAULT_LIMIT = 500;
const REWRITTEN_A_TURN = 500;

const TOPIC_SCHEMA = `
  CREATE TABLE IF NOT EXISTS record (
    offset INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, value TEXT NOT NULL, timestamp_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS producer (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT;`;
const OFFSET_SCHEMA = `CREATE TABLE IF NOT EXISTS committed (
    topic TEXT NOT NULL, name TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (topic, name)
  ) STRICT;`;

class EmbeddedStream implements Stream {
  readonly #dir: string;
  readonly #pollMs: number;
  readonly #topics = new Map<string, DatabaseSync>();
  #offsets: DatabaseSync | undefined;

  constructor({ dir, pollMs = 50 }: EmbeddedOptions) {
    this.#dir = dir;
    this.#pollMs = pollMs;
  }

  async append(
    topic: string,
    records: NewRecord[],
    once?: { producer: string; sequence: number },
  ): Promise<void> {
    const database = this.#topic(topic);
    const insert = database.prepare('INSERT INTO record (key, value, timestamp_ms) VALUES (?, ?, ?)');
    const now = Date.now();
    transaction(database, () => {
      if (once && !advance(database, once)) return;
      for (const { key, value } of records) insert.run(key, value, now);
    });
  }

  async read(topic: string, _partition: number, fromOffset: number, limit: number): Promise<StreamRecord[]> {
    return this.#readNow(topic, fromOffset, limit);
  }

  async *consume(options: ConsumeOptions, signal: AbortSignal): AsyncIterable<StreamBatch> {
    const { topic, group, limit = DEFAULT_LIMIT } = options;
    let next = this.#committed(topic, group) ?? 0;
    while (!signal.aborted) {
      const records = this.#readNow(topic, next, limit);
      const last = records.at(-1);
      if (!last) {
        await delay(this.#pollMs, undefined, { signal }).catch(() => undefined);
        continue;
      }
      next = last.offset + 1;
      const after = next;
      yield { records, commit: async () => this.seek(topic, group, 0, after) };
    }
  }

  async offsets(topic: string): Promise<{ partition: number; first: number; next: number }[]> {
    const database = this.#topic(topic);
    const first = database.prepare('SELECT min(offset) AS value FROM record').get() as {
      value: number | null;
    };
    const last = database.prepare("SELECT seq AS value FROM sqlite_sequence WHERE name = 'record'").get();
    const next = ((last as { value: number } | undefined)?.value ?? 0) + 1;
    return [{ partition: 0, first: first.value ?? next, next }];
  }

  async committed(topic: string, group: string): Promise<{ partition: number; next: number }[]> {
    const next = this.#committed(topic, group);
    return next === undefined ? [] : [{ partition: 0, next }];
  }

  async seek(topic: string, group: string, _partition: number, offset: number): Promise<void> {
    this.#groups()
      .prepare('INSERT INTO committed VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next = excluded.next')
      .run(topic, group, offset);
  }

  async trim(topic: string, beforeMs: number): Promise<number> {
    const database = this.#topic(topic);
    const { changes } = database.prepare('DELETE FROM record WHERE timestamp_ms < ?').run(beforeMs);
    // What was deleted is overwritten in the file; the log still has it.
    if (Number(changes) > 0) await emptyLog(database);
    return Number(changes);
  }

  async rewrite(topic: string, change: (record: StreamRecord) => string | null | undefined): Promise<number> {
    const database = this.#topic(topic);
    const update = database.prepare('UPDATE record SET value = ? WHERE offset = ?');
    const remove = database.prepare('DELETE FROM record WHERE offset = ?');
    let changed = 0;
    for (let from = 0; ; await nextTurn()) {
      const records = this.#readNow(topic, from, REWRITTEN_A_TURN);
      if (records.length === 0) break;
      from = records.at(-1)!.offset + 1;
      const changes = records
        .map((record) => ({ offset: record.offset, value: change(record) }))
        .filter(({ value }) => value !== undefined);
      if (changes.length === 0) continue;
      transaction(database, () => {
        for (const { offset, value } of changes) {
          if (value === null) remove.run(offset);
          else update.run(value!, offset);
        }
      });
      changed += changes.length;
    }
    // Also where nothing was changed now: a crash may have come before.
    await emptyLog(database);
    return changed;
  }

  async close(): Promise<void> {
    for (const database of this.#topics.values()) database.close();
    this.#offsets?.close();
    this.#topics.clear();
    this.#offsets = undefined;
  }

  #readNow(topic: string, fromOffset: number, limit: number): StreamRecord[] {
    const rows = this.#topic(topic)
      .prepare(
        'SELECT offset, key, value, timestamp_ms FROM record WHERE offset >= ? ORDER BY offset LIMIT ?',
      )
      .all(fromOffset, limit) as { offset: number; key: string; value: string; timestamp_ms: number }[];
    return rows.map((row) => ({
      partition: 0,
      offset: row.offset,
      key: row.key,
      value: row.value,
      timestampMs: row.timestamp_ms,
    }));
  }

  #committed(topic: string, group: string): number | undefined {
    const row = this.#groups()
      .prepare('SELECT next FROM committed WHERE topic = ? AND name = ?')
      .get(topic, group);
    return (row as { next: number } | undefined)?.next;
  }

  #topic(name: string): DatabaseSync {
    if (!TOPIC.test(name)) {
      throw new AccessLayerError({
        code: 'STREAM_TOPIC',
        message: `"${name}" is no topic name; expected up to 100 of a-z, 0-9, dot and hyphen`,
      });
    }
    const known = this.#topics.get(name);
    if (known) return known;
    const database = openDatabase(join(this.#dir, `${name}.topic.db`));
    database.exec(TOPIC_SCHEMA);
    this.#topics.set(name, database);
    return database;
  }

  #groups(): DatabaseSync {
    if (this.#offsets) return this.#offsets;
    this.#offsets = openDatabase(join(this.#dir, 'offsets.db'));
    this.#offsets.exec(OFFSET_SCHEMA);
    return this.#offsets;
  }
}

/** Whether the producer's sequence is new; remembers it in the same transaction as its records. */
function advance(
  database: DatabaseSync,
  { producer, sequence }: { producer: string; sequence: number },
): boolean {
  const row = database.prepare('SELECT sequence FROM producer WHERE name = ?').get(producer);
  if (row && (row as { sequence: number }).sequence >= sequence) return false;
  database
    .prepare('INSERT INTO producer VALUES (?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence')
    .run(producer, sequence);
  return true;
}

export default {
  name: 'embedded',
  create: async (options: EmbeddedOptions) => new EmbeddedStream(options),
} satisfies StreamAdapter<EmbeddedOptions>;
