import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { batchAnchorAbi } from '@access-layer/contracts/artifacts/batch-anchor';
import { type RecordedContract, writeRecorded } from '@access-layer/contracts/contract-record';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { messageHashOf } from '@access-layer/core/message';
import { createLog } from '@access-layer/kit/log';
import { withDefaults } from '../config.ts';
import { type BlockchainAccessLayer, startBlockchainAccessLayer } from '../service.ts';
import { connectClient } from '../test/client.ts';
import { nextPacket } from '../test/fleet.ts';
import { ask } from '../test/rest-client.ts';
import { prepareSurroundings, type Surroundings } from '../test/system.ts';
import { until } from '../test/until.ts';

const log = createLog({ name: 'test', level: 'silent' });
let around: Surroundings;
let bal: BlockchainAccessLayer;
let node: Awaited<ReturnType<Surroundings['enrol']>>[number];
let packet: ReturnType<typeof nextPacket>;
let contractsFile: string;
let batch: Awaited<ReturnType<typeof ask>>['body'];

const get = (path: string) => ask(bal.httpPort, path);

before(async () => {
  around = await prepareSurroundings();
  contractsFile = join(around.dir, 'contracts.json');
  around.config.chain = { ...around.config.chain, contractsFile };
  [node] = (await around.enrol(1)) as [typeof node];
  packet = nextPacket(node);
  bal = await startBlockchainAccessLayer(withDefaults(around.config), { log, onFatal: assert.fail });
  const client = await connectClient(bal.mqttPort, node.id, node.files);
  await client.subscribe(`ln/${node.id}/verdicts`);
  await client.publish(`ln/${node.id}/status`, Buffer.from('{"queued":7}'), { retain: true });
  await client.publish(`ln/${node.id}/packets`, packet.bytes);
  await until('the verdict', () => client.verdicts.find(({ anchored = [] }) => anchored.length > 0));
  await client.end();
  batch = (await get('/batches')).body.items[0];
});
after(async () => {
  await bal.stop();
  await around.remove();
});

test('the flow counts what came how far, and what waits at the nodes', async () => {
  const { status, body } = await get('/flow');
  assert.equal(status, 200);
  assert.deepEqual(body.packets, { accepted: 1, sealed: 1, anchored: 1 });
  assert.deepEqual(body.statements, { accepted: 0, sealed: 0, anchored: 0 });
  assert.equal(body.nodes.known, 1);
  assert.equal(body.nodes.queuedPackets, 7);
  assert.deepEqual([body.batches, body.batchesWaiting, body.oldestUnanchoredMs], [1, 0, undefined]);
  assert.equal(body.delays.sealing.samples, 1);
  assert.equal(body.delays.anchoring.samples, 1);
});

test('the tree of a batch is answered whole, its leaf is the packet', async () => {
  const { status, body } = await get(`/batches/${around.anchorer}/0/tree`);
  assert.equal(status, 200);
  const leaf = leafOf(messageHashOf(packet), batch.from);
  assert.deepEqual(body, { index: 0, count: 1, nodes: [toHex(leaf)] });
  assert.equal(body.nodes[0], batch.root);
  assert.equal((await get(`/batches/${around.anchorer}/9/tree`)).body.code, 'BAL_BATCH_UNKNOWN');
});

test('blocks are listed from the head down, and found by number and hash', async () => {
  const { body: chain } = await get('/chain');
  const { registry, anchorContract, chainId, genesisHash } = around.chain.networkFile;
  assert.deepEqual(
    [chain.registry, chain.anchorContract, chain.chainId, chain.genesisHash, chain.anchorer],
    [registry, anchorContract, chainId, genesisHash, around.anchorer],
  );
  const { body: first } = await get('/chain/blocks?limit=2');
  assert.deepEqual(
    first.items.map(({ number }: { number: number }) => number),
    [chain.head.number, chain.head.number - 1],
  );
  const { body: second } = await get(`/chain/blocks?limit=50&after=${first.next}`);
  assert.equal(second.items[0].number, chain.head.number - 2);
  assert.equal(second.items.at(-1).number, 0);
  assert.equal(second.next, undefined);
  const { body: byHash } = await get(`/chain/blocks/${chain.head.hash}`);
  assert.deepEqual(byHash, (await get(`/chain/blocks/${chain.head.number}`)).body);
});

test('a transaction has what our contracts said in it', async () => {
  const { body } = await get(`/chain/transactions/${batch.anchor.txHash}`);
  assert.deepEqual([body.status, body.from, body.to], ['success', around.anchorer, batch.anchor.contract]);
  const { index, root, count, from, to } = batch;
  assert.equal(body.events.length, 1);
  assert.deepEqual(
    [body.events[0].contract, body.events[0].type, body.events[0].values],
    ['batch-anchor', 'anchored', { anchorer: around.anchorer, index, root, count, from, to }],
  );
});

test('the contracts have their roles and their history', async () => {
  const { body } = await get('/chain/contracts');
  const anchors = body.items.find(({ name }: { name: string }) => name === 'batch-anchor');
  const holders = anchors.roles.filter(({ role }: { role: string }) => role === 'anchorer');
  assert.deepEqual(
    holders.map(({ member }: { member: string }) => member),
    [around.anchorer],
  );
  const { body: history } = await get('/chain/contracts/key-registry/events?limit=1');
  assert.deepEqual([history.items[0].type, history.items[0].values.key], ['bound', node.address]);
  const { body: older } = await get(`/chain/contracts/key-registry/events?after=${history.next}`);
  assert.ok(older.items.length > 0);
  assert.ok(older.items.every(({ type }: { type: string }) => type !== 'bound'));
});

test('a contract that others brought is there as soon as it is recorded, with its ABI and its events', async () => {
  const { body: before } = await get('/chain/contracts');
  assert.deepEqual(before.others, []);
  assert.ok(before.items.every(({ abi }: { abi: { type: string }[] }) => abi.length > 10));
  const [anchored] = batchAnchorAbi.filter((entry) => entry.type === 'event' && entry.name === 'Anchored');
  const { chainId, genesisHash, anchorContract } = around.chain.networkFile;
  const { txHash, blockNumber } = batch.anchor;
  const contract = {
    name: 'other',
    address: anchorContract,
    abi: [anchored],
    deployer: around.anchorer,
    txHash,
  };
  const entry = { ...contract, chainId, genesisHash, initCodeHash: txHash, raw: '0x00', blockNumber };
  writeRecorded(contractsFile, entry as unknown as RecordedContract);
  const { body } = await get('/chain/contracts');
  assert.deepEqual(body.others, [{ ...contract, blockNumber }]);
  const { body: history } = await get('/chain/contracts/other/events');
  assert.deepEqual(
    history.items.map(({ contract: name, type, values }: Record<string, { index: number }>) => [
      name,
      type,
      values?.index,
    ]),
    [['other', 'Anchored', 0]],
  );
});

test('a verifier gets the answers of the contracts', async () => {
  const { body: anchor } = await get(`/chain/anchors/${around.anchorer}/0`);
  assert.equal(anchor.slot, anchorSlotOf(batch));
  const { body: none } = await get(`/chain/anchors/${around.anchorer}/1`);
  assert.equal(none.slot, `0x${'0'.repeat(64)}`);
  const { body: binding } = await get(
    `/chain/bindings/${node.address}/${node.commitment}?atMs=${batch.from}`,
  );
  assert.deepEqual([binding.valid, binding.kind], [true, 'light-node']);
});

test('what is not there, and what is no cursor, is said', async () => {
  const hash: Hex = `0x${'5c'.repeat(32)}`;
  const cases = [
    ['/chain/blocks/999999', 404, 'BAL_BLOCK_UNKNOWN'],
    [`/chain/blocks/${hash}`, 404, 'BAL_BLOCK_UNKNOWN'],
    [`/chain/transactions/${hash}`, 404, 'BAL_TRANSACTION_UNKNOWN'],
    ['/chain/contracts/key-registry/events?after=x', 400, 'BAL_CURSOR'],
    ['/chain/contracts/x/events', 404, 'BAL_CONTRACT_UNKNOWN'],
  ] as const;
  for (const [path, status, code] of cases) {
    const answer = await get(path);
    assert.deepEqual([answer.status, answer.body.code], [status, code], path);
  }
  for (const path of ['/chain/blocks?limit=51', '/chain/blocks/latest', '/chain/contracts/X/events'])
    assert.equal((await get(path)).status, 400, path);
});

test('a chain that does not answer is 503', async () => {
  await around.chain.stop();
  const { status, body } = await get('/chain/blocks');
  assert.deepEqual([status, body.code], [503, 'BAL_CHAIN_UNREACHABLE']);
});
