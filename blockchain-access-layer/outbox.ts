import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@access-layer/kit/sqlite';
import type { Stream } from '@access-layer/kit/stream';
import { readMeta, writeMeta } from './database.ts';

const PAGE = 500;
const PLANNED = 'outbox_planned';

interface Row {
  id: number;
  topic: string;
  key: string;
  value: string;
}

/**
 * Records for the stream that belong to a change of our own database: they are written in its transaction, and go to
 * the stream afterwards, each once and in order. What is sent next is planned on disk first, so that after a crash the
 * very same page goes again under the same sequence.
 */
export function createOutbox(database: DatabaseSync, stream: Pick<Stream, 'append'>, producer: string) {
  database.exec(`CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL) STRICT`);
  const insert = database.prepare('INSERT INTO outbox (topic, key, value) VALUES (?, ?, ?)');
  const upTo = database.prepare('SELECT * FROM outbox WHERE id <= ? ORDER BY id');
  const pageEnd = database.prepare(
    `SELECT max(id) AS id FROM (SELECT id FROM outbox ORDER BY id LIMIT ${PAGE})`,
  );
  const remove = database.prepare('DELETE FROM outbox WHERE id <= ?');

  /** The rows to send now; what was planned before a crash comes first. */
  function plan(): { through: number; rows: Row[] } {
    const planned = Number(readMeta(database, PLANNED) ?? 0);
    const unfinished = upTo.all(planned) as unknown as Row[];
    if (unfinished.length > 0) return { through: planned, rows: unfinished };
    const through = (pageEnd.get() as { id: number | null }).id ?? planned;
    if (through > planned) writeMeta(database, PLANNED, String(through));
    return { through, rows: upTo.all(through) as unknown as Row[] };
  }

  async function relayAll(): Promise<void> {
    for (let page = plan(); page.rows.length > 0; page = plan()) {
      for (const [topic, rows] of Map.groupBy(page.rows, ({ topic }) => topic)) {
        const once = { producer: `${topic}/${producer}`, sequence: page.through };
        await stream.append(
          topic,
          rows.map(({ key, value }) => ({ key, value })),
          once,
        );
      }
      transaction(database, () => remove.run(page.through));
    }
  }

  let last: Promise<void> = Promise.resolve();
  return {
    /** Adds a record, in the caller's transaction where one is open. */
    add: (topic: string, key: string, value: string) => void insert.run(topic, key, value),

    /** Sends everything that is there; calls wait for each other. */
    relay(): Promise<void> {
      const sent = last.then(relayAll);
      last = sent.catch(() => undefined);
      return sent;
    },
  };
}

export type Outbox = ReturnType<typeof createOutbox>;
