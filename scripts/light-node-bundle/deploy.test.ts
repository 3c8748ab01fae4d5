import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '@access-layer/kit/config';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { LightNodeConfig } from '@access-layer/light-node/config';
import { loadParts } from '@access-layer/light-node/node';
import { withoutSystemd } from '@access-layer/light-node/test/programs';
import { ROOT } from './app.ts';

const DEPLOY = join(ROOT, 'deploy/light-node');
const UNIT = 'access-layer-light-node.service';
/** Exposure that `systemd-analyze security` gives from 0 (least) to 10; a plain unit has 9.6. */
const MOST_EXPOSED = 2.0;

test('systemd takes the unit as it is, and calls it well protected', { skip: withoutSystemd() }, (t) => {
  // The unit names a program that is not installed on this machine: any that is stands in.
  const unit = join(temporaryFolder('light-node-'), UNIT);
  const text = readFileSync(join(DEPLOY, UNIT), 'utf8');
  writeFileSync(unit, text.replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true'));
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
  assert.equal(
    verified.stderr
      .split('\n')
      .filter((line) => line.includes(UNIT))
      .join('\n'),
    '',
  );
  assert.equal(verified.status, 0, verified.stderr);
  const report = execFileSync('systemd-analyze', ['security', '--offline=true', '--json=short', unit], {
    encoding: 'utf8',
  });
  const overall = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' });
  const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(overall.stdout)![1]);
  t.diagnostic(`exposure ${exposure} of 10; ${JSON.parse(report).length} points looked at`);
  assert.ok(exposure <= MOST_EXPOSED, `exposure ${exposure} is more than ${MOST_EXPOSED}`);
});

test('the configuration that is installed can be filled in: every key of it is known', async () => {
  const config = loadConfig(LightNodeConfig, { file: join(DEPLOY, 'light-node.example.yaml') });
  await loadParts(config);
  assert.equal(config.http.host ?? '127.0.0.1', '127.0.0.1', 'it listens on this machine only');
});

test('the scripts are for any shell of POSIX', () => {
  for (const script of ['launch', 'install.sh', 'access-layer-node'])
    execFileSync('/bin/sh', ['-n', join(DEPLOY, script)]);
});
