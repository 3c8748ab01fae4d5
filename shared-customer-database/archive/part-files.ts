import { Values } from '@access-layer/core/payloads/measurement';
import type { DuckDBConnection } from '@duckdb/node-api';
import { READING_COLUMNS } from '../api/reading-forms.ts';
import { numberOf, sqlText } from './duck.ts';
import { PACKET_COLUMNS, PACKET_ORDER } from './packet-columns.ts';

/** Rows that a reader can lose by one damaged byte; DuckDB's smallest. */
const ROW_GROUP = 2048;
const FORM = `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP})`;

const VALUES = Object.keys(Values.properties);
/** The readings of a payload, as DuckDB's JSON reader takes them. */
const READING_TYPE = JSON.stringify([
  {
    ...{ at: 'TIMESTAMPTZ', periodS: 'INTEGER', quality: ['VARCHAR'] },
    values: Object.fromEntries(VALUES.map((name) => [name, READING_COLUMNS[name]])),
  },
]);

/** Writes the packets that a question gives, in the order of the file. */
export async function writePackets(duck: DuckDBConnection, from: string, file: string): Promise<void> {
  const columns = Object.keys(PACKET_COLUMNS).map((name) => `"${name}"`);
  const select = `SELECT ${columns.join(', ')} FROM ${from} ORDER BY ${PACKET_ORDER}`;
  await duck.run(`COPY (${select}) TO ${sqlText(file)} ${FORM}`);
}

/**
 * Writes the readings of a file of packets as columns, sorted by PoD and time, for who asks questions of them. What is
 * signed is the payload: nothing is ever restored from these.
 */
export async function writeReadings(duck: DuckDBConnection, packets: string, file: string): Promise<number> {
  const values = VALUES.map((name) => `reading."values"."${name}" AS "${name}"`);
  const measurements = `SELECT pod, meter, role, node, seq, receivedAt, payloadHash,
      unnest(from_json(payload::JSON -> '$.readings', ${sqlText(READING_TYPE)})) AS reading
    FROM read_parquet(${sqlText(packets)}) WHERE type = 'measurement' AND payload IS NOT NULL`;
  await duck.run(`COPY (
    SELECT pod, reading."at" AS "at", reading.periodS AS periodS, array_to_string(reading.quality, ' ') AS quality, meter,
      role, node, seq, receivedAt, payloadHash, ${values.join(', ')}
    FROM (${measurements}) ORDER BY pod, "at", node, seq
  ) TO ${sqlText(file)} ${FORM}`);
  return numberOf(duck, `SELECT count(*) FROM read_parquet(${sqlText(file)})`);
}

/** Writes the table of batches. */
export async function writeBatches(duck: DuckDBConnection, table: string, file: string): Promise<void> {
  await duck.run(`COPY (SELECT * FROM ${table} ORDER BY anchorer, batch) TO ${sqlText(file)} ${FORM}`);
}
