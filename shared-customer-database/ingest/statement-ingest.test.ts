import assert from 'node:assert/strict';
import { test } from 'node:test';
import '@access-layer/kit/native';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { BindingAnswer } from '@access-layer/core/binding';
import { LISTED } from '@access-layer/core/commitment';
import type { NetworkFile } from '@access-layer/core/network';
import { type ChainReader, verifyProof } from '@access-layer/core/verify';
import { createStatementCertificates } from '../ingestion-api/statement-certificates.ts';
import { dump } from '../test/test-dump.ts';
import { configIn } from '../test/test-process.ts';
import { CHAIN_ID, CONTRACT, NETWORK, START_MS, seal, TestNode, toStream } from '../test/test-records.ts';
import { anchorRecord, publish, settled, startTestScd } from '../test/test-scd.ts';
import { TestSender } from '../test/test-statements.ts';
import { rebuild } from './rebuild.ts';

const KINDS = { order: 'party', 'read-ledger': 'service', 'set-point': 'set-point-signer' } as const;

test('statements are certified beside packets, a fork is put aside, and a rebuild gives the same', async (t) => {
  const scd = await startTestScd(t, { batchRecords: 3 });
  const [node, party, service, platform] = [
    new TestNode(),
    new TestSender('agg-1'),
    new TestSender('shared-customer-database'),
    new TestSender('dsotp-1'),
  ];
  const first = party.order(START_MS);
  const fork = party.fork(first);
  const said = [
    first,
    service.readLedger(START_MS),
    party.order(START_MS + 1),
    platform.setPoint(START_MS, 9),
  ];
  await publish(scd, [
    seal([said[0]!, node.measure(START_MS + 5000), said[1]!], { index: 0 }),
    seal([said[2]!, fork, said[3]!, first, node.event(START_MS + 6000)], { index: 1 }),
  ]);
  assert.deepEqual([scd.ledger.counts().storedStatements, scd.ledger.counts().stored], [4, 2]);
  assert.deepEqual(
    scd.ledger
      .quarantine(0, 9)
      .map(({ reason, about }) => [reason, about.node, about.seq, about.payloadHash]),
    [['sequence-fork', 'party/agg-1', 0, fork.payloadHash]],
  );
  for (const { payloadHash, message } of said) {
    const certificate = scd.ledger.certificates.ofPayload(payloadHash)!;
    assert.equal(certificate.payload, message.payload);
    assert.equal(certificate.kind, KINDS[certificate.type as keyof typeof KINDS]);
  }
  assert.equal(scd.ledger.pods('', 10).length, 1, 'no PoD and no series comes of a statement');
  assert.equal(
    scd.ledger.certificates.ofPayload(first.payloadHash)!.batch.index,
    0,
    'the first certificate stays',
  );

  await scd.stop();
  const before = dump(scd.dir);
  assert.equal(before.filter((line) => line.startsWith('["certificate"')).length, 4);
  await rebuild({
    config: { ...configIn(scd.dir), dataDir: scd.dir, group: 'scd' },
    fromOffset: 0,
    empty: true,
  });
  const again = await startTestScd(t, { dir: scd.dir, batchRecords: 100 });
  await settled(again);
  await again.stop();
  assert.deepEqual(dump(scd.dir), before);
});

test('what is no message of a sender, or not as it was signed, is refused with its reason', async (t) => {
  const scd = await startTestScd(t);
  const party = new TestSender('agg-1');
  const { records } = seal([party.order(START_MS), party.order(START_MS + 1)]);
  const [record] = records;
  const change = (from: string, to: string) => ({ ...record!, payload: record!.payload.replace(from, to) });
  const wrong = [
    change('"network":"test-1"', '"network":"rome-1"'),
    change('"type":"order"', '"type":"verdict"'),
    change('"powerW":3000', '"powerW":3001'),
    { ...record!, receivedAt: record!.receivedAt + 1 },
  ];
  await scd.stream.append(
    'packets',
    wrong.map((value) => ({ key: 'agg-1', value: JSON.stringify(value) })),
  );
  await settled(scd);
  assert.deepEqual(
    scd.ledger.quarantine(0, 9).map(({ reason }) => reason),
    ['wrong-network', 'malformed', 'not-included', 'not-included'],
  );
  assert.equal(scd.ledger.counts().storedStatements, 0);
});

test('a statement is accepted, then sealed, then anchored with a proof that verifies; a key of another kind proves nothing', async (t) => {
  const confirmed = Promise.withResolvers<void>();
  const scd = await startTestScd(t, {
    checkAnchor: async () => {
      await confirmed.promise;
      return { answer: 'confirmed' };
    },
  });
  let kind: BindingAnswer['kind'] = 'party';
  let isSilent = false;
  const bindingAt: ChainReader['bindingAt'] = async (_key, commitment) => {
    if (isSilent) throw new Error('the chain does not answer');
    const from = commitment === LISTED ? 1000 : 0;
    return { valid: from > 0, kind, from, until: 0, revokedAt: 0, compromisedSince: 0 };
  };
  const certificates = createStatementCertificates({ ...scd, bindingAt });
  const party = new TestSender('agg-1');
  const order = party.order(START_MS);
  const stage = () => certificates.stageOf(order.payloadHash, '/v1/orders/x');
  assert.deepEqual(stage(), { stage: 'accepted' });
  await assert.rejects(certificates.proof(order.payloadHash), { code: 'SCD_NOT_ANCHORED' });

  const { records, anchor } = seal([order]);
  await scd.stream.append('packets', toStream(records));
  await settled(scd, { anchors: false });
  assert.equal(stage().stage, 'sealed');
  await assert.rejects(certificates.proof(order.payloadHash), { code: 'SCD_NOT_ANCHORED' });

  await scd.stream.append('anchors', [anchorRecord(anchor)]);
  confirmed.resolve();
  await settled(scd);
  const anchored = stage();
  assert.ok(anchored.stage === 'anchored');
  assert.equal(anchored.certificate.proof, '/v1/orders/x/proof');
  assert.equal(anchored.certificate.anchor!.txHash, anchor.txHash);
  const proof = await certificates.proof(order.payloadHash);
  const network: NetworkFile = {
    ...{ network: NETWORK, chainId: CHAIN_ID, genesisHash: `0x${'01'.repeat(32)}`, registry: CONTRACT },
    ...{ anchorContract: CONTRACT, consensus: 'development', validators: [] },
  };
  const { blockNumber, blockHash, blockTime, anchorer, index, root, count, from, to } = anchor;
  const chain: ChainReader = {
    bindingAt,
    chainId: async () => CHAIN_ID,
    genesisHash: async () => network.genesisHash as never,
    anchorSlot: async () => anchorSlotOf({ index, root, count, from, to } as never),
    anchoring: async () => ({
      ...{ blockNumber, blockHash: blockHash as never, blockTimeMs: blockTime },
      anchored: [{ anchorer, index, root, count, from, to } as never],
    }),
  };
  const { outcome, checks } = await verifyProof(proof, network, chain);
  assert.equal(outcome, 'verified', JSON.stringify(checks));

  kind = 'set-point-signer';
  await assert.rejects(certificates.proof(order.payloadHash), { code: 'SCD_NO_BINDING' });
  isSilent = true;
  await assert.rejects(certificates.proof(order.payloadHash), { code: 'SCD_NO_BINDING' });
  const listed = { node: 'agg-1', podCode: '', meterId: '', role: '', salt: LISTED, from: 1000, until: 0 };
  const value = JSON.stringify({ kind: 'party', key: party.key, ...listed });
  await scd.stream.append('registry', [{ key: 'agg-1', value }]);
  await settled(scd);
  assert.equal((await certificates.proof(order.payloadHash)).binding.from, 1000, 'by its opening meanwhile');
});
