import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { messageBytes } from '@access-layer/core/message';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import fc from 'fast-check';
import { packFolder, writeProgram } from '../test/boxes.ts';

import { checkManifest, type Manifest } from './manifest.ts';
import { misfit } from './stage-update.ts';
import { publishedIn, publishUpdate } from './update-folder.ts';
import { compareVersions } from './version-order.ts';

const key = newPrivateKey();
const signers = [addressOf(key)];
const manifest: Manifest = {
  ...{ v: 1, network: 'test', type: 'light-node-update', nonce: newNonce(), kind: 'release' },
  version: '0.2.0.0',
  issuedAt: '2026-11-18T12:00:00.000Z',
  files: [
    { architecture: 'x64', sha256: 'ab'.repeat(32), bytes: 5 },
    { architecture: 'arm64', sha256: 'cd'.repeat(32), bytes: 5 },
  ],
};
const signed = (value: object, by = key) => messageBytes(signPayload(JSON.stringify(value), by));
const reasonOf = (bytes: Uint8Array) => {
  const checked = checkManifest(bytes, { network: 'test', signers });
  return checked.ok ? 'ok' : checked.reason;
};

test('only what a pinned key has signed for this network, in the one spelling, is a manifest', () => {
  assert.equal(reasonOf(signed(manifest)), 'ok');
  assert.equal(reasonOf(signed(manifest, newPrivateKey())), 'unpinned-signer');
  assert.equal(reasonOf(signed({ ...manifest, network: 'pilot' })), 'wrong-network');
  assert.equal(reasonOf(signed({ ...manifest, type: 'set-point' })), 'malformed');
  assert.equal(reasonOf(signed({ ...manifest, extra: 1 })), 'malformed');
  assert.equal(reasonOf(signed({ ...manifest, version: '0.2' })), 'malformed');
  const spelled = signPayload(JSON.stringify(manifest, null, 1), key);
  assert.equal(reasonOf(messageBytes(spelled)), 'malformed');
  const changed = signPayload(JSON.stringify(manifest), key);
  const payload = changed.payload.replace('0.2.0.0', '0.3.0.0');
  assert.equal(reasonOf(messageBytes({ ...changed, payload })), 'unpinned-signer');
});

test('whatever bytes a server gives, the answer is a value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      assert.notEqual(reasonOf(bytes), 'ok');
    }),
  );
});

test('versions order by number, part by part', () => {
  const order = ['0.1.0.0', '0.1.0.2', '0.1.0.10', '0.1.1.0', '0.10.0.0', '1.0.0.0'];
  assert.deepEqual([...order].reverse().sort(compareVersions), order);
});

test('what is authentic may still not be for this box', () => {
  const here = { ...manifest, files: [{ ...manifest.files[0]!, architecture: process.arch as 'x64' }] };
  assert.equal(misfit(here, '0.1.0.0', '0.1.0.0'), undefined);
  assert.equal(misfit(here, '0.1.0.0', '0.2.0.0')?.reason, 'not-newer');
  assert.equal(misfit(here, '0.1.0.0', '0.3.0.0')?.reason, 'not-newer');
  const other = { ...manifest, files: [{ ...manifest.files[0]!, architecture: 'any' as const }] };
  assert.equal(misfit(other, '0.1.0.0', '0.1.0.0')?.reason, 'other-processor');
  const drivers = { ...other, kind: 'drivers' as const, version: '0.2.0.1' };
  assert.equal(misfit(drivers, '0.1.0.0', '0.1.0.0')?.reason, 'other-release');
  assert.equal(misfit(drivers, '0.2.0.0', '0.2.0.0'), undefined);
});

test('publishing: bundles of one version, newer than what is published, or nothing changes', async () => {
  const dir = temporaryFolder('light-node-');
  const bundle = async (version: string) => {
    const folder = temporaryFolder('light-node-');
    writeProgram(folder, version, 'x');
    return packFolder(folder, join(temporaryFolder('light-node-'), 'bundle.tar.gz'));
  };
  const publish = (...files: string[]) => publishUpdate(files, { dir, network: 'test', privateKey: key });
  const [first, second] = [await bundle('0.2.0.0'), await bundle('0.2.1.0')];
  assert.equal((await publish(first)).files[0]!.architecture, process.arch);
  const refused = { code: 'LN_UPDATE_PUBLISH' };
  await assert.rejects(publish(first), { ...refused, message: /has 0\.2\.0\.0 .* newer; 0\.2\.0\.0 is not/ });
  await assert.rejects(publish(second, first), { ...refused, message: /one version at a time/ });
  await assert.rejects(publish(), { ...refused, message: /there is no bundle/ });
  writeFileSync(join(dir, 'other'), 'not a bundle');
  await assert.rejects(publish(join(dir, 'other')), { ...refused, message: /is no bundle/ });
  assert.equal(publishedIn(dir)?.version, '0.2.0.0');
  await publish(second);
  assert.equal(publishedIn(dir)?.version, '0.2.1.0');
});
