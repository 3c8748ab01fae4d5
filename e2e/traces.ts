import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { rowsOf, sqlText, withBench } from '@access-layer/shared-customer-database/archive/duck';

/** What is to be found nowhere, by what it is. */
export interface Trace {
  what: string;
  bytes: Buffer;
  /** Where in it the four bytes stand by which it is looked for first: not in the zeros of a number. */
  at: number;
  /** In Wh, of a number. */
  register?: number;
}

/** Files of the system itself: a Light Node is at the customer's, and keeps what it has not been told is anchored. */
const AT_THE_CUSTOMERS = /^(nodes|meters)\//;
/** Whoever runs on a folder holds it; there is nothing in it. */
const LOCK = /lock\.db$/;
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const WORD_BYTES = 4;

/** Nonces and signatures of packets, and their registers in each form in which a store may keep a number. */
export function tracesOf(packets: { payload: string; signature: string }[]): Trace[] {
  const registers = new Set(packets.flatMap(({ payload }) => registersOf(payload)));
  const texts = packets.flatMap(({ payload, signature }) => [
    text('nonce', (JSON.parse(payload) as { nonce: string }).nonce),
    text('signature', signature),
  ]);
  return [...texts, ...[...registers].flatMap(formsOf)];
}

export function registersOf(payload: string): number[] {
  const { readings = [] } = JSON.parse(payload) as { readings?: { values: { energyImportWh?: number } }[] };
  return readings.flatMap(({ values }) => values.energyImportWh ?? []).filter((wh) => wh > 0);
}

function text(what: string, value: string): Trace {
  const at = value.startsWith('0x') ? 2 : value.length - WORD_BYTES;
  return { what, bytes: Buffer.from(value), at };
}

function formsOf(register: number): Trace[] {
  const [double, whole] = [Buffer.alloc(8), Buffer.alloc(8)];
  double.writeDoubleBE(register);
  whole.writeBigInt64BE(BigInt(register));
  const reversed = (bytes: Buffer) => Buffer.from(bytes).reverse();
  return [
    text('register as JSON', `"energyImportWh":${register}`),
    text('register as JSON in JSON', `\\"energyImportWh\\":${register}`),
    { what: 'register as double', bytes: reversed(double), at: WORD_BYTES },
    { what: 'register as integer', bytes: reversed(whole), at: 0 },
    { what: 'register as double, the high byte first', bytes: double, at: 0 },
    { what: 'register as integer, the high byte first', bytes: whole, at: WORD_BYTES },
  ].map((trace) => ({ ...trace, register }));
}

/**
 * Where traces are, as `path: what`: in the bytes of every file, in the rows of Parquet files, and in compressed cells of
 * databases. Each once.
 */
export async function findTraces(dir: string, traces: readonly Trace[]): Promise<string[]> {
  const look = createSearch(traces);
  const found = new Set<string>();
  for (const path of filesIn(dir)) {
    // A file that goes while it is looked at leaves nothing.
    const pieces = await piecesOf(dir, path).catch((error) => {
      if (existsSync(join(dir, path))) throw error;
      return [];
    });
    for (const what of pieces.flatMap(look)) found.add(`${path}: ${what}`);
  }
  return [...found].sort();
}

async function piecesOf(dir: string, path: string): Promise<Buffer[]> {
  const file = join(dir, path);
  const pieces: Buffer[] = [readFileSync(file)];
  if (path.endsWith('.parquet')) pieces.push(await rowsIn(file, dir));
  if (/\.db$/.test(path) && !LOCK.test(path)) pieces.push(...compressedIn(file));
  return pieces;
}

/** Looks for all of them in one walk over some bytes: thousands take little longer than one. */
function createSearch(traces: readonly Trace[]): (bytes: Buffer) => string[] {
  const byWord = Map.groupBy(traces, ({ bytes, at }) => bytes.readUInt32LE(at));
  const starts = new Uint8Array(0x1_00_00);
  for (const word of byWord.keys()) starts[word & 0xff_ff] = 1;
  return (bytes) => {
    const found = new Set<string>();
    for (let i = 0; i + WORD_BYTES <= bytes.length; i++) {
      if (starts[bytes[i]! | (bytes[i + 1]! << 8)] === 0) continue;
      for (const trace of byWord.get(bytes.readUInt32LE(i)) ?? [])
        if (isAt(bytes, i - trace.at, trace.bytes)) found.add(trace.what);
    }
    return [...found];
  };
}

function isAt(bytes: Buffer, start: number, wanted: Buffer): boolean {
  return start >= 0 && bytes.subarray(start, start + wanted.length).equals(wanted);
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .filter((path) => !AT_THE_CUSTOMERS.test(path));
}

/** Texts of cells as they are, numbers as in JSON. */
async function rowsIn(file: string, dir: string): Promise<Buffer> {
  return withBench(join(dir, 'scd', 'scratch'), async ({ duck }) => {
    const rows = await rowsOf(duck, `SELECT * FROM read_parquet(${sqlText(file)})`);
    const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
    return Buffer.from(JSON.stringify(rows, plain).replaceAll('\\"', '"'));
  });
}

function compressedIn(file: string): Buffer[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return (tables as { name: string }[])
      .flatMap(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all())
      .flatMap((row) => Object.values(row))
      .filter((cell) => cell instanceof Uint8Array)
      .filter((cell) => ZSTD.equals(cell.subarray(0, WORD_BYTES)))
      .map((cell) => zstdDecompressSync(cell));
  } finally {
    database.close();
  }
}
