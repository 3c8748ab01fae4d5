import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { until } from '@access-layer/light-node/test/broker';
import { run, setUp } from '@access-layer/light-node/test/installation';
import { ARM64, withoutArm64 } from '@access-layer/light-node/test/programs';
import { createHousehold } from '@access-layer/simulators/household';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { startZwaveMeter } from '@access-layer/simulators/zwave-meter';
import { bundleLightNode, type Release } from './bundle.ts';
import type { Packed } from './pack.ts';
import type { Architecture } from './runtime.ts';

async function make(architecture: Architecture, outDir: string, zwave = false) {
  const made: { release: Release; packed: Packed }[] = [];
  await bundleLightNode(
    [architecture],
    { outDir, zwave },
    (release, packed) => void made.push({ release, packed }),
  );
  return made[0]!;
}

/** Unpacks with the system's tar, as an installer does. */
function unpack(file: string): string {
  const dir = temporaryFolder('light-node-');
  execFileSync('tar', ['-C', dir, '-xzf', file]);
  return dir;
}

test('x64: the same bytes twice, installed into an empty folder, and it publishes without a path or anything', async (t) => {
  const [first, second] = [temporaryFolder('light-node-'), temporaryFolder('light-node-')];
  const { release, packed } = await make('x64', first);
  const again = await make('x64', second);
  assert.equal(again.packed.sha256, packed.sha256);
  const hash = createHash('sha256').update(readFileSync(packed.file)).digest('hex');
  assert.equal(packed.sha256, hash);
  execFileSync('sha256sum', ['--check', `${packed.file}.sha256`], { cwd: first });
  t.diagnostic(`x64: ${packed.bytes} bytes, unpacked ${packed.unpackedBytes}, sha256 ${packed.sha256}`);

  const dir = unpack(packed.file);
  assert.deepEqual(JSON.parse(readFileSync(join(dir, 'release.json'), 'utf8')), release);
  const root = temporaryFolder('light-node-');
  for (const slot of ['a', 'b']) {
    execFileSync(join(dir, 'deploy/install.sh'), { env: { PATH: process.env.PATH, DESTDIR: root } });
    assert.equal(readlinkSync(join(root, 'var/lib/access-layer/current')), `slots/${slot}`);
  }
  const { file, broker } = await setUp(t);
  const launch = join(root, 'usr/lib/access-layer/launch');
  const command = ['/bin/sh', launch, join(root, 'var/lib/access-layer')];
  const node = run(t, [file], { command, env: { PATH: '' } });
  await until('packets of the installed node', () => broker.received.length > 3);
  assert.equal((await (await fetch(`${await node.url}/health`)).json()).status, 'ok');
  node.child.kill('SIGTERM');
  assert.equal(await node.ended, 0);
});

test('arm64: the bundle runs on an emulated processor and publishes', { skip: withoutArm64() }, async (t) => {
  const { packed } = await make('arm64', temporaryFolder('light-node-'));
  t.diagnostic(`arm64: ${packed.bytes} bytes, unpacked ${packed.unpackedBytes}, sha256 ${packed.sha256}`);
  const dir = unpack(packed.file);
  assert.match(execFileSync('readelf', ['-h', join(dir, 'bin/node')], { encoding: 'utf8' }), /AArch64/);
  const { file, broker } = await setUp(t, { sampleIntervalS: 60 });
  const node = run(t, [file], {
    command: [...ARM64, join(dir, 'bin/node'), join(dir, 'app/main.js')],
    env: {},
  });
  await until('packets of the emulated node', () => broker.received.length > 3, 80_000);
  node.child.kill('SIGTERM');
  await node.ended;
});

test('with Z-Wave: the bundle has all that a stick needs, and reads a meter in its network', async (t) => {
  const { packed } = await make('x64', temporaryFolder('light-node-'), true);
  t.diagnostic(`x64 with Z-Wave: ${packed.bytes} bytes, unpacked ${packed.unpackedBytes}`);
  const dir = unpack(packed.file);
  const quantitiesAt = createHousehold(loadHouseholdWeek());
  const stick = await startZwaveMeter({ port: 0, quantitiesAt, nowMs: Date.now });
  const driver = {
    name: 'z-wave',
    port: `tcp://127.0.0.1:${stick.port}`,
    node: 2,
    cacheDir: temporaryFolder('light-node-'),
  };
  const meter = { id: 'm1', profile: 'zwave-meter', driver };
  const clock = { name: 'system', assumeSynchronised: true };
  const { file, broker } = await setUp(t, { meter, clock, packet: { maxReadings: 1, maxDelayS: 0 } });
  const command = [join(dir, 'bin/node'), join(dir, 'app/main.js')];
  const node = run(t, [file], { command, env: {} });
  await until(
    'a reading by Z-Wave',
    () => broker.received.some((text) => text.includes('energyImportWh')),
    60_000,
  );
  node.child.kill('SIGTERM');
  await node.ended;
  await stick.close();
});
