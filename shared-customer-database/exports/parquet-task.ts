import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { Values } from '@access-layer/core/payloads/measurement';
import { DuckDBInstance } from '@duckdb/node-api';
import { createCertifier } from '../api/certificate.ts';
import { BatchReader } from '../batches/batch-reader.ts';
import type { ReadingCursor } from '../store.ts';
import sqliteDays from '../stores/sqlite-days.ts';

export interface ParquetTask {
  pod: string;
  /** Only readings of these; half-open milliseconds, `until` 0 is open. */
  ranges: { from: number; until: number }[];
  meter?: string | undefined;
  /** Where to write. */
  file: string;
}

const PAGE = 1000;
const NO_END = 253_402_300_800_000;
const VALUE_NAMES = Object.keys(Values.properties) as (keyof Values)[];
const valueType = (name: string) =>
  name === 'tariffBand' ? 'VARCHAR' : /Wh$|Varh$/i.test(name) && name.includes('nergy') ? 'BIGINT' : 'DOUBLE';
const COLUMNS = [
  ...['at TIMESTAMP', 'periodS INTEGER', 'quality VARCHAR', 'pod VARCHAR', 'meter VARCHAR', 'role VARCHAR'],
  ...['node VARCHAR', 'seq BIGINT', 'stage VARCHAR', 'receivedAt TIMESTAMP', 'payloadHash VARCHAR'],
  ...['messageHash VARCHAR', 'anchorer VARCHAR', 'batch BIGINT', 'txHash VARCHAR', 'blockNumber BIGINT'],
  ...VALUE_NAMES.map((name) => `${name} ${valueType(name)}`),
];

/** Writes readings as Parquet, with the columns of the CSV; times are UTC. For a worker thread. */
export function createWork({
  measurementsDir,
  batchesFile,
}: {
  measurementsDir: string;
  batchesFile: string;
}) {
  return {
    /** How many readings were written; undefined where it was cancelled. */
    async run(
      { pod, ranges, meter, file }: ParquetTask,
      cancelled: () => boolean,
    ): Promise<number | undefined> {
      const store = await sqliteDays.create({ dir: measurementsDir, readOnly: true });
      const batches = new BatchReader(batchesFile);
      const scratch = await mkdtemp(join(tmpdir(), 'parquet-'));
      const instance = await DuckDBInstance.create(join(scratch, 'rows.duckdb'), {
        threads: '1',
        memory_limit: '256MB',
      });
      const connection = await instance.connect();
      try {
        await connection.run(`CREATE TABLE readings (${COLUMNS.map(quoted).join(', ')})`);
        let rows = 0;
        for (const { from, until } of ranges) {
          for (let cursor: ReadingCursor | undefined, more = true; more; ) {
            if (cancelled()) return undefined;
            const query = {
              pod,
              fromMs: from,
              untilMs: until || NO_END,
              limit: PAGE,
              ...(meter ? { meter } : {}),
            };
            const { items, next } = await store.readings({ ...query, ...(cursor ? { cursor } : {}) });
            const certify = createCertifier(batches);
            const page = items.map(({ text, packet }) => {
              const { at, periodS, quality, values } = JSON.parse(text) as Reading;
              const { stage, certificate } = certify(packet);
              const { payloadHash, messageHash, anchorer, batch, receivedAt, anchor } = certificate;
              return {
                ...{
                  at: plainTime(at),
                  periodS,
                  quality: quality.join(' '),
                  pod,
                  meter: packet.meter,
                  role: packet.role,
                },
                ...{
                  node: packet.node,
                  seq: packet.seq,
                  stage,
                  receivedAt: plainTime(receivedAt),
                  payloadHash,
                },
                ...{
                  messageHash,
                  anchorer,
                  batch,
                  txHash: anchor?.txHash,
                  blockNumber: anchor?.blockNumber,
                  ...values,
                },
              };
            });
            await append(connection, page);
            rows += page.length;
            cursor = next;
            more = next !== undefined;
          }
        }
        await connection.run(
          `COPY readings TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
        );
        return rows;
      } finally {
        connection.closeSync();
        instance.closeSync();
        batches.close();
        await store.close();
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}

type Connection = Awaited<ReturnType<DuckDBInstance['connect']>>;

/** One page as one JSON text: DuckDB takes it apart by the types of the columns. */
async function append(connection: Connection, page: object[]): Promise<void> {
  if (page.length === 0) return;
  const structure = Object.fromEntries(COLUMNS.map((column) => column.split(' ')));
  const sql = `INSERT INTO readings SELECT unnest(from_json($1::JSON, '${JSON.stringify([structure])}'), recursive := true)`;
  await connection.run(sql, [JSON.stringify(page)]);
}

/** Some names are words of SQL. */
function quoted(column: string): string {
  return column.replace(/^\w+/, '"$&"');
}

function plainTime(iso: string): string {
  return iso.slice(0, -1).replace('T', ' ');
}
