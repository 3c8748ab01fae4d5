import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { type DuckDBConnection, DuckDBInstance, type JS } from '@duckdb/node-api';

/** A connection to DuckDB with tables of its own, and a folder for files in the making; both are gone afterwards. */
export interface Bench {
  duck: DuckDBConnection;
  dir: string;
}

const MEMORY = '256MB';
/** Opening a DuckDB takes as long as looking at a day: it stays open for who comes soon. */
const IDLE_MS = 2000;

interface Room {
  instance: Promise<DuckDBInstance>;
  users: number;
  closing: NodeJS.Timeout | undefined;
}
const rooms = new Map<string, Room>();

/** Work on Parquet files; what does not fit in memory goes to the folder, which is on a disk. */
export async function withBench<T>(scratchDir: string, work: (bench: Bench) => Promise<T>): Promise<T> {
  await mkdir(scratchDir, { recursive: true, mode: 0o700 });
  const dir = await mkdtemp(join(scratchDir, 'archive-'));
  const room = enter(scratchDir);
  try {
    const duck = await (await room.instance).connect();
    try {
      await duck.run("SET TimeZone = 'UTC'");
      return await work({ duck, dir });
    } finally {
      duck.closeSync();
    }
  } finally {
    leave(scratchDir, room);
    await rm(dir, { recursive: true, force: true });
  }
}

function enter(scratchDir: string): Room {
  const room = rooms.get(scratchDir) ?? { instance: open(scratchDir), users: 0, closing: undefined };
  rooms.set(scratchDir, room);
  clearTimeout(room.closing);
  room.users += 1;
  return room;
}

function leave(scratchDir: string, room: Room): void {
  room.users -= 1;
  if (room.users > 0) return;
  room.closing = setTimeout(() => {
    rooms.delete(scratchDir);
    void room.instance.then((instance) => instance.closeSync()).catch(() => undefined);
  }, IDLE_MS).unref();
}

async function open(scratchDir: string): Promise<DuckDBInstance> {
  const spilled = join(scratchDir, `spilled-${process.pid}-${threadId}`);
  const instance = await DuckDBInstance.create(':memory:', {
    ...{ threads: '1', memory_limit: MEMORY, temp_directory: spilled },
  });
  const duck = await instance.connect();
  // What is checked is what stands on the disk now.
  await duck.run('SET GLOBAL enable_external_file_cache = false');
  duck.closeSync();
  return instance;
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
