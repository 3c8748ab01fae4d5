import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { packetsOf } from '../aggregates/aggregate.test-input.ts';
import { createWorkerPool } from '../aggregates/worker-pool.ts';
import { openBatches } from '../batches/open-batches.ts';
import sqliteDays from '../stores/sqlite-days.ts';

const START = Date.parse('2026-03-01T00:00:00.000Z');
const POD = 'IT001E00000001';

test('a month as Parquet: typed columns, only what may be seen, made beside the event loop', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'parquet-test-'));
  const measurementsDir = join(dir, 'measurements');
  const store = await sqliteDays.create({ dir: measurementsDir });
  const batchesFile = join(dir, 'batches.db');
  openBatches(batchesFile).close();
  const pool = createWorkerPool({
    module: new URL('./parquet-task.ts', import.meta.url),
    options: { measurementsDir, batchesFile },
    ...{ threads: 1, maxWaiting: 1 },
  });
  t.after(async () => {
    await pool.close();
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const at = (i: number) => START + i * 900_000;
  const month = Array.from({ length: 31 * 96 }, (_, i) => ({ atMs: at(i), importWh: 10 * i, powerW: i / 2 }));
  await store.put(packetsOf(month));
  const file = join(dir, 'out.parquet');
  const ranges = [
    { from: START, until: at(100) },
    { from: at(200), until: at(31 * 96) },
  ];
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  assert.equal(await pool.run({ pod: POD, ranges, file }), 31 * 96 - 100);
  delay.disable();
  t.diagnostic(
    `event loop delay while a month is exported: p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
  );
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const sql = `SELECT count(*)::INT AS n, sum(energyImportWh)::DOUBLE AS wh, max(activePowerW) AS w,
    min(epoch_ms("at"))::DOUBLE AS first, min(stage) AS stage, any_value(typeof(energyImportWh)) AS type FROM '${file}'`;
  const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJS();
  const seen = month.filter((_reading, i) => i < 100 || i >= 200);
  assert.deepEqual(row, {
    ...{ n: seen.length, wh: seen.reduce((sum, { importWh }) => sum + importWh, 0), w: (31 * 96 - 1) / 2 },
    ...{ first: START, stage: 'sealed', type: 'BIGINT' },
  });
  connection.closeSync();
  instance.closeSync();
});
