import type { DatabaseSync } from 'node:sqlite';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { emptyLog, transaction } from '@access-layer/kit/sqlite';
import type { Binding } from '../registry/documents.ts';

/** 32 zero bytes: a salt that was destroyed. */
const NO_SALT = `0x${'00'.repeat(32)}`;

/**
 * Destroys texts of set-points for a PoD in a time, and the salts of bindings that ended within it, in documents and in
 * their history; answers how many of both. It is the one change that the history allows: what is erased was never for it.
 */
export async function eraseInRegistry(database: DatabaseSync, period: ErasedPeriod): Promise<number> {
  const erased = transaction(database, () => {
    const statements = eraseSetPoints(database, period);
    // Answers that are kept for a day, for who asks the same again.
    database.prepare('DELETE FROM kept_answer WHERE instr(body, ?) > 0').run(period.pod);
    return statements + eraseSalts(database, period);
  });
  if (erased > 0) database.exec('VACUUM');
  await emptyLog(database);
  return erased;
}

function eraseSetPoints(database: DatabaseSync, { pod, fromMs, untilMs }: ErasedPeriod): number {
  const sql = `UPDATE statement SET body = json_set(body, '$.payload', '', '$.signature', '0x')
    WHERE type = 'set-point' AND json_extract(body, '$.payload') <> '' AND json_extract(body, '$.from') >= ?
      AND json_extract(body, '$.from') < ?
      AND position IN (SELECT position FROM statement_link WHERE field = 'pod' AND value = ?)`;
  const statements = database.prepare(sql).run(fromMs, untilMs, pod);
  const forks = database
    .prepare(`UPDATE fork SET body = json_set(body, '$.payload', '', '$.signature', '0x')
      WHERE chain = ? AND json_extract(body, '$.payload') <> '' AND instr(body, ?) > 0`)
    .run(`set-points ${pod}`, pod);
  return Number(statements.changes) + Number(forks.changes);
}

function eraseSalts(database: DatabaseSync, { pod, fromMs, untilMs }: ErasedPeriod): number {
  const rows = database.prepare("SELECT id, body FROM document WHERE kind = 'binding'").all() as {
    id: string;
    body: string;
  }[];
  const ended = rows.filter(({ body }) => {
    const { pod: at, from, until, revokedAt = 0, salt } = JSON.parse(body) as Binding;
    const isOver = (until > 0 && until <= untilMs) || (revokedAt > 0 && revokedAt <= untilMs);
    return at === pod && from >= fromMs && isOver && salt !== NO_SALT;
  });
  if (ended.length === 0) return 0;
  const trigger = database.prepare("SELECT sql FROM sqlite_master WHERE name = 'history_stays'").get();
  database.exec('DROP TRIGGER history_stays');
  for (const { id } of ended) {
    for (const table of ['document', 'history']) {
      database
        .prepare(`UPDATE ${table} SET body = json_set(body, '$.salt', ?)
          WHERE kind = 'binding' AND id = ? AND body IS NOT NULL`)
        .run(NO_SALT, id);
    }
  }
  database.exec((trigger as { sql: string }).sql);
  return ended.length;
}
