import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packFolder, writeProgram } from '@access-layer/light-node/test/boxes';
import { until } from '@access-layer/light-node/test/broker';
import { fetchBundle, fetchManifest } from '@access-layer/light-node/update/fetch-file';
import { checkManifest } from '@access-layer/light-node/update/manifest';
import { surroundings, temporaryFolder } from '../surroundings.test-input.ts';
import { runUpdate } from './update.ts';

test('a bundle is published, served, and what a node fetches is what was signed', async () => {
  using folder = temporaryFolder();
  const { dir } = folder;
  const at = (name: string) => join(dir, name);
  writeProgram(at('program'), '0.2.0.0', 'x');
  await packFolder(at('program'), at('bundle.tar.gz'));
  const command = async (...args: string[]) => {
    const { around, printed } = surroundings(dir);
    return { code: await runUpdate(args, around), ...printed };
  };
  assert.equal((await command('show')).code, 1);
  await assert.rejects(command('publish', 'bundle.tar.gz'), {
    code: 'CLI_OPTION',
    message: /--network NAME/,
  });
  const published = await command('publish', 'bundle.tar.gz', '--network', 'test');
  assert.equal(published.code, 0);
  const signer = /that have (0x[0-9a-f]{40}) in updates\.signers/.exec(published.out)![1]!;
  assert.equal(JSON.parse((await command('show')).out).version, '0.2.0.0');

  const { around, printed } = surroundings(dir);
  const served = runUpdate(['serve', '--port', '0'], around);
  await until('the server', () => printed.out.includes('https://'));
  const server = { url: /https:\S+/.exec(printed.out)![0], caFile: at('data/ca/ca.pem') };
  const checked = checkManifest(await fetchManifest(server), { network: 'test', signers: [signer] });
  assert.ok(checked.ok);
  await fetchBundle(server, checked.manifest.files[0]!, at('fetched'));
  process.emit('SIGTERM');
  assert.equal(await served, 0);
});

test('what makes no sense is said, and the way to say it', async () => {
  using folder = temporaryFolder();
  const { around, printed } = surroundings(folder.dir);
  assert.equal(await runUpdate(['destroy'], around), 64);
  assert.match(printed.err, /There is no "node update destroy"[\s\S]*update publish BUNDLE/);
  writeFileSync(join(folder.dir, 'x'), 'x');
  for (const args of [
    ['publish', 'x', '--network', 'n', '--keystore', 'k'],
    ['serve', '--cert', 'c'],
  ])
    await assert.rejects(runUpdate(args, around), { code: 'CLI_OPTION', message: /go together/ });
});
