import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { createAnchorClient, signAnchorTransaction } from '@access-layer/contracts/anchor';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { waitForReceipt } from '@access-layer/contracts/receipt';
import { newAccount, startTestChain, type TestChain } from '@access-layer/contracts/test-chain';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import type { NetworkFile } from '@access-layer/core/network';
import type { AnchorRecord } from '@access-layer/core/record';
import { verifyProofFile } from '@access-layer/core/verify';
import { NETWORK, openingOf, type Sealed, seal, TestNode, toStream } from '../test/test-records.ts';
import { anchorRecord, settled, startTestScd } from '../test/test-scd.ts';
import { waitUntil } from '../test/wait-until.ts';
import { createAnchorCheck } from './anchor-check.ts';

let chain: TestChain;
before(async () => {
  chain = await startTestChain(NETWORK);
});
after(() => chain.close());

let nonce = 0;

/** Anchors a batch as the Blockchain Access Layer does, and says so as it does. */
async function anchor({ anchor }: Sealed): Promise<AnchorRecord> {
  const { index, root, count, from, to } = anchor;
  const { anchorContract: address, chainId, rpcUrl } = chain;
  const transaction = { address, chainId, nonce: nonce++, head: { index, root, count, from, to } };
  const { raw, hash } = await signAnchorTransaction(transaction, chain.anchorer);
  await createAnchorClient({ rpcUrl, address }).sendRaw(raw);
  const { blockNumber, blockHash } = await waitForReceipt(chain.client, hash, {
    what: 'anchor',
    timeoutMs: 10_000,
  });
  const anchoring = await createChainReader(chain).anchoring(hash);
  return {
    ...anchor,
    chainId,
    contract: address,
    txHash: hash,
    blockNumber,
    blockHash,
    blockTime: anchoring!.blockTimeMs,
  };
}

/** A node whose key the DSO has bound, with a batch of its packets. */
async function boundBatch(index: number): Promise<{ node: TestNode; batch: Sealed; opening: object }> {
  await chain.pass(2); // a batch may not begin before the one before has ended
  const node = new TestNode({ id: `node-${index}` });
  const salt = newSalt();
  const commitment = commitmentOf({ node: node.id, podCode: node.pod, meterId: node.meter, salt });
  await chain.asDso.bind(node.key, commitment, 0);
  const { from } = await chain.asDso.bindingAt(node.key, commitment, await chain.nowMs());
  const packets = [1, 2, 3].map((i) => node.measure(from + i * 10, { readings: 2, stepMs: 1 }));
  const batch = seal(packets, { index, anchorer: chain.anchorer.address });
  return { node, batch, opening: openingOf(node, { salt, from: 1 }) };
}

async function scdOnChain(t: TestContext) {
  const reader = createChainReader(chain);
  const silent = createChainReader({ ...chain, rpcUrl: 'http://127.0.0.1:9' });
  let isDown = false;
  const at = () => (isDown ? silent : reader);
  const scd = await startTestScd(t, {
    checkAnchor: (record) => createAnchorCheck(at(), chain)(record),
    bindingAt: ((...args: [string, string, number]) => at().bindingAt(...args)) as never,
  });
  const setDown = (down: boolean) => {
    isDown = down;
  };
  return { scd, reader, setDown };
}

async function networkFile(): Promise<NetworkFile> {
  const { chainId, registry, anchorContract, network } = chain;
  const { genesisHash } = chain.anvil;
  return {
    network,
    chainId,
    genesisHash,
    registry,
    anchorContract,
    consensus: 'development',
    validators: [],
  };
}

test('from the stream to a proof file that a stranger verifies, and that fails after any change', async (t) => {
  const { scd, reader } = await scdOnChain(t);
  const { node, batch, opening } = await boundBatch(0);
  await scd.stream.append('registry', [{ key: node.id, value: JSON.stringify(opening) }]);
  await scd.stream.append('packets', toStream(batch.records));
  await scd.stream.append('anchors', [anchorRecord(await anchor(batch))]);
  await settled(scd);
  assert.equal(scd.batches.counts().anchoredPackets, 3);
  const network = await networkFile();
  const { readings } = (await scd.http.inject(`/v1/pods/${node.pod}/readings`)).json();
  assert.equal(readings.length, 6);
  for (const { certificate } of readings) {
    const file = await scd.http.inject(certificate.proof);
    assert.equal(file.statusCode, 200, file.body);
    const result = await verifyProofFile(file.body, network, reader);
    assert.equal(result.outcome, 'verified', JSON.stringify(result));
  }
  const all = (await scd.http.inject(`/v1/pods/${node.pod}/proofs`)).json();
  assert.deepEqual([all.proofs.length, all.unproven, all.next], [3, [], undefined]);
  for (const file of all.proofs) {
    assert.equal((await verifyProofFile(JSON.stringify(file), network, reader)).outcome, 'verified');
  }
  const proof = (await scd.http.inject(readings[0].certificate.proof)).json();
  for (const change of CHANGES) {
    const copy = structuredClone(proof);
    change(copy);
    const result = await verifyProofFile(JSON.stringify(copy), network, reader);
    assert.equal(result.outcome, 'failed', `${change}: ${JSON.stringify(result)}`);
  }
});

// biome-ignore lint/suspicious/noExplicitAny: any place of a proof file
const CHANGES: ((proof: any) => void)[] = [
  (proof) => (proof.packet.payload = proof.packet.payload.replace('1200.5', '1200.4')),
  (proof) => (proof.packet.signature = flip(proof.packet.signature)),
  (proof) => (proof.leaf.receivedAt += 1),
  (proof) => (proof.batch.proof[0] = flip(proof.batch.proof[0])),
  (proof) => (proof.batch.root = flip(proof.batch.root)),
  (proof) => (proof.batch.to += 1),
  (proof) => (proof.binding.salt = flip(proof.binding.salt)),
  (proof) => (proof.binding.key = flip(proof.binding.key)),
  (proof) => (proof.anchor.blockHash = flip(proof.anchor.blockHash)),
];

function flip(hex: string): string {
  return hex.slice(0, 20) + (Number.parseInt(hex[20]!, 16) ^ 1).toString(16) + hex.slice(21);
}

test('while the chain is away readings are sealed; when it is back they are anchored', async (t) => {
  const { scd, setDown } = await scdOnChain(t);
  const { batch } = await boundBatch(1);
  const record = await anchor(batch);
  setDown(true);
  await scd.stream.append('packets', toStream(batch.records));
  await scd.stream.append('anchors', [anchorRecord(record)]);
  await waitUntil('the chain to be missed', () => scd.ingest.problems().chain !== undefined);
  await settled(scd, { anchors: false });
  assert.deepEqual([scd.ledger.counts().stored, scd.batches.counts().anchoredPackets], [3, 0]);
  setDown(false);
  await settled(scd);
  assert.equal(scd.batches.counts().anchoredPackets, 3);
});

test('an anchor record that is not what the contract holds is refused', async (t) => {
  const { scd } = await scdOnChain(t);
  const { batch } = await boundBatch(2);
  const record = await anchor(batch);
  const other = await chain.asDso.bind(newAccount().address, newSalt(), 0);
  await scd.stream.append('packets', toStream(batch.records));
  const wrong: Partial<AnchorRecord>[] = [
    { to: record.to + 1 },
    { txHash: other.txHash },
    { blockTime: record.blockTime + 1000 },
    { contract: flip(record.contract) },
  ];
  await scd.stream.append(
    'anchors',
    wrong.map((change) => anchorRecord({ ...record, ...change })),
  );
  await settled(scd);
  assert.equal(scd.batches.counts().anchoredPackets, 0);
  const { quarantined } = scd.ledger.counts();
  assert.deepEqual([quarantined['anchor-mismatch'], quarantined['wrong-contract']], [3, 1]);
  await scd.stream.append('anchors', [anchorRecord(record)]);
  await settled(scd);
  assert.equal(scd.batches.counts().anchoredPackets, 3);
});
