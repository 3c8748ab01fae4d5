import type { DatabaseSync } from 'node:sqlite';

/** What came of a request of the stream `registry-requests`. */
export interface RequestAnswer {
  request: string;
  action: string;
  status: 'done' | 'failed';
  reason?: string;
  /** Tells a request from every other: the same one again is answered and not done again. */
  once: string;
}

/** Requests that were answered, in order; written in the caller's transaction. */
export function createDoneRequests(database: DatabaseSync) {
  database.exec(`CREATE TABLE IF NOT EXISTS done_request (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, once TEXT NOT NULL UNIQUE, request TEXT NOT NULL, action TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT) STRICT`);
  const insert = database.prepare(
    'INSERT INTO done_request (once, request, action, status, reason) VALUES (?, ?, ?, ?, ?)',
  );
  const find = database.prepare('SELECT 1 FROM done_request WHERE once = ?');
  const after = database.prepare('SELECT * FROM done_request WHERE sequence > ? ORDER BY sequence LIMIT ?');
  const counts = database.prepare(
    'SELECT action, status, count(*) AS count FROM done_request GROUP BY action, status ORDER BY action, status',
  );

  return {
    add: ({ once, request, action, status, reason }: RequestAnswer) =>
      void insert.run(once, request, action, status, reason ?? null),
    isDone: (once: string) => find.get(once) !== undefined,

    /** Answers behind a sequence. */
    after(sequence: number, limit: number): (Omit<RequestAnswer, 'once'> & { sequence: number })[] {
      const rows = after.all(sequence, limit) as unknown as (RequestAnswer & {
        sequence: number;
        reason: string | null;
      })[];
      return rows.map(({ sequence: at, request, action, status, reason }) => {
        return { sequence: at, request, action, status, ...(reason ? { reason } : {}) };
      });
    },

    counts: () => counts.all() as { action: string; status: 'done' | 'failed'; count: number }[],
  };
}
