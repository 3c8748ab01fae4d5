import assert from 'node:assert/strict';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { formatTime } from '@access-layer/core/time';
import { DuckDBInstance } from '@duckdb/node-api';
import { openStore } from '../adapter.ts';
import { packetsOf } from '../aggregates/aggregate.test-input.ts';
import { configIn, startMain, writeConfig } from '../test/test-process.ts';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { publish, startTestScd } from '../test/test-scd.ts';
import { waitUntil } from '../test/wait-until.ts';

const STEP_MS = 10_000;
const READINGS = (31 * 86_400_000) / STEP_MS;
const [FROM, UNTIL] = [START_MS, START_MS + READINGS * STEP_MS].map(formatTime);
const MONTH = `/v1/pods/${POD}/readings?from=${FROM}&until=${UNTIL}`;
const MIB = 2 ** 20;
/** Of 150 MiB of NDJSON; what is kept of it would be 75 MiB halfway. */
const MOST_GROWTH_MIB = 56;

test('a month of one PoD, 267,840 readings, at the pace of the client, in constant memory, beside the event loop', async (t) => {
  const dir = await folderWithMonth(t);
  const main = startMain(writeConfig(dir, { ...configIn(dir), dataDir: dir, roles: ['api'] }));
  t.after(() => main.child.kill('SIGKILL'));
  const url = await main.url;
  const files = {
    ndjson: join(dir, 'month.ndjson'),
    csv: join(dir, 'month.csv'),
    parquet: join(dir, 'month.parquet'),
  };
  await staysSmall(t, url);
  for (const [accept, file] of [
    ['application/x-ndjson', files.ndjson],
    ['text/csv', files.csv],
    ['application/vnd.apache.parquet', files.parquet],
  ] as const) {
    const { bytes, p99Ms } = await download(url, accept, file);
    t.diagnostic(`${accept}: ${mib(bytes)} MiB; event loop delay p99 ${p99Ms.toFixed(1)} ms`);
  }
  await sameReadings(files);
});

/** One packet comes through ingest, so that the PoD is known; the month is put into the store as ingest puts it. */
async function folderWithMonth(t: TestContext): Promise<string> {
  const scd = await startTestScd(t);
  await publish(scd, [seal([new TestNode().measure(START_MS - 60_000)])]);
  await scd.stop();
  const store = await openStore({ name: 'sqlite-days', dir: join(scd.dir, 'measurements') });
  const aPacket = 720;
  for (let first = 0; first < READINGS; first += aPacket) {
    const readings = Array.from({ length: aPacket }, (_, i) => reading(first + i));
    await store.put(packetsOf(readings, { pod: POD, meter: 'meter-1' }));
  }
  await store.close();
  return scd.dir;
}

const reading = (n: number) => ({
  atMs: START_MS + n * STEP_MS,
  importWh: 1_000_000 + n,
  powerW: (n % 4000) + 0.1,
});

/**
 * A client that takes the first bytes and then none: the service comes to rest, with little in its memory. Then it takes
 * all: there is never much more.
 */
async function staysSmall(t: TestContext, url: string): Promise<void> {
  const before = await metricsOf(url);
  const answer = await fetch(url + MONTH, { headers: { accept: 'application/x-ndjson' } });
  const reader = answer.body!.getReader();
  await reader.read();
  let last = await metricsOf(url);
  await waitUntil('the service to rest', async () => {
    await delay(100);
    const now = await metricsOf(url);
    const isAtRest = now.cpuS - last.cpuS < 0.03;
    last = now;
    return isAtRest;
  });
  const unread = last.memory - before.memory;
  let [bytes, seen] = [0, 0];
  const growths: number[] = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes - seen < 16 * MIB) continue;
    seen = bytes;
    growths.push((await metricsOf(url)).memory - before.memory);
  }
  growths.sort((a, b) => a - b);
  const halfway = growths[growths.length >> 1]!; // the highest of them depends on when garbage was last collected
  t.diagnostic(
    `memory of the serving thread: ${mib(unread)} MiB more while nothing is taken, ${mib(halfway)} MiB in the median, at most ${mib(growths.at(-1)!)} MiB`,
  );
  for (const growth of [unread, halfway])
    assert.ok(growth < MOST_GROWTH_MIB * MIB, `memory grew by ${mib(growth)} of ${mib(bytes)} MiB`);
}

/** Bytes of the file, and what held up the event loop meanwhile. */
async function download(
  url: string,
  accept: string,
  file: string,
): Promise<{ bytes: number; p99Ms: number }> {
  await metricsOf(url);
  const answer = await fetch(url + MONTH, { headers: { accept } });
  assert.equal(answer.status, 200);
  await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(file));
  const { p99Ms } = await metricsOf(url);
  return { bytes: statSync(file).size, p99Ms };
}

/** What DuckDB reads in the three files is the same, to the last digit, and what was measured. */
async function sameReadings({
  ndjson,
  csv,
  parquet,
}: {
  ndjson: string;
  csv: string;
  parquet: string;
}): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  const certificate =
    'STRUCT(payloadHash VARCHAR, messageHash VARCHAR, anchorer VARCHAR, batch BIGINT, receivedAt TIMESTAMPTZ)';
  await connection.run(`
    CREATE VIEW json AS SELECT "at", periodS, array_to_string(quality, ' ') AS quality, meter, role, node, seq, stage,
      certificate.*, "values".* FROM read_json('${ndjson}', format = 'newline_delimited', columns = {"at": 'TIMESTAMPTZ',
      periodS: 'INTEGER', quality: 'VARCHAR[]', meter: 'VARCHAR', role: 'VARCHAR', node: 'VARCHAR', seq: 'BIGINT',
      stage: 'VARCHAR', certificate: '${certificate}', "values": 'STRUCT(activePowerW DOUBLE, energyImportWh BIGINT)'});
    CREATE VIEW csv AS SELECT * FROM read_csv('${csv}', all_varchar = true);`);
  const columns = `"at", periodS, quality, meter, role, node, seq, stage, payloadHash, messageHash, anchorer, batch,
    receivedAt, activePowerW, energyImportWh`;
  const [difference] = await rows(`SELECT
    (SELECT count(*) FROM (SELECT ${columns} FROM json EXCEPT ALL SELECT ${columns} FROM '${parquet}')) AS missing,
    (SELECT count(*) FROM (SELECT ${columns} FROM '${parquet}' EXCEPT ALL SELECT ${columns} FROM json)) AS more`);
  assert.deepEqual(difference, { missing: 0n, more: 0n });
  const all = Array.from({ length: READINGS }, (_, n) => reading(n));
  const expected = {
    n: BigInt(READINGS),
    wh: all.reduce((sum, { importWh }) => sum + importWh, 0),
    w: Math.round(all.reduce((sum, { powerW }) => sum + powerW, 0)),
    first: new Date(START_MS),
    last: new Date(START_MS + (READINGS - 1) * STEP_MS),
  };
  for (const source of [`'${parquet}'`, 'csv']) {
    const [sums] = await rows(`SELECT count(*) AS n, sum(energyImportWh::BIGINT)::DOUBLE AS wh,
      round(sum(activePowerW::DOUBLE))::DOUBLE AS w, min("at"::TIMESTAMPTZ) AS first, max("at"::TIMESTAMPTZ) AS last FROM ${source}`);
    assert.deepEqual(sums, expected, source);
  }
  const types =
    await rows(`SELECT column_name || ' ' || column_type AS type FROM (DESCRIBE SELECT "at", energyImportWh,
    activePowerW, tariffBand, seq FROM '${parquet}')`);
  assert.deepEqual(
    types.map(({ type }) => type),
    [
      'at TIMESTAMP WITH TIME ZONE',
      'energyImportWh BIGINT',
      'activePowerW DOUBLE',
      'tariffBand VARCHAR',
      'seq BIGINT',
    ],
  );
  connection.closeSync();
  instance.closeSync();
}

const mib = (bytes: number) => (bytes / MIB).toFixed(0);

/** What the serving process says of itself. The delay is that since it was asked last. */
async function metricsOf(url: string) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^access_layer_${name} (\\S+)$`, 'm').exec(text)![1]);
  return {
    memory: value('nodejs_heap_size_used_bytes') + value('nodejs_external_memory_bytes'),
    cpuS: value('process_cpu_seconds_total'),
    p99Ms: value('nodejs_eventloop_lag_p99_seconds') * 1000,
  };
}
