import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { installBox, LAUNCH, packFolder, writeProgram } from '../test/boxes.ts';

import { missing } from '../test/programs.ts';
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

const SWITCH = `
import { openSlots } from ${JSON.stringify(fileURLToPath(new URL('./slots.ts', import.meta.url)))};
const [home, bundle] = process.argv.slice(2);
const slots = openSlots(home);
await slots.stage(bundle, 'release');
slots.switchOver();`;

test('the power fails at any step of an update: the box starts, and the update works afterwards', {
  skip: missing('strace', '-V'),
}, async (t) => {
  const script = join(temporaryFolder('light-node-'), 'switch.mjs');
  writeFileSync(script, SWITCH);
  const seen = new Set<string>();
  let cuts = 0;
  for (const call of ['rename', 'symlink']) {
    for (let nth = 1; ; nth++) {
      const { home, bundle } = await box();
      const inject = `inject=${call}:signal=SIGKILL:when=${nth}`;
      const args = ['-f', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject, process.execPath];
      const { signal, status } = spawnSync('strace', [...args, script, home, bundle], { stdio: 'ignore' });
      if (signal === null && status === 0) break;
      cuts += 1;
      const version = start(home);
      seen.add(version);
      assert.ok(['1.0.0.0', '1.1.0.0'].includes(version), `${call} ${nth}: ${version}`);
      const slots = openSlots(home);
      if (version === '1.1.0.0') continue;
      slots.onTrial();
      await slots.stage(bundle, 'release');
      slots.switchOver();
      assert.equal(start(home), '1.1.0.0', `${call} ${nth}: afterwards`);
    }
  }
  t.diagnostic(`${cuts} power cuts`);
  assert.ok(cuts >= 6, `${cuts} steps`);
  assert.ok(seen.has('1.0.0.0'));
});
