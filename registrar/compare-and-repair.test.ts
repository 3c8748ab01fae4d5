import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startAnvil } from '@access-layer/contracts/anvil';
import { deploy } from '@access-layer/contracts/deploy';
import { createRegistry } from '@access-layer/contracts/registry';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { commitmentOf, LISTED } from '@access-layer/core/commitment';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import type { StreamRecord } from '@access-layer/kit/stream';
import embedded from '@access-layer/kit/streams/embedded';
import { privateKeyToAccount } from 'viem/accounts';
import { compareAndRepair } from './compare-and-repair.ts';
import { type Opening, openDsoRegistry, type RegisteredNode } from './dso-registry.ts';
import { publishOpenings } from './publish-openings.ts';
import { temporaryFolder } from './registrar.test-input.ts';

const dsoKey = newPrivateKey();
const anchorer = addressOf(newPrivateKey());
const services = [{ key: anchorer, kind: 'service' as const, name: 'blockchain-access-layer' }];

/** An empty chain with the contracts: also what one looks like that has forgotten everything. */
async function freshChain(dir: string, network: string) {
  const anvil = await startAnvil({ dir, chainId: 31_337 });
  const account = privateKeyToAccount(toHex(dsoKey));
  const { networkFile } = await deploy({ rpcUrl: anvil.rpcUrl, network, account, anchorers: [anchorer] });
  const registry = createRegistry({ rpcUrl: anvil.rpcUrl, address: networkFile.registry as Hex, account });
  return { registry, [Symbol.asyncDispose]: () => anvil.stop() };
}

function node(ordinal: number): RegisteredNode {
  const key = addressOf(newPrivateKey());
  const podCode = `IT999E0000000${ordinal}`;
  return {
    ordinal,
    id: `ln-${ordinal}`,
    podCode,
    meterId: `m-${ordinal}`,
    role: 'exchange',
    profile: 'sdm630',
    key,
  };
}

const openingsIn = (records: StreamRecord[]) => records.map(({ value }) => JSON.parse(value) as Opening);

test('the contract gets what the DSO knows, and again what it forgets; the stream has each opening once', async () => {
  using folder = temporaryFolder();
  const dso = openDsoRegistry(folder.dir);
  const network = dso.network();
  const stream = await embedded.create({ dir: join(folder.dir, 'stream') });
  for (const ordinal of [1, 2]) dso.addNode(node(ordinal), 1000);
  {
    await using chain = await freshChain(join(folder.dir, 'chain'), network);
    const first = await compareAndRepair(dso, chain.registry, services);
    assert.deepEqual(first, { bound: 2, revoked: 0, ended: 0, listed: 1 });
    const again = await compareAndRepair(dso, chain.registry, services);
    assert.deepEqual(again, { bound: 0, revoked: 0, ended: 0, listed: 0 });
    for (let round = 0; round < 2; round++) await publishOpenings(dso, stream);
    const published = openingsIn(await stream.read('registry', 0, 0, 100));
    assert.deepEqual(
      published.map(({ node }) => node),
      ['ln-1', 'ln-2', 'blockchain-access-layer'],
    );
    const [opening] = published as [Opening];
    const held = await chain.registry.bindingAt(opening.key, commitmentOf(opening), Date.now());
    assert.equal(held.valid, true);
    assert.equal(opening.from, held.from, 'the time that the contract gives counts, not the one asked for');
  }
  await using other = await freshChain(join(folder.dir, 'forgetful'), network);
  const repaired = await compareAndRepair(dso, other.registry, services);
  assert.deepEqual(repaired, { bound: 2, revoked: 0, ended: 0, listed: 1 });
  await publishOpenings(dso, stream);
  const published = openingsIn(await stream.read('registry', 0, 0, 100));
  // One whose times are by chance the same again is not there twice.
  const newest = new Map(published.map((opening) => [opening.node, opening]));
  assert.equal(newest.size, 3);
  for (const opening of newest.values()) {
    const isNode = opening.kind === 'light-node';
    const commitment = isNode ? commitmentOf(opening) : LISTED;
    const held = await other.registry.bindingAt(opening.key, commitment, Date.now());
    assert.equal(opening.from, held.from);
  }
  assert.equal(dso.network(), network);
  await stream.close();
  dso.close();
});

test("an end and a revocation that the chain forgot are made again, and the DSO's own record stays", async () => {
  using folder = temporaryFolder();
  const dso = openDsoRegistry(folder.dir);
  const network = dso.network();
  for (const ordinal of [1, 2]) dso.addNode(node(ordinal), 1000);
  {
    await using chain = await freshChain(join(folder.dir, 'chain'), network);
    await compareAndRepair(dso, chain.registry, []);
    const [ended, revoked] = dso.openings();
    await chain.registry.unbind(ended!.opening.key, ended!.commitment, Date.now());
    await chain.registry.revoke(revoked!.opening.key);
    await compareAndRepair(dso, chain.registry, []);
  }
  const before = dso.openings().map(({ opening }) => opening);
  assert.ok(before[0]!.until > 0 && before[1]!.revokedAt, 'the DSO knows of both');
  await using forgetful = await freshChain(join(folder.dir, 'forgetful'), network);
  const repair = await compareAndRepair(dso, forgetful.registry, []);
  assert.deepEqual(repair, { bound: 2, revoked: 1, ended: 1, listed: 0 });
  for (const { opening, commitment } of dso.openings()) {
    const held = await forgetful.registry.bindingAt(opening.key, commitment, Date.now() + 5000);
    assert.equal(held.valid, false, `${opening.node} lives no more`);
  }
  const again = await compareAndRepair(dso, forgetful.registry, []);
  assert.deepEqual(again, { bound: 0, revoked: 0, ended: 0, listed: 0 });
  dso.close();
});
