import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupRow } from './aggregate-rows.ts';
import type { GroupCell } from './group-cells.ts';
import { createWorkerPool } from './worker-pool.ts';

const options = { module: new URL('./pool-work.test-input.ts', import.meta.url), options: {} };
const gate = () => new Int32Array(new SharedArrayBuffer(4));
const code = (expected: string) => (error: { code: string }) => error.code === expected;

test('a full queue refuses, what was cancelled frees its thread, an error is told', async (t) => {
  const pool = createWorkerPool({ ...options, threads: 1, maxWaiting: 1 });
  t.after(() => pool.close());
  const [first, second] = [new AbortController(), new AbortController()];
  const running = pool.run({ wait: gate() }, first.signal);
  const waiting = pool.run({ echo: 2 }, second.signal);
  assert.deepEqual(pool.counts(), { running: 1, waiting: 1 });
  await assert.rejects(pool.run({ echo: 3 }), code('SCD_BUSY'));
  second.abort();
  await assert.rejects(waiting, code('SCD_CANCELLED'));
  const next = pool.run({ echo: 4 });
  first.abort();
  await assert.rejects(running, code('SCD_CANCELLED'));
  assert.equal(await next, 4);
  await assert.rejects(pool.run({ fail: 'disk on fire' }), /disk on fire/);
  assert.equal(await pool.run({ echo: 5 }), 5);
});

test('a thread that started before anybody asked takes the first task', async (t) => {
  const pool = createWorkerPool({ ...options, threads: 1, maxWaiting: 1, warmAfterMs: 0 });
  t.after(() => pool.close());
  const { promise: started, resolve } = Promise.withResolvers<void>();
  process.once('worker', () => resolve());
  await started;
  assert.deepEqual(pool.counts(), { running: 0, waiting: 0 });
  assert.equal(await pool.run({ echo: 1 }), 1);
});

test('cells of fewer customers than k are suppressed for who may only see aggregates', () => {
  const interval = { startMs: 0, endMs: 900_000 };
  const cell = {
    group: 'Roma',
    interval: 0,
    importWh: 7,
    qualities: [],
    expected: 1,
    covered: 1,
  } as unknown as GroupCell;
  const of = (veiledPods: number, veiledCustomers: number, k = 3) =>
    groupRow({ ...cell, veiledPods, veiledCustomers }, interval, k) as {
      energyImportWh?: number;
      suppressed?: string;
    };
  assert.equal(of(5, 2).energyImportWh, undefined);
  assert.match(of(5, 2).suppressed!, /fewer than 3 customers/);
  assert.equal(of(3, 3).energyImportWh, 7);
  assert.equal(of(0, 0).energyImportWh, 7);
  assert.equal(of(5, 3, 4).energyImportWh, undefined);
});
