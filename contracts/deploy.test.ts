import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parseNetworkFile } from '@access-layer/core/network';
import { keccak256, toBytes } from 'viem';
import { type Anvil, startAnvil } from './anvil.ts';
import { batchAnchorAbi } from './artifacts/batch-anchor.ts';
import { createChainClient } from './chain-client.ts';
import { createChainExplorer } from './chain-explorer.ts';
import { deploy } from './deploy.ts';
import { createRegistry } from './registry.ts';
import { newAccount } from './test-chain.ts';

let anvil: Anvil;
let dir: string;
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'access-layer-deploy-'));
  anvil = await startAnvil({ dir, chainId: 4242 });
});
after(async () => {
  await anvil.stop();
  rmSync(dir, { recursive: true });
});

test('a deployment gives all that the network file needs', async () => {
  const [account, anchorer] = [newAccount(), newAccount()];
  let persisted = 0;
  const persist = async () => persisted++;
  const { rpcUrl } = anvil;
  const options = { rpcUrl, network: 'rome-1', account, anchorers: [anchorer.address], persist };
  const { networkFile, changed } = await deploy(options);
  assert.deepEqual([changed, persisted], [true, 1]);
  assert.equal(networkFile.chainId, 4242);
  assert.equal(networkFile.genesisHash, anvil.genesisHash);
  assert.equal(networkFile.consensus, 'development');
  assert.ok(parseNetworkFile(JSON.stringify(networkFile)).ok);
  assert.equal(await createRegistry({ rpcUrl, address: networkFile.registry }).network(), 'rome-1');

  const again = await deploy({ ...options, known: networkFile });
  assert.deepEqual(again, { networkFile, changed: false });
  assert.equal(persisted, 1, 'nothing new to put on disk');
});

test('what an interrupted deployment left is found without a record of it', async () => {
  const account = newAccount();
  const options = { rpcUrl: anvil.rpcUrl, network: 'rome-2', account, anchorers: [] };
  const { networkFile } = await deploy(options);
  assert.deepEqual(await deploy(options), { networkFile, changed: false });
  const nowhere = { registry: `0x${'12'.repeat(20)}`, anchorContract: account.address } as const;
  assert.deepEqual(await deploy({ ...options, known: nowhere }), { networkFile, changed: false });
});

test('a registry of another network is not taken for this one’s', async () => {
  const account = newAccount();
  const options = { rpcUrl: anvil.rpcUrl, account, anchorers: [] };
  const pilot = await deploy({ ...options, network: 'pilot' });
  const production = await deploy({ ...options, network: 'production', known: pilot.networkFile });
  assert.notEqual(production.networkFile.registry, pilot.networkFile.registry);
  const registry = createRegistry({ rpcUrl: anvil.rpcUrl, address: production.networkFile.registry });
  assert.equal(await registry.network(), 'production');
});

test('an anchorer that joins later gets its role, the first keeps its own', async () => {
  const [account, first, second] = [newAccount(), newAccount(), newAccount()];
  const options = { rpcUrl: anvil.rpcUrl, network: 'rome-3', account };
  const { networkFile } = await deploy({ ...options, anchorers: [first.address] });
  const joined = await deploy({ ...options, anchorers: [second.address], known: networkFile });
  assert.deepEqual(joined, { networkFile, changed: true });
  const client = createChainClient(anvil);
  for (const { address: holder } of [first, second]) {
    const args = [keccak256(toBytes('ANCHORER_ROLE')), holder] as const;
    const call = {
      address: networkFile.anchorContract,
      abi: batchAnchorAbi,
      functionName: 'hasRole',
      args,
    } as const;
    assert.equal(await client.readContract(call), true);
  }
});

test('after the hand-over the DSO has every role, and who deployed has none', async () => {
  const [account, dso, anchorer] = [newAccount(), newAccount(), newAccount()];
  const options = { rpcUrl: anvil.rpcUrl, network: 'rome-5', account, dso: dso.address };
  const { networkFile } = await deploy({ ...options, anchorers: [anchorer.address] });
  const { registry, anchorContract } = networkFile;
  const explorer = createChainExplorer({ rpcUrl: anvil.rpcUrl, registry, anchorContract });
  const contracts = await explorer.contracts();
  assert.deepEqual(
    contracts.map(({ roles }) => roles.map(({ role, member }) => `${role} ${member}`).toSorted()),
    [
      [`admin ${dso.address}`, `dso ${dso.address}`],
      [`admin ${dso.address}`, `anchorer ${anchorer.address}`],
    ],
  );
  const again = await deploy({ ...options, anchorers: [anchorer.address] });
  assert.deepEqual(again, { networkFile, changed: false });
  const list = (by: typeof account) =>
    createRegistry({ rpcUrl: anvil.rpcUrl, address: registry, account: by }).list(
      anchorer.address,
      'party',
      0,
    );
  await assert.rejects(list(account), { code: 'CHAIN_REVERTED' });
  assert.equal((await list(dso)).events.length, 1);
  const more = { rpcUrl: anvil.rpcUrl, network: 'rome-5', known: networkFile, anchorers: [account.address] };
  await assert.rejects(deploy({ ...more, account, dso: dso.address }), { code: 'CHAIN_REVERTED' });
  assert.equal((await deploy({ ...more, account: dso })).changed, true);
});

test('who is not the administrator cannot join an anchorer', async () => {
  const [account, stranger] = [newAccount(), newAccount()];
  const options = { rpcUrl: anvil.rpcUrl, network: 'rome-4' };
  const { networkFile } = await deploy({ ...options, account, anchorers: [] });
  await assert.rejects(
    deploy({ ...options, account: stranger, anchorers: [stranger.address], known: networkFile }),
    { code: 'CHAIN_REVERTED' },
  );
});
