import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Rows of a Parquet file as another reader sees them: instants as ISO 8601, whole numbers as numbers, no empty fields. */
export async function parquetRows(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const dir = mkdtempSync(join(tmpdir(), 'parquet-'));
  const file = join(dir, 'rows.parquet');
  writeFileSync(file, bytes);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const answer = await connection.runAndReadAll(`SELECT * FROM '${file}'`);
    return answer.getRowObjectsJS().map((row) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => [name, plain(value)]),
      ),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(dir, { recursive: true });
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? Number(value) : value;
}
