import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { serveUpdates } from '../test/boxes.ts';
import { makePki } from '../test/broker.ts';
import { fetchBundle, fetchManifest } from './fetch-file.ts';

test('a bundle is what is signed to the byte, from a server with a trusted certificate, or it is nothing', async (t) => {
  const pki = await makePki('n1');
  const { url, dir } = await serveUpdates(t, pki);
  const server = { url, caFile: pki.caFile };
  const content = Buffer.alloc(200_000, 7);
  const file = {
    architecture: 'x64' as const,
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
  };
  const to = join(temporaryFolder('light-node-'), 'download');
  const place = join(dir, `${file.sha256}.tar.gz`);

  const unreachable = { code: 'LN_UPDATE_UNREACHABLE', retryable: true };
  await assert.rejects(fetchManifest(server), { ...unreachable, message: /update\.signed answered 404/ });
  await assert.rejects(fetchManifest({ url }), { ...unreachable, message: /certificate|self-signed/ });
  await assert.rejects(fetchBundle(server, file, to), unreachable);

  writeFileSync(place, content);
  await fetchBundle(server, file, to);
  assert.deepEqual(readFileSync(to), content);
  const wrong = { code: 'LN_UPDATE_BUNDLE', retryable: false };
  writeFileSync(place, content.subarray(1));
  await assert.rejects(fetchBundle(server, file, to), {
    ...wrong,
    message: /has 199999 bytes; 200000 are signed/,
  });
  writeFileSync(place, Buffer.concat([content, content]));
  await assert.rejects(fetchBundle(server, file, to), { ...wrong, message: /has more bytes/ });
  writeFileSync(place, Buffer.alloc(200_000, 8));
  await assert.rejects(fetchBundle(server, file, to), { ...wrong, message: /is signed/ });
  writeFileSync(join(dir, 'update.signed'), Buffer.alloc(80_000));
  await assert.rejects(fetchManifest(server), { ...wrong, message: /more than 70000 bytes/ });
});

test('the server gives out updates and nothing else', async (t) => {
  const pki = await makePki('n1');
  const { url, dir, server } = await serveUpdates(t, pki);
  writeFileSync(join(dir, 'secret'), 'x');
  for (const name of ['secret', '..%2fsecret', '../secret', 'update.signed%00', ''])
    await assert.rejects(
      fetchBundle(
        { url, caFile: pki.caFile },
        { architecture: 'any', sha256: name, bytes: 1 },
        join(dir, 'to'),
      ),
      /answered 404/,
    );
  assert.ok(!existsSync(join(dir, 'to')) && server.listening);
});
