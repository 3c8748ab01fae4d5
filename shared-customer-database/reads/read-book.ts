import type { DatabaseSync } from 'node:sqlite';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { createStatements } from '../sql-statements.ts';
import { REGISTRY_DATA } from './pods-of-document.ts';
import type { EnterOrder, Reader, ReadPiece } from './read-entry.ts';
import { createUnusual } from './unusual.ts';

/** An entry that may still grow. */
interface OpenEntries {
  ids: number[];
  sinceMs: number;
}

const ADD = `INSERT INTO entry (pod, holders, at_ms, client, subject, role, party, customer, purpose, consents, data_set,
    from_ms, until_ms, count, unusual, is_open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) RETURNING id`;
const GROW = `UPDATE entry SET count = count + ?, from_ms = min(from_ms, ?), until_ms = max(until_ms, ?)
  WHERE id = ? AND is_open = 1 RETURNING id`;
const CLOSE = 'UPDATE entry SET is_open = 0 WHERE id = ?';
/** Names in a message have at most so many characters. */
const NAME_CHARACTERS = 128;
const CONSENTS = 64;
/** Lists that a page looks at again and again say nothing about what was measured. */
const NEVER_UNUSUAL: ReadonlySet<string> = new Set([REGISTRY_DATA, 'series']);

/** The writing side of the read ledger. Every function wants an open transaction. */
export function createReadBook(database: DatabaseSync) {
  const sql = createStatements(database);
  const unusualOf = createUnusual(database);
  const open = new Map<string, OpenEntries>();
  // What was open when an earlier process ended grows no more.
  sql('UPDATE entry SET is_open = 0 WHERE message IS NULL AND is_open = 1').run();

  function add(reader: Reader, piece: ReadPiece, atMs: number): number {
    const { pod, holders, dataSet, purpose, consents, fromMs, untilMs, count } = piece;
    const unusual = NEVER_UNUSUAL.has(dataSet) ? null : (unusualOf(reader, piece, atMs) ?? null);
    const row = sql(ADD).get(
      ...[pod, JSON.stringify(holders), atMs, cut(reader.client), optional(reader.subject), reader.role],
      ...[optional(reader.party), optional(reader.customer), optional(purpose)],
      ...[JSON.stringify(consents.slice(0, CONSENTS)), dataSet, fromMs, untilMs, count, unusual],
    );
    return (row as { id: number }).id;
  }

  function grow(id: number, { count, fromMs, untilMs }: ReadPiece): boolean {
    return sql(GROW).get(count, fromMs, untilMs, id) !== undefined;
  }

  return {
    /** Adds entries, or lets those of the same key grow. */
    enter({ key, atMs, reader, pieces }: EnterOrder): void {
      const known = open.get(key);
      const ids = pieces.map((piece, at) => {
        const id = known?.ids[at];
        return id !== undefined && grow(id, piece) ? id : add(reader, piece, atMs);
      });
      open.set(key, { ids, sinceMs: known?.sinceMs ?? atMs });
    },

    /** What stands under a key is complete. */
    end(key: string): void {
      for (const id of open.get(key)?.ids ?? []) sql(CLOSE).run(id);
      open.delete(key);
    },

    /** Ends what has been open since before a time, whether it goes on or was forgotten. */
    endBefore(timeMs: number): void {
      for (const [key, { sinceMs }] of open) if (sinceMs < timeMs) this.end(key);
    },

    /** After a roll-back: what is really there is not known any more, and begins anew. */
    forget: () => open.clear(),

    /** Entries go; of the messages that they stand in hashes and numbers stay. */
    erase({ pod, fromMs, untilMs, orderedAtMs }: ErasedPeriod, customer: string): void {
      const isHis = 'pod = ? AND instr(holders, ?) > 0 AND from_ms >= ? AND from_ms < ? AND at_ms < ?';
      const which = [pod, JSON.stringify(customer), fromMs, untilMs, orderedAtMs];
      sql(`UPDATE message SET payload = '', signature = '0x', sent = 1 WHERE type = 'read-ledger' AND seq IN
        (SELECT message FROM entry WHERE ${isHis})`).run(...which);
      sql(`DELETE FROM entry WHERE ${isHis}`).run(...which);
      sql('DELETE FROM reader_day WHERE pod = ? AND instr(holders, ?) > 0').run(
        pod,
        JSON.stringify(customer),
      );
    },

    sent: (seq: number) => void sql('UPDATE message SET sent = 1 WHERE seq <= ? AND sent = 0').run(seq),
    progress: (name: string, id: number) =>
      void sql('INSERT INTO progress VALUES (?, ?) ON CONFLICT DO UPDATE SET id = excluded.id').run(name, id),
  };
}

export type ReadBook = ReturnType<typeof createReadBook>;

/** A name cut in the middle of a character would make a message that nobody accepts. */
function cut(text: string): string {
  return text.slice(0, NAME_CHARACTERS).toWellFormed() || '-';
}

function optional(text: string | undefined): string | null {
  return text ? cut(text) : null;
}
