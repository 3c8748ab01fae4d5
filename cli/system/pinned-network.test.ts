import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { NetworkFile } from '@access-layer/core/network';
import { temporaryFolder } from '../surroundings.test-input.ts';
import { pinNetwork, readPinnedNetwork } from './pinned-network.ts';

const found: NetworkFile = {
  network: 'demo-1',
  chainId: 1,
  genesisHash: `0x${'11'.repeat(32)}`,
  registry: `0x${'22'.repeat(20)}`,
  anchorContract: `0x${'33'.repeat(20)}`,
  consensus: 'development',
  validators: [],
};

test('the first start pins the network, the next finds the same', () => {
  using folder = temporaryFolder();
  const file = join(folder.dir, 'network.json');
  assert.equal(readPinnedNetwork(file), undefined);
  pinNetwork(file, undefined, found);
  assert.deepEqual(readPinnedNetwork(file), found);
  pinNetwork(file, readPinnedNetwork(file), found);
});

test('another chain is refused, and the message names what changed', () => {
  const other = { ...found, genesisHash: `0x${'44'.repeat(32)}` };
  assert.throws(() => pinNetwork('network.json', found, other), {
    code: 'CLI_NETWORK_CHANGED',
    message: /genesisHash is 0x4444.*pinned is 0x1111/,
  });
});

test('a pinned file that cannot be read is never replaced', () => {
  using folder = temporaryFolder();
  const file = join(folder.dir, 'network.json');
  writeFileSync(file, '{"network": "demo-1"}');
  assert.throws(() => readPinnedNetwork(file), { code: 'CLI_NETWORK_UNREADABLE' });
});
