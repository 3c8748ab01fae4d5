import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import type { AnchorRecord } from '@access-layer/core/record';
import type { Store } from '../store.ts';
import type { Signed } from '../test/test-records.ts';
import { ANCHORER, POD, START_MS, seal, TestNode, toStream } from '../test/test-records.ts';
import { anchorRecord, publish, settled, startTestScd, type TestScd } from '../test/test-scd.ts';
import { waitUntil } from '../test/wait-until.ts';
import type { AnchorAnswer } from './anchor-check.ts';

const OTHER_ANCHORER = `0x${'77'.repeat(20)}` as const;
const ALL = { pod: POD, fromMs: 0, untilMs: 2 ** 43, limit: 10_000 };

function measured(node: TestNode, count: number, fromMs = START_MS): Signed[] {
  return Array.from({ length: count }, (_, i) => node.measure(fromMs + 1000 * (i + 1), { readings: 2 }));
}

async function hashes(scd: TestScd): Promise<string[]> {
  return (await scd.store.packets(ALL)).items.map(({ payloadHash }) => payloadHash);
}

function reasons(scd: TestScd): string[] {
  return scd.ledger.quarantine(0, 1000).map(({ reason }) => reason);
}

test('readings are sealed at once and anchored when the chain has said so', async (t) => {
  let answer: AnchorAnswer = { answer: 'later', reachable: false, detail: 'connection refused' };
  const asked: AnchorRecord[] = [];
  const scd = await startTestScd(t, {
    checkAnchor: async (record) => {
      asked.push(record);
      return answer;
    },
  });
  const batch = seal(measured(new TestNode(), 4));
  await scd.stream.append('anchors', [anchorRecord(batch.anchor)]); // before its packets: the topics are apart
  await scd.stream.append('packets', toStream(batch.records));
  await settled(scd, { anchors: false });
  const certified = () => scd.batches.anchorOf(batch.records[0]!.batch as never);
  assert.equal(scd.ledger.counts().stored, 4);
  await waitUntil('the chain to be asked again', () => asked.length >= 3);
  assert.equal(certified(), undefined);
  assert.equal(scd.batches.counts().anchoredPackets, 0);
  assert.equal(scd.ingest.problems().chain, 'connection refused');
  answer = { answer: 'confirmed' };
  await settled(scd);
  assert.deepEqual(certified(), batch.anchor);
  assert.equal(scd.batches.counts().anchoredPackets, 4);
  await waitUntil('the problem to be over', () => scd.ingest.problems().chain === undefined);
});

test('packets that come after the chain has confirmed their batch are anchored too', async (t) => {
  const scd = await startTestScd(t);
  const batch = seal(measured(new TestNode(), 3));
  await scd.stream.append('anchors', [anchorRecord(batch.anchor)]);
  await settled(scd);
  await scd.stream.append('packets', toStream(batch.records));
  await settled(scd);
  assert.equal(scd.batches.counts().anchoredPackets, 3);
  assert.deepEqual(scd.batches.anchorOf(batch.records[0]!.batch as never), batch.anchor);
});

test('an anchor that the chain does not know yet holds up no other', async (t) => {
  const later: AnchorAnswer = { answer: 'later', reachable: true, detail: 'nothing there' };
  const scd = await startTestScd(t, {
    checkAnchor: async ({ index }) => (index === 0 ? later : { answer: 'confirmed' }),
  });
  const node = new TestNode();
  const [first, second] = [seal(measured(node, 2)), seal(measured(node, 2, START_MS + 60_000), { index: 1 })];
  for (const { records } of [first, second]) await scd.stream.append('packets', toStream(records));
  await scd.stream.append(
    'anchors',
    [first, second].map(({ anchor }) => anchorRecord(anchor)),
  );
  await waitUntil('the second batch', () => scd.batches.counts().anchoredPackets === 2);
  assert.equal(scd.batches.counts().anchorsWaiting, 1);
  assert.deepEqual(scd.ingest.problems(), {});
});

test('a batch that is anchored again has the new transaction', async (t) => {
  const scd = await startTestScd(t);
  const batch = seal(measured(new TestNode(), 2));
  await publish(scd, [batch]);
  const again = {
    ...batch.anchor,
    txHash: `0x${'aa'.repeat(32)}`,
    blockNumber: 99,
    blockHash: `0x${'bb'.repeat(32)}`,
  };
  await scd.stream.append('anchors', [anchorRecord(again), anchorRecord(again)]);
  await settled(scd);
  assert.deepEqual(scd.batches.anchorOf(batch.records[0]!.batch as never), again);
  assert.equal(scd.batches.counts().anchoredPackets, 2);
});

test('an anchor that the chain contradicts is put aside; readings stay sealed; a right one comes after', async (t) => {
  const batch = seal(measured(new TestNode(), 2));
  const scd = await startTestScd(t, {
    checkAnchor: async ({ count }) =>
      count === 2
        ? { answer: 'confirmed' }
        : { answer: 'refused', reason: 'anchor-mismatch', detail: 'another slot' },
  });
  await publish(scd, [{ ...batch, anchor: { ...batch.anchor, count: 3 } }]);
  assert.deepEqual(reasons(scd), ['anchor-mismatch']);
  assert.equal(scd.batches.counts().anchoredPackets, 0);
  await scd.stream.append('anchors', [anchorRecord(batch.anchor)]);
  await settled(scd);
  assert.equal(scd.batches.counts().anchoredPackets, 2);
});

test('a poisoned record is put aside with its evidence, and the rest is stored and provable', async (t) => {
  const scd = await startTestScd(t);
  const { records, anchor } = seal(measured(new TestNode(), 5));
  const poisoned = toStream(records);
  const evidence = poisoned[2]!.value.replace('1200.5', '1200.6');
  poisoned[2] = { key: POD, value: evidence };
  await scd.stream.append('packets', [
    { key: 'x', value: 'not JSON' },
    ...poisoned,
    { key: 'x', value: '{}' },
  ]);
  await scd.stream.append('anchors', [{ key: 'x', value: '[]' }, anchorRecord(anchor)]);
  await scd.stream.append('registry', [{ key: 'node-1', value: '{"kind":"light-node"}' }]);
  await settled(scd);
  assert.equal(scd.ledger.counts().stored, 4);
  const items = scd.ledger.quarantine(0, 10);
  assert.deepEqual(items.map(({ reason }) => reason).sort(), [
    'malformed-opening',
    'malformed-record',
    'malformed-record',
    'malformed-record',
    'not-included',
  ]);
  const item = items.find(({ reason }) => reason === 'not-included')!;
  assert.equal(item.evidence, evidence);
  assert.deepEqual([item.topic, item.about.node, item.about.seq], ['packets', 'node-1', 2]);
  assert.equal(scd.ledger.counts().quarantined['not-included'], 1);
  // The batch lacks a leaf for ever; what its records brought proves them all the same.
  assert.deepEqual([scd.batches.counts().open, scd.batches.counts().anchoredPackets], [1, 4]);
  for (const [i, { batch }] of records.entries()) {
    assert.deepEqual(scd.batches.proofOf(batch as never), i === 2 ? undefined : batch.proof);
  }
});

test('the tree is kept once when the batch is complete, and gives every proof', async (t) => {
  const scd = await startTestScd(t, { batchRecords: 100 });
  const node = new TestNode();
  const packets = Array.from({ length: 300 }, (_, i) => node.measure(START_MS + 100 * i));
  const batch = seal(packets);
  await publish(scd, [batch]);
  for (const { batch: place } of batch.records) {
    assert.deepEqual(scd.batches.proofOf(place as never), place.proof);
  }
  const sql = 'SELECT (SELECT sum(length(nodes)) FROM tree) AS tree, (SELECT count(*) FROM leaf) AS leaves';
  assert.deepEqual({ ...scd.batches.database.prepare(sql).get() }, { tree: (2 * 300 - 1) * 32, leaves: 0 });
});

test('a repeat changes nothing; the same packet by way of another broker is stored once and counted', async (t) => {
  const scd = await startTestScd(t);
  const packets = measured(new TestNode(), 3);
  const batch = seal(packets);
  await publish(scd, [batch, batch]);
  assert.deepEqual(
    await hashes(scd),
    packets.map(({ payloadHash }) => payloadHash),
  );
  assert.deepEqual([scd.ledger.counts().stored, scd.ledger.counts().duplicates], [3, 0]);
  const late = packets.map((packet) => ({ ...packet, receivedAt: packet.receivedAt + 700 }));
  const other = seal(late, { anchorer: OTHER_ANCHORER });
  await publish(scd, [other, other]);
  assert.deepEqual(
    await hashes(scd),
    packets.map(({ payloadHash }) => payloadHash),
  );
  assert.deepEqual([scd.ledger.counts().stored, scd.ledger.counts().duplicates], [3, 3]);
  assert.deepEqual(reasons(scd), []);
  // The other broker's batch is complete all the same, so that its other packets have their proofs.
  assert.equal(scd.batches.counts().complete, 2);
  const [first] = (await scd.store.packets(ALL)).items;
  assert.equal(first!.batch.anchorer, ANCHORER);
});

test('another packet under a taken number is a fork: the first stays, the other is evidence, told once', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packets = measured(node, 3);
  const forked = node.fork(packets[1]!);
  await publish(scd, [seal(packets), seal([forked], { anchorer: OTHER_ANCHORER })]);
  await publish(scd, [seal([forked], { index: 1, anchorer: OTHER_ANCHORER })]);
  assert.deepEqual(
    await hashes(scd),
    packets.map(({ payloadHash }) => payloadHash),
  );
  const items = scd.ledger.quarantine(0, 10);
  assert.deepEqual(
    items.map(({ reason, about }) => [reason, about.seq, about.payloadHash]),
    [['sequence-fork', 1, forked.payloadHash]],
  );
  assert.ok(items[0]!.evidence.includes(JSON.stringify(forked.message.payload)));
});

test('two forks in one round: the first of the stream stays', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packet = node.measure(START_MS + 1000);
  const forked = node.fork(packet);
  await publish(scd, [seal([packet, forked, packet].slice(0, 2))]);
  assert.deepEqual(await hashes(scd), [packet.payloadHash]);
  assert.deepEqual(reasons(scd), ['sequence-fork']);
});

test('records that claim another root for a batch are put aside, unless the chain takes their side', async (t) => {
  const scd = await startTestScd(t);
  const liar = new TestNode({ id: 'node-9', meter: 'meter-9' });
  const lie = seal(measured(liar, 2));
  const packets = measured(new TestNode(), 3);
  const truth = seal(packets);
  for (const { records } of [lie, truth]) await scd.stream.append('packets', toStream(records));
  await settled(scd);
  assert.deepEqual(reasons(scd), ['batch-conflict', 'batch-conflict', 'batch-conflict']);
  await scd.stream.append('anchors', [anchorRecord(truth.anchor)]);
  await settled(scd);
  await waitUntil('the true records', () => scd.ledger.counts().stored === 5);
  assert.equal(scd.batches.counts().anchoredPackets, 3);
  assert.equal(scd.batches.counts().contradicted, 1);
  assert.equal(scd.ledger.counts().quarantined['batch-contradicted'], 1);
  const ofTruth = (await hashes(scd)).filter((hash) =>
    packets.some(({ payloadHash }) => payloadHash === hash),
  );
  assert.equal(ofTruth.length, 3);
});

test('a receipt outside of the window that was anchored is put aside', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const early = seal(measured(node, 2));
  await scd.stream.append('packets', toStream(early.records));
  await settled(scd);
  await scd.stream.append('anchors', [anchorRecord({ ...early.anchor, to: early.anchor.to - 1 })]);
  await settled(scd);
  assert.deepEqual(reasons(scd), ['outside-window']);
  assert.equal(scd.batches.counts().anchoredPackets, 0);
  const later = seal(measured(node, 2, START_MS + 60_000), { index: 1 });
  await scd.stream.append('anchors', [anchorRecord({ ...later.anchor, from: later.anchor.from + 1 })]);
  await settled(scd);
  await scd.stream.append('packets', toStream(later.records));
  await settled(scd);
  assert.equal(scd.ledger.counts().stored, 3);
  assert.equal(scd.ledger.counts().quarantined['outside-window'], 2);
});

test('packets of every type are stored', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packets = [
    node.event(START_MS),
    node.activation(START_MS + 1),
    node.rotation(START_MS + 2),
    node.measure(START_MS + 3),
  ];
  await publish(scd, [seal(packets)]);
  const { items } = await scd.store.packets(ALL);
  assert.deepEqual(
    items.map(({ type }) => type),
    ['event', 'activation', 'key-rotation', 'measurement'],
  );
  assert.deepEqual(
    items.map(({ payload }) => payload),
    packets.map(({ message }) => message.payload),
  );
});

test('a record that takes the place of another leaf of its batch is put aside', async (t) => {
  const scd = await startTestScd(t);
  const { records } = seal(measured(new TestNode(), 2));
  const [first] = records;
  // In a pair the proof fits either side: only the other leaf tells that the place is taken.
  const displaced = { ...first!, batch: { ...first!.batch, leafIndex: 1 } };
  await scd.stream.append('packets', toStream([...records, displaced]));
  await settled(scd);
  assert.deepEqual(reasons(scd), ['leaf-conflict']);
  assert.deepEqual([scd.ledger.counts().stored, scd.ledger.counts().duplicates], [2, 0]);
});

test('a leaf is compared with those of earlier rounds, while its batch is growing and when it is complete', async (t) => {
  const scd = await startTestScd(t);
  const { records } = seal(measured(new TestNode(), 4));
  const send = async (...some: object[]) => {
    await scd.stream.append('packets', toStream(some as typeof records));
    await settled(scd, { anchors: false });
  };
  const displaced = { ...records[2]!, batch: { ...records[2]!.batch, leafIndex: 1 } };
  await send(records[1]!, records[0]!);
  await send(displaced);
  assert.deepEqual(reasons(scd), ['leaf-conflict']);
  await send(records[2]!, records[3]!);
  await send({ ...displaced, batch: { ...displaced.batch, leafIndex: 3 } });
  assert.deepEqual(reasons(scd), ['leaf-conflict', 'leaf-conflict']);
  assert.deepEqual([scd.ledger.counts().stored, scd.batches.counts().complete], [4, 1]);
});

test('leaves that claim places of others give another root: told once, and each packet keeps its own proof', async (t) => {
  const scd = await startTestScd(t);
  const batch = seal(measured(new TestNode(), 4));
  // A proof tells that a leaf is a member, not where; only the whole tree shows that two have changed places.
  const places = [2, 1, 0, 3];
  const swapped = batch.records.map((record, i) => {
    return { ...record, batch: { ...record.batch, leafIndex: places[i]! } };
  });
  await publish(scd, [{ ...batch, records: swapped }]);
  await scd.stream.append('packets', toStream(swapped));
  await settled(scd);
  assert.deepEqual(reasons(scd), ['tree-mismatch']);
  const { open, complete, anchoredPackets } = scd.batches.counts();
  assert.deepEqual([open, complete, anchoredPackets], [1, 0, 4]);
  for (const { batch: place } of swapped) assert.deepEqual(scd.batches.proofOf(place as never), place.proof);
});

test('a store that fails is tried again: nothing counts as stored before, nothing is lost', async (t) => {
  let failures = 3;
  const scd = await startTestScd(t, {
    batchRecords: 2,
    around: (store) => ({
      ...methodsOf(store),
      async put(packets) {
        if (packets.some(({ seq }) => seq === 3) && failures-- > 0)
          throw new Error('database or disk is full');
        await store.put(packets);
      },
    }),
  });
  const packets = measured(new TestNode(), 6);
  await scd.stream.append('packets', toStream(seal(packets).records));
  await waitUntil(
    'the failure to be told',
    () => scd.ingest.problems().packets === 'database or disk is full',
  );
  assert.equal(scd.ledger.counts().stored, 2);
  await settled(scd);
  assert.deepEqual(
    await hashes(scd),
    packets.map(({ payloadHash }) => payloadHash),
  );
  assert.deepEqual([scd.ledger.counts().stored, scd.ledger.counts().duplicates], [6, 0]);
  assert.deepEqual(scd.ingest.problems(), {});
});

test('a verification thread that ends in the middle loses nothing: its records are taken again by another', async (t) => {
  const started: Worker[] = [];
  const remember = (worker: Worker) => started.push(worker);
  process.on('worker', remember);
  t.after(() => process.off('worker', remember));
  const scd = await startTestScd(t, { batchRecords: 50 });
  const packets = measured(new TestNode(), 200);
  const first = started.splice(0);
  assert.ok(first.length > 0);
  await scd.stream.append('packets', toStream(seal(packets).records));
  await Promise.all(first.map((worker) => worker.terminate()));
  await settled(scd);
  assert.ok(started.length > 0, 'others took their place');
  assert.deepEqual(
    await hashes(scd),
    packets.map(({ payloadHash }) => payloadHash),
  );
  assert.deepEqual([scd.ledger.counts().stored, scd.ledger.counts().duplicates], [200, 0]);
  assert.deepEqual(reasons(scd), []);
});

function methodsOf(store: Store): Store {
  const { put, readings, packets, packet, days, close } = store;
  const bound = { put, readings, packets, packet, days, close };
  return Object.fromEntries(
    Object.entries(bound).map(([name, method]) => [name, method.bind(store)]),
  ) as never;
}
