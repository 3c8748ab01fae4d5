import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import { findBlock } from './block.ts';
import { createChainClient } from './chain-client.ts';

const hash = (digit: string) => `0x${digit.repeat(64)}` as const;
const blockOf = (own: string) => ({
  ...{ number: '0x7', hash: hash(own), parentHash: hash('0'), timestamp: '0x10', transactions: [hash('e')] },
});

test('a block that the chain has left is none, even where the node still knows it by hash', async (t) => {
  // Nodes other than Anvil keep blocks of abandoned branches for a while and answer them by hash.
  const node = createServer(async (request, response) => {
    const { id, method, params } = (await json(request)) as { id: number; method: string; params: string[] };
    const known = method === 'eth_getBlockByNumber' ? blockOf('a') : blockOf(params[0]!.at(-1)!);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: known }));
  }).listen(0, '127.0.0.1');
  t.after(() => node.close());
  await once(node, 'listening');
  const client = createChainClient({ rpcUrl: `http://127.0.0.1:${(node.address() as AddressInfo).port}` });
  assert.equal(await findBlock(client, hash('b')), null);
  assert.deepEqual(await findBlock(client, hash('a')), {
    number: 7,
    hash: hash('a'),
    parentHash: hash('0'),
    timestampMs: 16_000,
    transactions: [hash('e')],
  });
});
