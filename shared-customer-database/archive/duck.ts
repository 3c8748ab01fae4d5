import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type JS } from '@duckdb/node-api';

/** A DuckDB of its own, and a folder for files in the making; both are gone afterwards. */
export interface Bench {
  duck: DuckDBConnection;
  dir: string;
}

const MEMORY = '256MB';

/** Work on Parquet files; what does not fit in memory goes to the folder, which is on a disk. */
export async function withBench<T>(scratchDir: string, work: (bench: Bench) => Promise<T>): Promise<T> {
  await mkdir(scratchDir, { recursive: true, mode: 0o700 });
  const dir = await mkdtemp(join(scratchDir, 'archive-'));
  const options = { threads: '1', memory_limit: MEMORY, temp_directory: join(dir, 'spilled') };
  try {
    const instance = await DuckDBInstance.create(':memory:', options);
    const duck = await instance.connect();
    try {
      await duck.run("SET TimeZone = 'UTC'");
      // What is checked is what stands on the disk now.
      await duck.run('SET enable_external_file_cache = false');
      return await work({ duck, dir });
    } finally {
      duck.closeSync();
      instance.closeSync();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export type DuckRow = Record<string, JS>;

export async function rowsOf(duck: DuckDBConnection, sql: string): Promise<DuckRow[]> {
  return (await duck.runAndReadAll(sql)).getRowObjectsJS();
}

/** The one number that a question answers. */
export async function numberOf(duck: DuckDBConnection, sql: string): Promise<number> {
  const [row] = await rowsOf(duck, sql);
  return Number(Object.values(row!)[0]);
}

/** A text in SQL. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A list of files for `read_parquet`. */
export function sqlFiles(paths: string[]): string {
  return `[${paths.map(sqlText).join(', ')}]`;
}
