import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { installBox, LAUNCH, packFolder, writeProgram } from '../test/boxes.ts';

import { openSlots } from './slots.ts';

const SAYS = (version: string) => `process.stdout.write('${version}')`;

/** A box with version 1.0.0.0, and a bundle of another that says its version when it starts. */
async function box(version = '1.1.0.0') {
  const home = installBox('1.0.0.0', (slot) => writeProgram(slot, '1.0.0.0', SAYS('1.0.0.0')));
  const dir = temporaryFolder('light-node-');
  writeProgram(dir, version, SAYS(version));
  mkdirSync(join(dir, 'deploy'));
  writeFileSync(join(dir, 'deploy/install.sh'), 'not for a slot');
  return { home, bundle: await packFolder(dir, join(temporaryFolder('light-node-'), 'bundle.tar.gz')) };
}

/** What starts, as the launcher decides. */
const start = (home: string) => execFileSync('/bin/sh', [LAUNCH, home], { encoding: 'utf8', env: {} });

test('a new version is unpacked beside the old one, runs on trial, and stays once confirmed', async () => {
  const { home, bundle } = await box();
  const slots = openSlots(home);
  assert.deepEqual(slots.running(), { version: '1.0.0.0', architecture: process.arch });
  const release = await slots.stage(bundle, 'release');
  assert.equal(release?.version, '1.1.0.0');
  assert.equal(start(home), '1.0.0.0', 'nothing has changed yet');
  assert.ok(!existsSync(join(slots.staged(), 'deploy')));
  slots.switchOver();
  assert.equal(start(home), '1.1.0.0');
  assert.equal(openSlots(home).onTrial(), true);
  slots.confirm();
  for (let n = 0; n < 5; n++) assert.equal(start(home), '1.1.0.0');
  assert.equal(slots.rolledBack(), undefined);
});

test('not confirmed after two starts: the third is the old version again, and says why', async () => {
  const { home, bundle } = await box();
  const slots = openSlots(home);
  await slots.stage(bundle, 'release');
  slots.switchOver();
  assert.deepEqual(
    [start(home), start(home), start(home), start(home)],
    ['1.1.0.0', '1.1.0.0', '1.0.0.0', '1.0.0.0'],
  );
  const reason = 'the new version did not become well';
  assert.deepEqual(openSlots(home).rolledBack(), { version: '1.1.0.0', reason });
  slots.told();
  assert.equal(slots.rolledBack(), undefined);
});

test('given up: the next start is the old version', async () => {
  const { home, bundle } = await box();
  const slots = openSlots(home);
  await slots.stage(bundle, 'release');
  slots.switchOver();
  slots.giveUp('the meter\ndoes not answer');
  assert.equal(start(home), '1.0.0.0');
  assert.deepEqual(slots.rolledBack(), { version: '1.1.0.0', reason: 'the meter does not answer' });
});

test('power fails between the words and the switch: the old version goes on and nothing was rolled back', async () => {
  const { home } = await box();
  symlinkSync('slots/a', join(home, 'previous'));
  writeFileSync(join(home, 'trial'), '2 the new version did not become well\n');
  for (let n = 0; n < 4; n++) assert.equal(start(home), '1.0.0.0');
  assert.equal(openSlots(home).rolledBack(), undefined);
  writeFileSync(join(home, 'trial'), '2 x\n');
  assert.equal(openSlots(home).onTrial(), false);
  assert.ok(!existsSync(join(home, 'trial')));
});

test('leftovers of a power cut are in nobody’s way, and a torn file of words ends in the old version', async () => {
  const { home, bundle } = await box();
  const slots = openSlots(home);
  mkdirSync(join(home, 'slots/b.next/half'), { recursive: true });
  writeFileSync(join(home, 'current.next'), 'x');
  await slots.stage(bundle, 'release');
  assert.ok(!existsSync(join(slots.staged(), 'half')));
  slots.switchOver();
  writeFileSync(join(home, 'trial'), '');
  assert.equal(start(home), '1.0.0.0');
  rmSync(join(home, 'slots/b'), { recursive: true });
  await slots.stage(bundle, 'release');
  slots.switchOver();
  assert.equal(start(home), '1.1.0.0');
});

test('drivers are laid over what runs; a bundle of drivers brings no program', async () => {
  const { home } = await box();
  const dir = temporaryFolder('light-node-');
  for (const folder of ['app/drivers', 'app/meters', 'bin'])
    mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, 'app/drivers/mine.js'), 'x');
  writeFileSync(join(dir, 'app/main.js'), SAYS('stolen'));
  writeFileSync(join(dir, 'bin/node'), 'stolen');
  writeFileSync(
    join(dir, 'release.json'),
    JSON.stringify({ version: '1.0.0.1', architecture: 'any', kind: 'drivers' }),
  );
  const slots = openSlots(home);
  const release = await slots.stage(await packFolder(dir, join(home, 'd.tar.gz')), 'drivers');
  assert.equal(release?.version, '1.0.0.1');
  slots.switchOver();
  assert.equal(start(home), '1.0.0.0', 'the program is the one that ran');
  assert.ok(existsSync(join(home, 'current/app/drivers/mine.js')));
});
