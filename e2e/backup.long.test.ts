import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { metric, startAllInOne, until } from './all-in-one.ts';

const launcher = new URL('../cli/bin/access-layer.js', import.meta.url).pathname;
const NODES = 2;
/** Far from other tests' ports. */
const PORT_BASE = '21000';

function cli(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a running system is backed up, restored elsewhere, and goes on: no number is missing, no batch is at odds', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'backup-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const [data, copy, again] = ['data', 'copy', 'again'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  const options = ['--nodes', String(NODES), '--port-base', PORT_BASE];
  {
    await using system = await startAllInOne(options, data);
    const { scdUrl } = system.run();
    await until(
      'packets to be anchored',
      async () => (await metric(scdUrl, 'access_layer_scd_anchored_packets')) >= 6,
    );
    const made = cli('backup', copy, '--data', data, '--json');
    assert.equal(made.status, 0, made.stderr);
    t.diagnostic(`backup: ${made.stdout.trim()}`);
    const stored = await metric(scdUrl, 'access_layer_stored_total');
    await until(
      'the system to go on',
      async () => (await metric(scdUrl, 'access_layer_stored_total')) > stored,
    );
  }

  const damaged = join(copy, 'network.json');
  const good = readFileSync(damaged);
  writeFileSync(damaged, good.toString().replace('{', '{ '));
  const refused = cli('restore', copy, '--data', again);
  assert.deepEqual(
    [refused.status, /network\.json: \d+ bytes; expected/.test(refused.stderr)],
    [1, true],
    refused.stderr,
  );
  writeFileSync(damaged, good);
  const restored = cli('restore', copy, '--data', again, '--json');
  assert.equal(restored.status, 0, restored.stderr);
  t.diagnostic(`restore: ${restored.stdout.trim()}`);

  await using system = await startAllInOne(options, again);
  const { scdUrl, balUrl, nodes } = system.run();
  const counts = async () => {
    const names = ['accepted', 'sealed', 'stored'] as const;
    const [accepted, sealed, stored] = await Promise.all(
      names.map((name) => metric(name === 'stored' ? scdUrl : balUrl, `access_layer_${name}_total`)),
    );
    const anchored = await metric(scdUrl, 'access_layer_scd_anchored_packets');
    return { accepted, sealed, stored, anchored };
  };
  const begun = await counts();
  await until('new packets to be anchored behind the old ones', async () => {
    const { anchored } = await counts();
    return anchored >= begun.stored! + 4;
  });
  const headers = await system.as('operator');
  for (const { pod } of nodes) {
    const answer = await fetch(`${scdUrl}/v1/pods/${pod}/completeness`, { headers });
    const { nodes: found } = (await answer.json()) as {
      nodes: { missingPackets: number; forked: number; firstSeq: number }[];
    };
    assert.deepEqual(
      found.map(({ missingPackets, forked, firstSeq }) => [missingPackets, forked, firstSeq]),
      [[0, 0, 0]],
    );
  }
  assert.equal(await metric(scdUrl, 'access_layer_scd_quarantined_total'), 0);
  const verified = cli('archive', 'status', '--data', again);
  assert.equal(verified.status, 0, verified.stderr);
});
