import { messageOf } from '@access-layer/core/errors';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type DuckRow, rowsOf, sqlText } from './duck.ts';
import { type ArchivedRow, PACKET_SELECT, toArchivedRow } from './packet-columns.ts';

/** Rows of a file that cannot be read: half-open, and which packets they are as far as that can be told. */
export interface UnreadableRows {
  rows: { from: number; until: number };
  known: { node: string; seq: number; payloadHash: string }[];
  detail: string;
}

export type PacketsRead = { ok: true; row: number; packet: ArchivedRow } | ({ ok: false } & UnreadableRows);

/**
 * The rows of a file of packets, in its order. What a damaged byte makes unreadable is a group of rows: it is named, and
 * the others are read all the same. Where the file says nothing at all, that is so of all the rows it should have.
 */
export async function* readPackets(
  duck: DuckDBConnection,
  path: string,
  expectedRows: number,
): AsyncGenerator<PacketsRead> {
  let from = 0;
  for (const count of await groupsOf(duck, path)) {
    const rows = { from, until: from + count };
    from = rows.until;
    const read = await tryRead(duck, path, rows, PACKET_SELECT);
    if (read.ok) {
      for (const [i, row] of read.rows.entries())
        yield { ok: true, row: rows.from + i, packet: toArchivedRow(row) };
      continue;
    }
    const ids = await tryRead(duck, path, rows, 'node, seq::DOUBLE AS seq, payloadHash');
    yield { ok: false, rows, known: ids.ok ? (ids.rows as never) : [], detail: read.detail };
  }
  if (from >= expectedRows) return;
  const detail = from === 0 ? 'the file cannot be read at all' : `it ends after ${from} rows`;
  yield { ok: false, rows: { from, until: expectedRows }, known: [], detail };
}

/** Rows of each group; none where not even that can be read. */
async function groupsOf(duck: DuckDBConnection, path: string): Promise<number[]> {
  try {
    const groups = await rowsOf(
      duck,
      `SELECT any_value(row_group_num_rows)::DOUBLE AS count FROM parquet_metadata(${sqlText(path)})
       GROUP BY row_group_id ORDER BY row_group_id`,
    );
    return groups.map(({ count }) => Number(count));
  } catch {
    return [];
  }
}

async function tryRead(
  duck: DuckDBConnection,
  path: string,
  { from, until }: { from: number; until: number },
  columns: string,
): Promise<{ ok: true; rows: DuckRow[] } | { ok: false; detail: string }> {
  const file = `read_parquet(${sqlText(path)}, file_row_number = true)`;
  const within = `file_row_number >= ${from} AND file_row_number < ${until}`;
  try {
    const rows = await rowsOf(
      duck,
      `SELECT ${columns} FROM ${file} WHERE ${within} ORDER BY file_row_number`,
    );
    if (rows.length === until - from) return { ok: true, rows };
    return { ok: false, detail: `${rows.length} rows come out of ${until - from}` };
  } catch (error) {
    return { ok: false, detail: messageOf(error).replaceAll(path, 'the file') };
  }
}
