import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { rowsOf, sqlText, withBench } from '@access-layer/shared-customer-database/archive/duck';

/** What is to be found nowhere, by what it is. */
export interface Trace {
  what: string;
  bytes: Buffer;
}

/** Files of the system itself: a Light Node is at the customer's, and keeps what it has not been told is anchored. */
const AT_THE_CUSTOMERS = /^(nodes|meters)\//;
/** Whoever runs on a folder holds it; there is nothing in it. */
const LOCK = /lock\.db$/;
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Nonces and signatures of packets, and register values in each form in which a store may keep a number. */
export function tracesOf(packets: { payload: string; signature: string }[], registers: number[]): Trace[] {
  const texts = packets.flatMap(({ payload, signature }) => [
    { what: 'nonce', bytes: Buffer.from((JSON.parse(payload) as { nonce: string }).nonce) },
    { what: 'signature', bytes: Buffer.from(signature) },
  ]);
  return [...texts, ...registers.flatMap(formsOf)];
}

/** Registers that one has shown and the other never has. */
export function distinctive(own: { payload: string }[], others: { payload: string }[]): number[] {
  const shown = new Set(others.flatMap(registersOf));
  return [...new Set(own.flatMap(registersOf))].filter((value) => value > 0 && !shown.has(value));
}

function registersOf({ payload }: { payload: string }): number[] {
  const { readings = [] } = JSON.parse(payload) as { readings?: { values: { energyImportWh?: number } }[] };
  return readings.flatMap(({ values: { energyImportWh } }) => energyImportWh ?? []);
}

function formsOf(value: number): Trace[] {
  const [double, whole] = [Buffer.alloc(8), Buffer.alloc(8)];
  double.writeDoubleLE(value);
  whole.writeBigInt64LE(BigInt(value));
  return [
    { what: 'register as JSON', bytes: Buffer.from(`"energyImportWh":${value}`) },
    { what: 'register as double', bytes: double },
    { what: 'register as integer', bytes: whole },
    { what: 'register as double, the high byte first', bytes: Buffer.from(double).reverse() },
    { what: 'register as integer, the high byte first', bytes: Buffer.from(whole).reverse() },
  ];
}

/**
 * Where traces are, as `path: what`: in the bytes of every file, in the rows of Parquet files, and in compressed cells of
 * databases. Each once.
 */
export async function findTraces(dir: string, traces: Trace[]): Promise<string[]> {
  const found = new Set<string>();
  const look = (path: string, bytes: Buffer) => {
    for (const { what, bytes: trace } of traces) if (bytes.includes(trace)) found.add(`${path}: ${what}`);
  };
  for (const path of filesIn(dir)) {
    const file = join(dir, path);
    look(path, readFileSync(file));
    if (path.endsWith('.parquet')) look(path, await rowsIn(file, join(dir, 'scd', 'scratch')));
    if (/\.db$/.test(path) && !LOCK.test(path)) for (const cell of compressedIn(file)) look(path, cell);
  }
  return [...found].sort();
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .filter((path) => !AT_THE_CUSTOMERS.test(path));
}

async function rowsIn(file: string, scratchDir: string): Promise<Buffer> {
  return withBench(scratchDir, async ({ duck }) => {
    const rows = await rowsOf(duck, `SELECT * FROM read_parquet(${sqlText(file)})`);
    const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
    return Buffer.from(JSON.stringify(rows, plain).replaceAll('\\"', '"'));
  });
}

function compressedIn(file: string): Buffer[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return (tables as { name: string }[]).flatMap(({ name }) =>
      database
        .prepare(`SELECT * FROM "${name}"`)
        .all()
        .flatMap((row) => Object.values(row))
        .filter((cell) => cell instanceof Uint8Array)
        .filter((cell) => ZSTD.equals(cell.subarray(0, 4)))
        .map((cell) => zstdDecompressSync(cell)),
    );
  } finally {
    database.close();
  }
}
