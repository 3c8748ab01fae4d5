import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDefaults } from '@access-layer/blockchain-access-layer/config';
import { startBlockchainAccessLayer } from '@access-layer/blockchain-access-layer/service';
import { connectClient } from '@access-layer/blockchain-access-layer/test/client';
import { NETWORK, newNode, nextPacket, openingOf } from '@access-layer/blockchain-access-layer/test/fleet';
import { ask, metricsOf } from '@access-layer/blockchain-access-layer/test/rest-client';
import { prepareSurroundings } from '@access-layer/blockchain-access-layer/test/system';
import { until } from '@access-layer/blockchain-access-layer/test/until';
import { createAnchorClient } from '@access-layer/contracts/anchor';
import { deploy } from '@access-layer/contracts/deploy';
import { openSigner } from '@access-layer/contracts/open-signer';
import { createRegistry } from '@access-layer/contracts/registry';
import { newAccount } from '@access-layer/contracts/test-chain';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { AnchorRecord } from '@access-layer/core/record';
import quorum, { type RunningQuorum } from '@access-layer/engines/quorum';
import { createLog } from '@access-layer/kit/log';
import { startClef } from './clef-on-chain.ts';
import { needEngine } from './need-engine.ts';

/** A chain that has lost two of four validators needs half a minute after they are back. */
const PATIENCE_MS = 400_000;
const log = createLog({ name: 'test', level: 'silent' });
const chain = await needEngine((options) => quorum.start({ ...options, validators: 4 }));
const contracts = chain && (await deployOn(chain));
const signing = contracts && (await needEngine(startClef(contracts)));

/** Deployed by a key that keeps no role. */
async function deployOn({ nodes }: RunningQuorum) {
  const rpcUrl = nodes.map((node) => node.rpcUrl);
  const dso = newAccount();
  const { networkFile } = await deploy({
    ...{ rpcUrl, network: NETWORK, account: newAccount(), dso: dso.address, anchorers: [] },
    consensus: 'qbft',
  });
  return { ...networkFile, rpcUrl, dso };
}

test('on four validators: the first node dies and then a second, with the key in clef', {
  skip: !signing,
}, async (t) => {
  if (!chain || !contracts || !signing) return;
  const { rpcUrl, dso, registry, anchorContract, chainId, genesisHash } = contracts;
  const [anchorer, clefDso] = signing.accounts as [`0x${string}`, `0x${string}`];
  const remote = { name: 'remote', dialect: 'clef', url: signing.url } as const;
  const known = { registry, anchorContract };
  await deploy({ rpcUrl, network: NETWORK, account: dso, known, anchorers: [anchorer] });
  await deploy({ rpcUrl, network: NETWORK, account: dso, known, anchorers: [], dso: clefDso });

  const around = await prepareSurroundings({
    chain: { rpcUrl: rpcUrl.slice(0, 2), chainId, genesisHash, registry, anchorContract, confirmations: 1 },
    signer: { ...remote, address: anchorer },
  });
  t.after(() => around.remove());
  const node = newNode('node-1');
  const account = await openSigner({ ...remote, address: clefDso }, () => assert.fail('the key is in clef'));
  await createRegistry({ rpcUrl, address: registry, account }).bind(node.address, node.commitment, 1);
  await around.stream.append('registry', [{ key: node.id, value: openingOf(node) }]);
  const bal = await startBlockchainAccessLayer(withDefaults(around.config), { log, onFatal: assert.fail });
  t.after(() => bal.stop());
  const client = await connectClient(bal.mqttPort, node.id, await around.certify(node.id));
  t.after(() => client.end());

  const publish = async () => {
    for (let i = 0; i < 5; i++) await client.publish(`ln/${node.id}/packets`, nextPacket(node).bytes);
  };
  const reached = (stage: 'sealed' | 'anchored', count: number) =>
    until(
      `${count} ${stage}`,
      async () => ((await metricsOf(bal.httpPort))[`access_layer_${stage}_total`] ?? 0) >= count,
      PATIENCE_MS,
    );

  await publish();
  await reached('anchored', 5);
  const [first, , third] = chain.nodes;
  await first!.kill();
  t.diagnostic('one of four is down, the one that was asked');
  await publish();
  await reached('anchored', 10);
  assert.equal((await metricsOf(bal.httpPort)).access_layer_chain_fallback_in_use, 1);

  await third!.kill();
  t.diagnostic('two of four are down');
  await publish();
  await reached('sealed', 15);
  const waiting = await metricsOf(bal.httpPort);
  assert.equal(waiting.access_layer_anchored_total, 10, 'nobody can seal a block');
  assert.ok((waiting.access_layer_batches_waiting ?? 0) >= 1);

  await Promise.all([first!.restart(), third!.restart()]);
  await reached('anchored', 15);
  t.diagnostic('all are back');

  const records = (await around.stream.read('anchors', 0, 0, 1000)).map(
    ({ value }) => JSON.parse(value) as AnchorRecord,
  );
  // Of the nodes that never stopped: the others may still be catching up.
  const anchors = createAnchorClient({ rpcUrl: rpcUrl[1]!, address: anchorContract });
  assert.deepEqual(
    records.map(({ index }) => index),
    records.map((_, i) => i),
    'each batch once, in order',
  );
  assert.equal(await anchors.nextIndex(anchorer), records.length);
  for (const record of records)
    assert.equal(await anchors.slot(anchorer, record.index), anchorSlotOf(record));
  const { body } = await ask(bal.httpPort, '/anomalies');
  assert.deepEqual(
    body.items.filter(({ type }: { type: string }) => /anchor/.test(type)),
    [],
  );
});
