import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { payloadHashOf } from '@access-layer/core/message';
import { type TestBroker, until } from './test/broker.ts';
import { MAIN, run, setUp } from './test/installation.ts';
import { hashOfMessage, signVerdict } from './test/verdicts.ts';

const seqOf = (message: string) => Number(/"seq":(\d+)/.exec(message)![1]);
const prevOf = (message: string) => /"prev":"(0x[0-9a-f]{64})"/.exec(message)![1];

/** What the broker has received is one unbroken chain: no gap, no number twice, each `prev` the hash before. */
function assertChain(broker: TestBroker): number {
  const bySeq = new Map<number, string>();
  for (const message of broker.received) {
    const known = bySeq.get(seqOf(message));
    assert.ok(known === undefined || known === message, `seq ${seqOf(message)} twice with different bytes`);
    bySeq.set(seqOf(message), message);
  }
  let prev = `0x${'00'.repeat(32)}`;
  for (let seq = 0; seq < bySeq.size; seq++) {
    const message = bySeq.get(seq);
    assert.ok(message, `seq ${seq} is missing`);
    assert.equal(prevOf(message), prev);
    prev = hashOfMessage(message);
  }
  return bySeq.size;
}

test('kill -9 at random moments: the sequence has no gap, no number twice, and an unbroken chain', async (t) => {
  const { file, broker } = await setUp(t);
  let before = 0;
  for (let round = 0; round < 6; round++) {
    const { child, ended } = run(t, [file]);
    await until('packets of this life', () => broker.received.length > before + 3);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 120)); // the random moment, not a wait
    child.kill('SIGKILL');
    await ended;
    before = broker.received.length;
  }
  const { child, url, ended } = run(t, [file]);
  await url;
  await until('packets of the last life', () => broker.received.length > before + 3);
  await until('the last will of the killed', () => broker.statuses.some(({ state }) => state === 'offline'));
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
  const packets = assertChain(broker);
  assert.ok(packets >= 7);
  const inOrder = [...new Map(broker.received.map((message) => [seqOf(message), message]))].sort(
    ([a], [b]) => a - b,
  );
  const energies = inOrder.flatMap(([, message]) =>
    [...message.matchAll(/"energyImportWh":(\d+)/g)].map(([, wh]) => Number(wh)),
  );
  assert.deepEqual(
    energies,
    [...energies].sort((a, b) => a - b),
    'registers and readings keep their order over the kills',
  );
  t.diagnostic(`${packets} packets over 7 lives`);
});

test('health, status and metrics tell of one node each, from durable state', async (t) => {
  const first = await setUp(t);
  const { url, child, ended } = run(t, [first.file]);
  const at = await url;
  await until('packets', () => first.broker.received.length > 2);
  const health = await fetch(`${at}/health`);
  assert.equal(health.status, 200);
  assert.deepEqual(((await health.json()) as { status: string }).status, 'ok');
  await until('an erased packet', async () => {
    first.broker.send('n1', signVerdict({ anchored: [{ fromSeq: 0, toSeq: 0, batches: [0] }] }));
    return /access_layer_node_anchored_total\{node="n1"\} 1\n/.test(
      await (await fetch(`${at}/metrics`)).text(),
    );
  });
  const status = (await (await fetch(`${at}/status/n1`)).json()) as Record<string, Record<string, unknown>>;
  assert.equal(status.meter!.model, 'SDM630');
  assert.deepEqual((status.meter!.lastReading as { quality: string[] }).quality, ['measured']);
  assert.equal(status.broker!.connected, true);
  assert.match(String(status.broker!.certificateEnd), /^\d{4}-/);
  assert.equal(status.lastVerdict, '2026-11-18T19:24:30.000Z');
  assert.equal((status.outbox as { anchored: number }).anchored, 1);
  assert.equal((await fetch(`${at}/status/n2`)).status, 404);
  const page = await fetch(at);
  assert.match(page.headers.get('content-security-policy')!, /^default-src 'none';/);
  assert.match(await page.text(), /<h1>n1<\/h1>.*Eastron SDM630.*activePowerW/s);
  const payloadHash = payloadHashOf('a fork');
  await until('the alarm', async () => {
    first.broker.send('n1', signVerdict({ rejected: [{ seq: 1, payloadHash, reason: 'sequence-fork' }] }));
    return (await fetch(`${at}/health`)).status === 503;
  });
  const alarm = (await (await fetch(`${at}/health`)).json()) as { reason: string };
  assert.match(alarm.reason, /n1: sequence-fork: seq 1/);
  child.kill('SIGINT');
  assert.equal(await ended, 0);
});

test('several nodes in one process share its HTTP server', async (t) => {
  const one = await setUp(t);
  const file = join(one.dir, 'two.yaml');
  writeFileSync(file, JSON.stringify({ ...one.config, id: 'n2', dataDir: 'data2' }));
  const { url } = run(t, [one.file, file]);
  const { nodes } = (await (await fetch(`${await url}/status`)).json()) as { nodes: { node: string }[] };
  assert.deepEqual(
    nodes.map(({ node }) => node),
    ['n1', 'n2'],
  );
  const metrics = await (await fetch(`${await url}/metrics`)).text();
  assert.match(metrics, /access_layer_signed_total\{node="n1"\} \d+\n/);
  assert.match(metrics, /access_layer_measured_total\{node="n2"\} \d+\n/);
});

function check(files: string[]): Promise<{ code: number; stderr: string; stdout: string }> {
  const args = [MAIN, ...files.flatMap((file) => ['--config', file]), '--check-config'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr, stdout }),
    );
  });
}

test('--check-config tells the errors of all files and parts, and ends with 1', async (t) => {
  const { dir, file, config } = await setUp(t);
  assert.deepEqual((await check([file])).code, 0);
  const bad = join(dir, 'bad.yaml');
  const driver = { ...config.meter.driver, unit: 300, hots: 'x' };
  writeFileSync(bad, JSON.stringify({ ...config, drainPerSec: 4, pod: '', http: { port: 70_000 } }));
  const worse = join(dir, 'worse.yaml');
  writeFileSync(worse, JSON.stringify({ ...config, meter: { ...config.meter, driver } }));
  const unknown = join(dir, 'unknown.yaml');
  writeFileSync(
    unknown,
    JSON.stringify({ ...config, meter: { ...config.meter, driver: { name: 'modbus-tpc' } } }),
  );
  const same = join(dir, 'same.yaml');
  writeFileSync(same, readFileSync(file));
  const { code, stderr } = await check([bad, worse, unknown, file, same]);
  assert.equal(code, 1);
  for (const expected of [
    /unknown key "drainPerSec"; did you mean "drainPerS"/,
    /http\.port: 70000/,
    /pod: ""/,
    /drivers\/modbus-tcp: unit: 300/,
    /unknown key "hots"; did you mean "host"/,
    /drivers has no "modbus-tpc"; did you mean "modbus-tcp"/,
    /node "n1" is configured more than once/,
    /dataDir .* is used by more than one node/,
  ]) {
    assert.match(stderr, expected);
  }
});

test('a passphrase that does not open the keystore ends the start with words', async (t) => {
  const { dir, file } = await setUp(t);
  writeFileSync(join(dir, 'passphrase'), 'wrong');
  const { ended, url } = run(t, [file]);
  assert.equal(await ended, 1);
  await assert.rejects(url, /KEYSTORE_PASSPHRASE/);
});
