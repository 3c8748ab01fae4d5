import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import '@access-layer/kit/native';
import { buildApp } from '../scripts/light-node-bundle/app.ts';
import { startBenchChain } from './bench-chain.ts';
import { fillStore } from './fill-store.ts';
import { ingestLoad, measureIngest } from './ingest.ts';
import { lightNodeFigures, signaturesPerSecond } from './light-node-section.ts';
import { monthFigures } from './month.ts';
import { podDay } from './pod-day.ts';
import { readLedgerCost } from './read-ledger-section.ts';
import { startFilledService } from './service.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

test('--help says what there is; an unknown section and a wrong number are refused', () => {
  const run = (...more: string[]) => spawnSync(process.execPath, [MAIN, ...more], { encoding: 'utf8' });
  assert.match(run('--help').stdout, /intake.*\n.*ingest.*\n.*store.*\n.*read-ledger.*\n.*light-node/);
  for (const wrong of [['shop'], ['store', 'ingest'], ['store', '--readings', 'many']]) {
    assert.equal(run(...wrong).status, 2, wrong.join(' '));
  }
});

test('the load of the ingest bench passes every check', async () => {
  const { perSecond, cpuUs, mainCpuUs } = await measureIngest(ingestLoad(60));
  assert.ok(perSecond > 0 && cpuUs >= mainCpuUs);
});

test('a filled service gives days, proofs that a stranger verifies, and months', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const chain = await startBenchChain(2);
  t.after(() => chain.chain.close());
  const { nodes } = chain;
  const anchorer = chain.chain.anchorer.address;
  const filled = await fillStore(dir, { readings: 800, perPacket: 8, anchorer, nodes });
  assert.deepEqual([filled.readings, filled.pods.length, filled.batches.length], [960, 5, 1]);
  const service = await startFilledService(dir, filled, chain);
  t.after(() => service.close());
  await service.sumsReady();
  const { figures, verified } = await podDay(service, filled, chain, 4);
  assert.equal(verified, 1);
  for (const { readings } of Object.values(figures)) assert.equal(readings, 96);
  const months = Object.values(await monthFigures(service, filled, chain));
  for (const { megabytes, loopP99Ms, loopMaxMs } of months) {
    assert.ok(megabytes > 0);
    // A day or two may be made between two looks at the event loop, which are 10 ms apart: then there is none to tell.
    assert.ok(loopP99Ms >= 0 && loopMaxMs >= 0, `${loopP99Ms}, ${loopMaxMs}`);
  }
});

test('what the read ledger costs is measured on questions that are answered and entered', async () => {
  const { plainMs, enteredMs, costMs, fsyncMs } = await readLedgerCost(3);
  assert.ok(plainMs > 0 && enteredMs > 0 && fsyncMs > 0 && costMs === enteredMs - plainMs);
});

test('the bundled Light Node starts, publishes, and says how much memory it has', async (t) => {
  const app = mkdtempSync(join(tmpdir(), 'bench-app-'));
  t.after(() => rmSync(app, { recursive: true, force: true }));
  await buildApp(app);
  const figures = await lightNodeFigures(app, {}, 100);
  for (const [name, figure] of Object.entries(figures)) assert.ok(figure > 0, `${name} ${figure}`);
  assert.ok(figures['first packet s'] >= figures['start s']);
  for (const rates of Object.values(signaturesPerSecond(20))) assert.ok(rates['signed/s'] > 0);
});
