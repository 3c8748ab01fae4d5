import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newSalt } from '@access-layer/core/commitment';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import embedded from '@access-layer/kit/streams/embedded';
import { openDsoRegistry } from './dso-registry.ts';
import { eraseOpenings } from './erase-openings.ts';
import { publishOpenings } from './publish-openings.ts';
import { temporaryFolder } from './registrar.test-input.ts';

const POD = 'IT001E00000001';

test('openings of bindings that ended within the time are destroyed; one that goes on stays', async () => {
  using folder = temporaryFolder();
  const dso = openDsoRegistry(join(folder.dir, 'dso'));
  const stream = await embedded.create({ dir: join(folder.dir, 'stream') });
  const bind = (node: string, times: { from: number; until: number }) => {
    const salt = newSalt();
    const opening = {
      key: addressOf(newPrivateKey()),
      node,
      podCode: POD,
      meterId: 'm',
      role: 'exchange',
      salt,
    };
    dso.finish(
      { once: node, request: node, action: 'bind', status: 'done' },
      ({ addOpening, confirmOpening }) => {
        addOpening(opening, times.from);
        const { commitment } = dso.openings().find((known) => known.opening.salt === salt)!;
        confirmOpening({ commitment, key: opening.key }, { ...times, revokedAt: 0 });
      },
    );
    return salt;
  };
  const ended = bind('ln-1', { from: 1000, until: 2000 });
  const goesOn = bind('ln-2', { from: 1500, until: 0 });
  await publishOpenings(dso, stream);
  const request = JSON.stringify({ request: 'r', action: 'bind', salt: ended });
  await stream.append('registry-requests', [{ key: 'r', value: request }]);

  const order = { erasure: 'e-1', pod: POD, fromMs: 500, untilMs: 2000, orderedAtMs: 3000 };
  assert.deepEqual(await eraseOpenings({ dso, stream }, order), { openings: 1, streams: 2 });
  const filesWith = (needle: string) =>
    readdirSync(folder.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(needle))
      .map(({ name }) => name);
  assert.deepEqual(filesWith(ended), []);
  assert.ok(filesWith(goesOn).length >= 2);
  assert.deepEqual(await eraseOpenings({ dso, stream }, order), { openings: 0, streams: 0 }, 'again');
  dso.close();
  await stream.close();
});
