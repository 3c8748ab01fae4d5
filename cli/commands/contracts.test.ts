import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { encodeAnchor } from '@access-layer/contracts/anchor';
import { batchAnchorAbi, batchAnchorBytecode } from '@access-layer/contracts/artifacts/batch-anchor';
import { createChainExplorer } from '@access-layer/contracts/chain-explorer';
import { compileFile } from '@access-layer/contracts/compile';
import { readContractRecord } from '@access-layer/contracts/contract-record';
import {
  newAccount,
  startTestChain,
  type TestAccount,
  type TestChain,
} from '@access-layer/contracts/test-chain';
import { createTransactor } from '@access-layer/contracts/transactor';
import { fromHex, type Hex } from '@access-layer/core/bytes';
import { newSalt } from '@access-layer/core/commitment';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, proofOf, rootOf } from '@access-layer/core/merkle';
import { messageHashOf } from '@access-layer/core/message';
import { parseNetworkFile } from '@access-layer/core/network';
import { newNonce, signPayload } from '@access-layer/core/sign';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { type Abi, encodeFunctionData } from 'viem';
import { surroundings, temporaryFolder } from '../surroundings.test-input.ts';
import contracts from './contracts.ts';

const SOURCE = join(import.meta.dirname, '../../examples/contracts/activation-orders.sol');
/** The same, compiled once. */
const ORDERS = 'ActivationOrders.json';

let chain: TestChain;
let folder: ReturnType<typeof temporaryFolder>;
before(async () => {
  chain = await startTestChain();
  folder = temporaryFolder();
  const keystore = encryptKeystore(fromHex(newAccount().privateKey), 'test', 2);
  writeFileSync(join(folder.dir, 'key.json'), JSON.stringify(keystore));
  writeFileSync(join(folder.dir, 'passphrase'), 'test\n');
  writeFileSync(join(folder.dir, ORDERS), JSON.stringify(compileFile(SOURCE)[0]));
});
after(async () => {
  folder[Symbol.dispose]();
  await chain.close();
});

async function run(...args: string[]) {
  const { around, printed } = surroundings(folder.dir);
  const key = ['--rpc', chain.rpcUrl, '--keystore', 'key.json', '--passphrase', 'passphrase'];
  const record = ['--record', 'contracts.json'];
  return { code: await contracts.run([...args, ...key, ...record], around), ...printed };
}

const recorded = () => readContractRecord(join(folder.dir, 'contracts.json'));

test('the contracts of a network are deployed, handed over, and found again', async () => {
  const [dso, anchorer] = [newAccount().address, newAccount().address];
  const words = ['deploy', '--network', 'rome-9', '--dso', dso, '--anchorer', anchorer];
  const first = await run(...words);
  assert.equal(first.code, 0, first.err);
  const parsed = parseNetworkFile(first.out);
  assert.ok(parsed.ok && parsed.network.network === 'rome-9');
  const { registry, anchorContract } = parsed.network as { registry: Hex; anchorContract: Hex };
  const explorer = createChainExplorer({ rpcUrl: chain.rpcUrl, registry, anchorContract });
  const holders = (await explorer.contracts()).flatMap(({ roles }) => roles.map(({ member }) => member));
  assert.deepEqual(new Set(holders), new Set([dso, anchorer]), 'who deployed has no role');
  const second = await run(...words);
  assert.equal(second.out, first.out);
  assert.match(second.err, /All of it was there/);
});

test('another contract is deployed once; a dry run changes nothing', async () => {
  const args = [chain.anchorContract, chain.anchorer.address];
  const dry = await run('deploy', SOURCE, ...args, '--dry-run');
  const words = ['deploy', ORDERS, ...args];
  assert.match(dry.out, /^activation-orders would be at 0x[0-9a-f]{40}, \d+ gas\n$/, dry.err);
  assert.equal(existsSync(join(folder.dir, 'contracts.json')), false);
  const first = await run(...words);
  assert.equal(first.code, 0, first.err);
  const [entry] = recorded();
  assert.ok(first.out.includes(`activation-orders is at ${entry!.address}, in block ${entry!.blockNumber}`));
  assert.ok(dry.out.includes(entry!.address), 'where the dry run said');
  assert.match((await run(...words)).out, /was already at/);
  const other = await run('deploy', ORDERS, chain.anchorContract, newAccount().address);
  assert.deepEqual([other.code, /has another contract as "activation-orders"/.test(other.err)], [1, true]);
  assert.equal(
    (await run('list')).out,
    `${entry!.address}  activation-orders, since block ${entry!.blockNumber}\n`,
  );
});

test('an artifact of another tool is deployed too', async () => {
  const artifact = {
    contractName: 'BatchAnchor',
    abi: batchAnchorAbi,
    bytecode: { object: batchAnchorBytecode },
  };
  writeFileSync(join(folder.dir, 'BatchAnchor.json'), JSON.stringify(artifact));
  const { code, err } = await run(
    'deploy',
    'BatchAnchor.json',
    newAccount().address,
    '--as',
    'second-anchor',
  );
  assert.equal(code, 0, err);
  assert.ok(recorded().some(({ name }) => name === 'second-anchor'));
});

test('what cannot be deployed is said, with what is expected', async () => {
  writeFileSync(join(folder.dir, 'broken.sol'), 'pragma solidity ^0.8.24; contract A { uint x = "a"; }');
  writeFileSync(join(folder.dir, 'two.sol'), 'pragma solidity ^0.8.24; contract A {} contract B {}');
  const cases: [string[], number, RegExp][] = [
    [['deploy', 'broken.sol'], 1, /do not compile/],
    [['deploy', 'two.sol'], 2, /has A, B; name one/],
    [['deploy', 'missing.sol'], 2, /no such file/],
    [['deploy', 'key.json'], 2, /no "abi" and "bytecode"/],
    [['deploy', ORDERS], 1, /0 arguments: the constructor takes address anchors_, address anchorer_/],
    [['deploy', ORDERS, '0x12', chain.anchorer.address], 1, /"0x12" for address anchors_/],
    [['deploy', ORDERS, '@tree', '1'], 2, /No network file|@tree/],
    [['deploy', 'two.sol', '--contract', 'B', '--as', 'key-registry'], 2, /that is not ours/],
    [['deploy', '--network', 'x', '--dso', '0x12'], 2, /0x12 is no address/],
    [['deploy', '--network', 'x'], 64, /--dso/],
    [[], 64, /contracts deploy/],
  ];
  for (const [words, code, said] of cases) {
    const answer = await run(...words);
    assert.equal(answer.code, code, `${words.join(' ')}: ${answer.err}`);
    assert.match(answer.err, said);
  }
});

test('an order settles only with an activation that is anchored and was received in time, and each pays once', async () => {
  const { address, abi } = recorded().find(({ name }) => name === 'activation-orders')!;
  const [buyer, seller] = [newAccount(), newAccount()];
  const receivedAt = Date.now();
  const batch = await anchorActivations(receivedAt);
  const call = (by: TestAccount, functionName: string, ...args: unknown[]) =>
    send(by, { address, abi }, functionName, args);
  const refusal = (sent: Promise<unknown>) =>
    sent.then(
      () => 'none',
      (error) => error.context.error,
    );
  const [id, other] = [newSalt(), newSalt()];
  const [first, second] = batch.activations;
  const settle = (order: Hex, at = receivedAt, head: object = batch.head, proof = first!.proof) =>
    call(seller, 'settle', order, BigInt(at), head, proof);

  for (const order of [id, other]) {
    await call(buyer, 'place', order, seller.address, BigInt(receivedAt), BigInt(receivedAt + 1), 1250n);
  }
  assert.equal(await refusal(settle(id)), 'WrongState', 'nobody has named an activation');
  assert.equal(await refusal(call(seller, 'accept', id, first!.hash)), 'NotTheBuyer');
  await call(buyer, 'accept', id, first!.hash);
  assert.equal(await refusal(settle(id, receivedAt + 1)), 'OutOfTime');
  assert.equal(await refusal(settle(id, receivedAt, { ...batch.head, root: newSalt() })), 'NotAnchored');
  assert.equal(await refusal(settle(id, receivedAt, batch.head, second!.proof)), 'NotInBatch');
  const { logs } = await settle(id);
  assert.equal(logs.length, 1);
  assert.equal(await refusal(settle(id)), 'WrongState', 'it is settled');
  await call(buyer, 'accept', other, first!.hash);
  assert.equal(await refusal(settle(other)), 'AlreadyPaid');

  const explorer = createChainExplorer({ ...chain, others: recorded });
  const end = { blockNumber: Number.MAX_SAFE_INTEGER, logIndex: 0 };
  const [, settled] = (await explorer.history('activation-orders', end, 10))!;
  assert.deepEqual(
    [settled!.type, settled!.values],
    ['Settled', { id, activation: first!.hash, receivedAt, amountCent: 1250 }],
  );
  assert.equal(await explorer.history('nothing', end, 1), null);
});

function send(by: TestAccount, to: { address: Hex; abi: Abi }, functionName: string, args: unknown[]) {
  const data = encodeFunctionData({ abi: to.abi, functionName, args });
  const transactor = createTransactor({ client: chain.client, account: by });
  return transactor.send({ what: functionName, abi: to.abi, to: to.address, data });
}

/** Three signed activations in one anchored batch. */
async function anchorActivations(receivedAt: number) {
  const key = fromHex(newAccount().privateKey);
  const hashes = ['received', 'applied', 'completed'].map((status) => {
    const payload = { v: 1, network: chain.network, type: 'activation', nonce: newNonce(), status };
    return messageHashOf(signPayload(JSON.stringify(payload), key)) as Hex;
  });
  const tree = buildTree(hashes.map((hash) => leafOf(hash, receivedAt)));
  const head = { index: 0, root: rootOf(tree) as Hex, count: 3, from: receivedAt, to: receivedAt };
  const to = { address: chain.anchorContract, abi: batchAnchorAbi };
  const transactor = createTransactor({ client: chain.client, account: chain.anchorer });
  await transactor.send({ what: 'anchor', abi: to.abi, to: to.address, data: encodeAnchor(head) });
  const { index, root, count, from, to: until } = head;
  return {
    head: { index: BigInt(index), root, count: BigInt(count), from: BigInt(from), to: BigInt(until) },
    activations: hashes.map((hash, i) => ({ hash, proof: proofOf(tree, i) })),
  };
}
