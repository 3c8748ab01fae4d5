import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openStream } from '@access-layer/kit/open-stream';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { LedgerReader } from './ledger/ledger-reader.ts';
import { dump } from './test/test-dump.ts';
import { configIn, type Main, startMain, writeConfig } from './test/test-process.ts';
import { POD, type Sealed, START_MS, seal, TestNode, toStream } from './test/test-records.ts';
import { caughtUp, startTestScd } from './test/test-scd.ts';
import { waitUntil } from './test/wait-until.ts';

const DAY_MS = 86_400_000;

function started(t: TestContext, file: string): Main {
  const main = startMain(file);
  t.after(() => main.child.kill('SIGKILL'));
  return main;
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

test('killed at any moment, it loses nothing and stores nothing twice', async (t) => {
  const dir = temporaryFolder('scd-');
  const file = writeConfig(dir, configIn(dir, { batchRecords: 1, roles: ['ingest'] }));
  const stream = await openStream({ name: 'embedded', dir: join(dir, 'stream') });
  const node = new TestNode();
  const batches: Sealed[] = [];
  for (let index = 0; index < 20; index++) {
    const packets = Array.from({ length: 10 }, (_, i) =>
      node.measure(START_MS + index * DAY_MS * 0.3 + 60_000 * (i + 1)),
    );
    const extra =
      index % 7 === 3
        ? [node.fork(packets[0]!), { ...packets[1]!, receivedAt: packets[1]!.receivedAt + 1 }]
        : [];
    batches.push(seal([...packets, ...extra], { index }));
  }
  const kills = 4;
  for (let kill = 0; kill < kills; kill++) {
    const main = started(t, file);
    await main.url;
    const seen = storedIn(dir);
    for (const { records } of batches.slice(kill * 5, (kill + 1) * 5))
      await stream.append('packets', toStream(records));
    await waitUntil('it to store something more', () => storedIn(dir) > seen);
    await delay(Math.random() * 20); // anywhere in the middle of its work
    main.child.kill('SIGKILL');
    assert.equal(await main.exited, 'SIGKILL');
    assert.ok(storedIn(dir) < (kill + 1) * 50, 'killed before it had stored all that there was');
  }
  const main = started(t, file);
  const url = await main.url;
  await caughtUp(join(dir, 'stream'), stream, 'packets', 'shared-customer-database');
  assert.equal(await metric(url, 'access_layer_stored_total'), 200);
  main.child.kill('SIGTERM');
  assert.equal(await main.exited, 0);

  const whole = await startTestScd(t);
  for (const { records } of batches) await whole.stream.append('packets', toStream(records));
  await caughtUp(join(whole.dir, 'stream'), whole.stream, 'packets');
  await whole.stop();
  assert.deepEqual(withoutTimes(dump(join(dir, 'scd'))), withoutTimes(dump(whole.dir)));
  await stream.close();
});

function storedIn(dir: string): number {
  const ledger = new LedgerReader(join(dir, 'scd', 'ledger.db'));
  try {
    return ledger.counts().stored;
  } finally {
    ledger.close();
  }
}

/** The two streams were written at different times. */
function withoutTimes(lines: string[]): string[] {
  return lines
    .map((line) => (line.startsWith('["quarantine"') ? line.replace(/,\d{13},"packets",0,\d+/, '') : line))
    .sort();
}

test('ingest and API run as processes of their own over one folder', async (t) => {
  const dir = temporaryFolder('scd-');
  const api = started(t, writeConfig(dir, configIn(dir, { roles: ['api'] }), 'api.yaml'));
  const ingest = started(t, writeConfig(dir, configIn(dir, { roles: ['ingest'] }), 'ingest.yaml'));
  const [apiUrl, ingestUrl] = await Promise.all([api.url, ingest.url]);
  const stream = await openStream({ name: 'embedded', dir: join(dir, 'stream') });
  const packet = new TestNode().measure(START_MS);
  await stream.append('packets', toStream(seal([packet]).records));
  await waitUntil(
    'the reading',
    async () => (await fetch(`${apiUrl}/v1/pods/${POD}/readings`)).status === 200,
  );
  const { readings } = (await (await fetch(`${apiUrl}/v1/pods/${POD}/readings`)).json()) as {
    readings: { stage: string }[];
  };
  assert.deepEqual(
    readings.map(({ stage }) => stage),
    ['sealed'],
  );
  assert.equal((await fetch(`${ingestUrl}/v1/series`)).status, 404);
  assert.ok((await metric(apiUrl, 'access_layer_served_total')) >= 2);
  assert.equal(await metric(ingestUrl, 'access_layer_stored_total'), 1);
  const health = (await (await fetch(`${ingestUrl}/health`)).json()) as { status: string };
  assert.equal(health.status, 'ok');
  assert.ok(
    api.lines.some((line) => line.includes('open to everyone on this machine')),
    'the log says that there are no access rules',
  );
  for (const main of [api, ingest]) main.child.kill('SIGTERM');
  assert.deepEqual(await Promise.all([api.exited, ingest.exited]), [0, 0]);
  await stream.close();
});

test('a host that is not loopback is refused', async (t) => {
  const dir = temporaryFolder('scd-');
  const main = started(t, writeConfig(dir, configIn(dir, { http: { host: '0.0.0.0', port: 0 } })));
  assert.equal(await main.exited, 1);
  assert.match(main.lines.join('\n'), /http.host: \\"0\.0\.0\.0\\" is not a loopback address/);
});

test('--check-config tells all errors at once, also of the environment', () => {
  const dir = temporaryFolder('scd-');
  const check = (config: unknown, env = {}) => {
    const args = [
      join(import.meta.dirname, 'main.ts'),
      '--config',
      writeConfig(dir, config),
      '--check-config',
    ];
    return spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  };
  const good = configIn(dir);
  assert.equal(check(good).status, 0);
  const { network: _, ...bad } = { ...good, podPatern: 'x' };
  const { status, stderr } = check(bad, { ACCESS_LAYER_SHARED_CUSTOMER_DATABASE_HTTP_PORT: '-1' });
  assert.equal(status, 1);
  for (const part of [
    /missing network/,
    /unknown key "podPatern"; did you mean "podPattern"/,
    /http.port: -1/,
  ]) {
    assert.match(stderr, part);
  }
});
