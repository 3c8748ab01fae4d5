import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import { newSalt } from '@access-layer/core/commitment';
import { concat, encodeAbiParameters, fromRlp, keccak256, numberToHex, pad, toRlp } from 'viem';
import { createAnchorClient, signAnchorTransaction } from './anchor.ts';
import { type Anvil, type AnvilOptions, startAnvil } from './anvil.ts';
import { createChainClient } from './chain-client.ts';
import { type Deployment, deploy } from './deploy.ts';
import { waitForReceipt } from './receipt.ts';
import { newAccount } from './test-chain.ts';

const CHAIN_ID = 4711;
const [account, anchorer] = [newAccount(), newAccount()];
let dir: string;
let anvil: Anvil;
let deployment: Deployment;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'access-layer-anvil-'));
  anvil = await startAnvil({ dir, chainId: CHAIN_ID });
  deployment = await deploy({ rpcUrl: anvil.rpcUrl, network: 'n', account, anchorers: [anchorer.address] });
});
after(async () => {
  await anvil.stop();
  rmSync(dir, { recursive: true });
});

const rpc = <T = unknown>(method: string, ...params: unknown[]): Promise<T> =>
  createChainClient(anvil).request({ method, params } as never);

const clientOf = () => createAnchorClient({ ...anvil, address: deployment.networkFile.anchorContract });

/** Anchors the next batch; its root, transaction and block. */
async function anchorNext() {
  const client = clientOf();
  const index = await client.nextIndex(anchorer.address);
  const head = { index, root: newSalt(), count: 5, from: index * 10, to: index * 10 + 9 };
  const nonce = await client.minedNonce(anchorer.address);
  const transaction = { address: client.address, chainId: CHAIN_ID, nonce, head };
  const { raw, hash } = await signAnchorTransaction(transaction, anchorer);
  await client.sendRaw(raw);
  await waitForReceipt(createChainClient(anvil), hash, { what: 'anchor', timeoutMs: 10_000 });
  const receipt = (await client.receipt(hash))!;
  return { head, hash, receipt, block: (await client.block(receipt.blockHash))! };
}

/** A genesis differs by its second: waits until a chain that began now would have another one. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) === second) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function killAndRestart(): Promise<void> {
  process.kill(anvil.pid, 'SIGKILL');
  await anvil.exited;
  anvil = await startAnvil({ dir, chainId: CHAIN_ID });
}

test('a clean restart keeps genesis, blocks, transactions, receipts, logs and storage', async () => {
  const batches = [await anchorNext(), await anchorNext()];
  const { genesisHash } = anvil;
  const logs = await rpc<unknown[]>('eth_getLogs', { fromBlock: '0x0', toBlock: 'latest' });
  assert.ok(logs.length >= 4);
  await anvil.stop();
  anvil = await startAnvil({ dir, chainId: CHAIN_ID });
  const client = clientOf();
  assert.equal(anvil.genesisHash, genesisHash);
  assert.equal((await client.block(0))?.hash, genesisHash);
  assert.equal((await rpc<{ hash: Hex }>('eth_getBlockByNumber', 'earliest', false)).hash, genesisHash);
  for (const { head, hash, receipt, block } of batches) {
    assert.deepEqual(await client.block(block.hash), block);
    assert.deepEqual(await client.receipt(hash), receipt);
    assert.equal((await rpc<{ hash: Hex }>('eth_getTransactionByHash', hash)).hash, hash);
    assert.equal(await client.slot(anchorer.address, head.index), anchorSlotOf(head));
  }
  assert.deepEqual(await rpc('eth_getLogs', { fromBlock: '0x0', toBlock: 'latest' }), logs);
  const last = (await client.block('latest'))!;
  const next = await anchorNext();
  assert.equal(next.block.number, last.number + 1);
  assert.equal(next.block.parentHash, last.hash);
});

test('kill -9 forgets only what was not dumped', async () => {
  const kept = await anchorNext();
  const dump = await anvil.dump();
  assert.equal(dump.blockNumber, kept.block.number);
  const forgotten = await anchorNext();
  await killAndRestart();
  const client = clientOf();
  assert.deepEqual(await client.receipt(kept.hash), kept.receipt);
  assert.equal(await client.receipt(forgotten.hash), null);
  assert.equal(await client.block(forgotten.block.hash), null);
  assert.equal(await client.nextIndex(anchorer.address), forgotten.head.index);
  assert.equal((await anchorNext()).head.index, forgotten.head.index);
});

test('a fresh chain keeps its genesis even when it is killed at once', async (t) => {
  const fresh = temporaryFolder(t);
  const first = await startAnvil({ dir: fresh, chainId: CHAIN_ID });
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  await nextSecond();
  const second = await startAnvil({ dir: fresh, chainId: CHAIN_ID });
  await second.stop();
  assert.equal(second.genesisHash, first.genesisHash);
});

test('genesis stays the same over many restarts', async (t) => {
  const folder = temporaryFolder(t);
  const seen = new Set<Hex>();
  for (let start = 0; start < 5; start++) {
    const chain = await startAnvil({ dir: folder, chainId: CHAIN_ID });
    seen.add(chain.genesisHash);
    // What was mined makes a dump, and a dump carries the genesis that Anvil made at this start.
    await createChainClient(chain).request({ method: 'anvil_mine', params: ['0x1'] } as never);
    await chain.stop();
    await nextSecond();
  }
  assert.equal(seen.size, 1);
});

test('a dump replaces the state as a whole, and a call during a dump waits for a later one', async () => {
  await anchorNext();
  const during = anvil.dump();
  const late = await anchorNext();
  const [, second, third] = await Promise.all([during, anvil.dump(), anvil.dump()]);
  assert.ok(second.blockNumber >= late.block.number && third.blockNumber >= late.block.number);
  const state = JSON.parse(gunzipSync(readFileSync(join(dir, 'state.json.gz'))).toString());
  assert.equal(state.best_block_number, late.block.number);
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.endsWith('.tmp')),
    [],
  );
  assert.equal((await anvil.dump()).bytes, 0, 'nothing new to put on disk');
});

test('a half-written dump of a crash is never read', async () => {
  await anchorNext();
  await anvil.dump();
  const expected = await clientOf().nextIndex(anchorer.address);
  writeFileSync(join(dir, 'state.json.gz.tmp'), 'torn');
  await killAndRestart();
  assert.equal(await clientOf().nextIndex(anchorer.address), expected);
});

test('the chain is dumped by itself while it grows', async (t) => {
  const own = temporaryFolder(t);
  const { promise: dumped, resolve } = Promise.withResolvers<number>();
  const chain = await startAnvil({
    ...{ dir: own, chainId: CHAIN_ID, dumpIntervalMs: 20 },
    onDump: ({ blockNumber }) => resolve(blockNumber),
  });
  t.after(() => chain.stop());
  await createChainClient(chain).request({ method: 'evm_mine' } as never);
  assert.equal(await dumped, 1);
});

test('gas is free, there are no accounts with published keys, and no browser page may call', async () => {
  assert.deepEqual(await rpc('eth_accounts'), []);
  assert.equal(await rpc('eth_gasPrice'), '0x0');
  const { block } = await anchorNext();
  const raw = await rpc<{ baseFeePerGas?: Hex }>('eth_getBlockByHash', block.hash, false);
  assert.equal(raw.baseFeePerGas, undefined);
  const preflight = await fetch(anvil.rpcUrl, {
    method: 'OPTIONS',
    headers: { origin: 'http://a.example', 'access-control-request-method': 'POST' },
  });
  assert.equal(preflight.headers.get('access-control-allow-origin'), null);
});

test('blocks carry the time of the clock, and never an earlier one than their parent', async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const blocks = [(await anchorNext()).block, (await anchorNext()).block, (await anchorNext()).block];
  await killAndRestart();
  blocks.push((await anchorNext()).block);
  const times = blocks.map(({ timestampMs }) => timestampMs);
  assert.ok(times[0]! >= before && times.at(-1)! <= Date.now(), `${times}`);
  assert.deepEqual(times, times.toSorted());
});

test('a clock far behind the last block stops the start instead of turning time back', async (t) => {
  const own = temporaryFolder(t);
  await (await startAnvil({ dir: own, chainId: CHAIN_ID })).stop();
  const path = join(own, 'state.json.gz');
  const state = JSON.parse(gunzipSync(readFileSync(path)).toString());
  state.blocks[0].header.timestamp = `0x${(Math.floor(Date.now() / 1000) + 3600).toString(16)}`;
  writeFileSync(path, gzipSync(JSON.stringify(state)));
  assert.equal(await refusalOf({ dir: own, chainId: CHAIN_ID }), 'CHAIN_CLOCK_BEHIND');
});

test('a damaged state, a folder in use and a port in use are said so', async (t) => {
  const own = temporaryFolder(t);
  assert.equal(await refusalOf({ dir, chainId: CHAIN_ID }), 'CHAIN_FOLDER_IN_USE');
  const taken = createServer().listen(0, '127.0.0.1');
  t.after(() => taken.close());
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  assert.equal(
    await refusalOf({ dir: own, chainId: CHAIN_ID, port, portTimeoutMs: 100 }),
    'CHAIN_PORT_IN_USE',
  );
  const chain = await startAnvil({ dir: own, chainId: CHAIN_ID });
  await chain.stop();
  const path = join(own, 'state.json.gz');
  writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size - 9));
  assert.equal(await refusalOf({ dir: own, chainId: CHAIN_ID }), 'CHAIN_STATE_DAMAGED');
  writeFileSync(path, gzipSync('{"accounts": 1}'));
  assert.equal(await refusalOf({ dir: own, chainId: CHAIN_ID }), 'CHAIN_START');
});

test('a restarted chain proves a batch by storage proof under the state root of its header', async () => {
  await anchorNext();
  await anvil.dump();
  await killAndRestart();
  const { head, block } = await anchorNext();
  const address = deployment.networkFile.anchorContract;
  const raw = await rpc<Record<string, Hex>>('eth_getBlockByHash', block.hash, false);
  assert.equal(keccak256(toRlp(headerFields(raw))), block.hash, 'the header hashes to the block');
  const key = slotOfBatch(anchorer.address, head.index);
  type Proof = { accountProof: Hex[]; storageHash: Hex; storageProof: { value: Hex; proof: Hex[] }[] };
  const proof = await rpc<Proof>('eth_getProof', address, [key], numberToHex(block.number));
  assert.equal(keccak256(proof.accountProof[0]!), raw.stateRoot);
  const leaf = fromRlp(proof.accountProof.at(-1)!) as [Hex, Hex];
  assert.equal((fromRlp(leaf[1]) as Hex[])[2], proof.storageHash);
  assert.equal(keccak256(proof.storageProof[0]!.proof[0]!), proof.storageHash);
  assert.equal(pad(proof.storageProof[0]!.value), anchorSlotOf(head));
});

/** Storage key of `slot[anchorer][index]`: the mapping stands at slot 2. */
function slotOfBatch(of: Hex, index: number): Hex {
  const outer = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [of, 2n]));
  return keccak256(concat([numberToHex(index, { size: 32 }), outer]));
}

/** The fields of a block header before the London fork, as they are hashed. */
function headerFields(block: Record<string, Hex>): Hex[] {
  const number = (field: string) => (block[field] === '0x0' ? '0x' : numberToHex(BigInt(block[field]!)));
  const even = (hex: Hex): Hex => (hex.length % 2 ? `0x0${hex.slice(2)}` : hex);
  return [
    ...[
      'parentHash',
      'sha3Uncles',
      'miner',
      'stateRoot',
      'transactionsRoot',
      'receiptsRoot',
      'logsBloom',
    ].map((field) => block[field]!),
    ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'].map((field) => even(number(field))),
    ...['extraData', 'mixHash', 'nonce'].map((field) => block[field]!),
  ];
}

/** Code of the error that a start ends with. */
async function refusalOf(options: AnvilOptions): Promise<string> {
  try {
    await (await startAnvil(options)).stop();
    return 'started';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'access-layer-anvil-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}
