import type { Database } from './open-book.ts';

export const EVENT_KINDS = [
  ...['rang', 'told', 'repeated', 'over', 'acknowledged', 'message', 'sent', 'failed'],
  ...['silenced', 'silence-ended', 'rule-made', 'rule-changed', 'rule-removed'],
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Something that happened, for the record. */
export interface HistoryEvent {
  id: number;
  owner: string;
  alarm?: number;
  what: EventKind;
  atMs: number;
  by?: string;
  text: string;
}

interface Row {
  id: number;
  owner: string;
  alarm: number | null;
  what: EventKind;
  at: number;
  by: string | null;
  text: string;
}

export function createHistory(database: Database, now = Date.now) {
  const insert = database.prepare(
    'INSERT INTO event (owner, alarm, what, at, by, text) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const page = database.prepare(
    'SELECT * FROM event WHERE owner = ? AND id < ? AND (? IS NULL OR alarm = ?) ORDER BY id DESC LIMIT ?',
  );
  const prune = database.prepare('DELETE FROM event WHERE at < ?');
  return {
    /** In the transaction of what it tells. */
    add(
      owner: string,
      what: EventKind,
      text: string,
      { alarm, by }: { alarm?: number | undefined; by?: string } = {},
    ) {
      insert.run(owner, alarm ?? null, what, now(), by ?? null, text);
    },
    /** The newest first, before an id. */
    page(
      owner: string,
      { before, limit, alarm = null }: { before: number; limit: number; alarm?: number | null },
    ) {
      return (page.all(owner, before, alarm, alarm, limit) as unknown as Row[]).map(read);
    },
    prune: (beforeMs: number) => void prune.run(beforeMs),
  };
}

export type History = ReturnType<typeof createHistory>;

function read({ alarm, at, by, ...row }: Row): HistoryEvent {
  return { ...row, atMs: at, ...(alarm !== null && { alarm }), ...(by !== null && { by }) };
}
