import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { newSalt } from '@access-layer/core/commitment';
import { createPublicClient } from 'viem';
import { ask, createChainClient } from './chain-client.ts';
import { createRegistry } from './registry.ts';
import { createRpcEndpoints, type EndpointChange } from './rpc-endpoints.ts';
import { newAccount, startTestChain, type TestChain } from './test-chain.ts';
import { startTestNode } from './test-node.ts';
import { watchEndpoints } from './watch-endpoints.ts';

let chain: TestChain;
before(async () => {
  chain = await startTestChain();
});
after(() => chain.close());

const TIMEOUT_MS = 4000;

/** Two nodes of one chain, asked as one, on a clock of the test. */
async function prepare(t: TestContext) {
  const nodes = [await startTestNode(chain.rpcUrl), await startTestNode(chain.rpcUrl)] as const;
  t.after(() => Promise.all(nodes.map((node) => node.close())));
  const clock = { ms: 0 };
  const endpoints = createRpcEndpoints(
    nodes.map(({ url }) => url),
    () => clock.ms,
  );
  const changes: EndpointChange[] = [];
  endpoints.watch({}, (change) => changes.push(change));
  const client = createPublicClient({ transport: endpoints.transport(TIMEOUT_MS), cacheTime: 0 });
  return { nodes, clock, endpoints, changes, head: () => ask('head', client.getBlockNumber()), client };
}

test('a node that dies is passed over, and the second is kept until the first is due', async (t) => {
  const { nodes, clock, endpoints, changes, head } = await prepare(t);
  await head();
  assert.equal(nodes[1].calls.length, 0);
  await nodes[0].close();
  await head();
  assert.equal(endpoints.inUse(), 1);
  await nodes[0].restart();
  nodes[0].calls.length = 0;
  await head();
  assert.equal(nodes[0].calls.length, 0, 'the second answers: nobody else is asked');
  clock.ms += 30_000;
  await head();
  assert.equal(endpoints.inUse(), 0);
  assert.deepEqual(
    changes.map(({ node, position }) => [node, position]),
    [
      [nodes[1].url, 1],
      [nodes[0].url, 0],
    ],
  );
});

test('a first node that is still away costs one question every half minute', async (t) => {
  const { nodes, clock, head } = await prepare(t);
  await nodes[0].close();
  await head();
  await nodes[0].restart();
  nodes[0].calls.length = 0;
  nodes[0].fault = () => ({ status: 503 });
  clock.ms += 30_000;
  for (let i = 0; i < 5; i++) await head();
  assert.equal(nodes[0].calls.length, 3, 'one check: chain, genesis, head');
});

test('a node that hangs, or that answers with an error of HTTP, is passed over', async (t) => {
  for (const fault of ['hang', { status: 502 }] as const) {
    const { nodes, endpoints, head } = await prepare(t);
    await head();
    nodes[0].fault = () => fault;
    await head();
    assert.equal(endpoints.inUse(), 1);
  }
});

test('what a node says against a question is an answer, and no reason to ask another', async (t) => {
  const { nodes, endpoints, client } = await prepare(t);
  const sent = ask('send', client.sendRawTransaction({ serializedTransaction: '0x00' }));
  await assert.rejects(sent, { code: 'CHAIN_RPC' });
  assert.deepEqual([endpoints.inUse(), nodes[1].calls.length], [0, 0]);
});

test('a node of another chain, and one that is behind, is not asked', async (t) => {
  const { nodes, head, endpoints } = await prepare(t);
  await head();
  await nodes[0].close();
  nodes[1].fault = ({ method }) => (method === 'eth_chainId' ? { result: '0x1' } : undefined);
  await assert.rejects(head(), { code: 'CHAIN_UNREACHABLE' });
  const genesis = { result: { hash: newSalt() } };
  nodes[1].fault = ({ method }) => (method === 'eth_getBlockByNumber' ? genesis : undefined);
  await assert.rejects(head(), { code: 'CHAIN_UNREACHABLE' });
  nodes[1].fault = ({ method }) => (method === 'eth_blockNumber' ? { result: '0x0' } : undefined);
  await assert.rejects(head(), { code: 'CHAIN_UNREACHABLE' });
  assert.equal(endpoints.inUse(), 0);
  nodes[1].fault = undefined;
  await head();
  assert.equal(endpoints.inUse(), 1);
});

test('a first node that comes back without the newest blocks is passed over', async (t) => {
  const { nodes, head, endpoints } = await prepare(t);
  const newest = await head();
  nodes[0].fault = ({ method }) => (method === 'eth_blockNumber' ? { result: '0x1' } : undefined);
  assert.equal(await head(), newest);
  assert.equal(endpoints.inUse(), 1);
});

test('where all nodes have lost the newest block, the chain has, and they are asked again', async (t) => {
  const { nodes, clock, head } = await prepare(t);
  await head();
  await nodes[0].close();
  nodes[1].fault = ({ method }) => (method === 'eth_blockNumber' ? { result: '0x1' } : undefined);
  await assert.rejects(head());
  clock.ms += 60_000;
  assert.equal(await head(), 1n);
});

test('a node that is not on the pinned chain is never asked, not even the first', async (t) => {
  const node = await startTestNode(chain.rpcUrl);
  t.after(() => node.close());
  const other = await startTestNode(chain.rpcUrl);
  t.after(() => other.close());
  other.fault = ({ method }) => (method === 'eth_chainId' ? { result: '0x1' } : undefined);
  const rpcUrl = [other.url, node.url];
  const told: string[] = [];
  const log = { warn: (_: object, message: string) => told.push(message), info: () => assert.fail() };
  const { inUse } = watchEndpoints({ rpcUrl, chainId: chain.chainId }, log);
  const client = createChainClient({ rpcUrl });
  assert.ok((await client.getBlockNumber()) > 0n);
  assert.deepEqual([inUse(), told], [1, ['the chain is asked at another node']]);
});

test('a change of the registry whose answer is lost is done once, and answered', async (t) => {
  const nodes = [await startTestNode(chain.rpcUrl), await startTestNode(chain.rpcUrl)] as const;
  t.after(() => Promise.all(nodes.map((node) => node.close())));
  const rpcUrl = nodes.map(({ url }) => url);
  const registry = createRegistry({ rpcUrl, address: chain.registry, account: chain.dso });
  await chain.rpc('evm_setAutomine', false);
  nodes[0].fault = ({ method }) => (method === 'eth_sendRawTransaction' ? 'take-and-die' : undefined);
  const bound = registry.bind(newAccount().address, newSalt(), 0);
  const deadline = performance.now() + 20_000;
  while (!nodes[1].calls.includes('eth_getTransactionReceipt')) {
    assert.ok(performance.now() < deadline, 'the second node is not asked for the receipt');
    await new Promise(setImmediate);
  }
  await chain.rpc('evm_setAutomine', true);
  await chain.rpc('evm_mine');
  assert.equal((await bound).events.length, 1);
});
