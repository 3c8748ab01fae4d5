import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { until } from '@access-layer/light-node/test/broker';
import { run, setUp } from '@access-layer/light-node/test/installation';
import { buildApp, ROOT } from './app.ts';
import { filesOf } from './pack.ts';

const hashes = (dir: string) =>
  filesOf(dir, 'app').map(({ source, target }) => [
    target,
    createHash('sha256').update(readFileSync(source)).digest('hex'),
  ]);

test('the Light Node as one folder: the same bytes each time, nothing of this machine, and it publishes', async (t) => {
  const [dir, again] = [temporaryFolder('light-node-'), temporaryFolder('light-node-')];
  const { version, packages } = await buildApp(join(dir, 'app'));
  await buildApp(join(again, 'app'));
  assert.deepEqual(hashes(join(again, 'app')), hashes(join(dir, 'app')));
  assert.match(version, /^\d+\.\d+\.\d+$/);
  for (const { source } of filesOf(join(dir, 'app'), 'app'))
    assert.ok(!readFileSync(source, 'latin1').includes(ROOT), `${source} names the folder it was made in`);
  for (const name of ['secp256k1', 'aedes', 'zwave-js', '@duckdb/node-api', 'viem'])
    assert.ok(!packages.some((each) => each.name === name), `${name} has no place on an edge box`);

  const device = spawnSync(process.execPath, [join(dir, 'app/device-main.js'), '--help'], {
    encoding: 'utf8',
  });
  assert.match(device.stdout, /enroll CODE --url URL/);

  const { file, broker } = await setUp(t);
  const node = run(t, [file], { command: [process.execPath, join(dir, 'app/main.js')], env: {} });
  await until('packets of the bundled node', () => broker.received.length > 3);
  const status = await (await fetch(`${await node.url}/health`)).json();
  assert.equal(status.status, 'ok');
  node.child.kill('SIGTERM');
  assert.equal(await node.ended, 0);
});

test('every adapter, profile and template is in it', async () => {
  const dir = join(temporaryFolder('light-node-'), 'app');
  await buildApp(dir);
  for (const folder of ['drivers', 'ems', 'clocks', 'meters', 'ems-templates']) {
    const own = readdirSync(join(ROOT, 'light-node', folder)).filter((name) => !name.endsWith('.test.ts'));
    assert.deepEqual(
      readdirSync(join(dir, folder)).sort(),
      own.map((name) => name.replace(/\.ts$/, '.js')).sort(),
    );
  }
});
