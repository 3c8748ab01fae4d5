import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { newPrivateKey } from '@access-layer/core/sign';
import { newNode, nextPacket, withHighS, ZERO_HASH } from './test/fleet.ts';
import { openJudging } from './test/judging.ts';
import { newSender, readLedger } from './test/senders.ts';

const AT = Date.parse('2026-03-01T10:00:00.000Z');

/** Entries of the log as `chain seq key`, in order. */
function entries({ database }: ReturnType<typeof openJudging>): string[] {
  const rows = database
    .prepare('SELECT node.name, seq, pod FROM packet JOIN node ON node.id = node_id ORDER BY packet.id')
    .all() as { name: string; seq: number; pod: string }[];
  return rows.map(({ name, seq, pod }) => `${name} ${seq} ${pod}`);
}

const refusals = ({ packetLog }: ReturnType<typeof openJudging>) =>
  packetLog.senders.refused(0, 100).map(({ reason }) => reason);

test('parties, services and set-point signers state in one log with packets; each once; packets are counted apart', async (t) => {
  const bal = openJudging(t);
  const [party, service] = [newSender('aggregator-1'), newSender('shared-customer-database')];
  const platform = newSender('dsotp-1');
  bal.list('party', 'aggregator-1', party.address);
  bal.list('service', 'shared-customer-database', service.address);
  bal.list('set-point-signer', 'dsotp-1', platform.address);
  const node = newNode('ln-1');
  bal.enrol(node);
  const order = party.next();
  const baseline = party.next({ type: 'baseline' });
  const setPoint = platform.setPoint({ seq: 4 });
  bal.append('ln-1', [nextPacket(node).bytes]);
  bal.state([order.bytes, baseline.bytes, service.next(readLedger()).bytes, setPoint.bytes], AT);
  bal.state([order.bytes, baseline.bytes, setPoint.bytes, platform.setPoint({ seq: 2 }).bytes], AT + 1);
  assert.deepEqual(entries(bal), [
    'ln-1 0 IT001E00000001',
    'party/aggregator-1 0 aggregator-1',
    'party/aggregator-1 1 IT001E00000001',
    'service/shared-customer-database 0 shared-customer-database',
    'set-points/IT001E00000001 4 IT001E00000001',
    'set-points/IT001E00000001 2 IT001E00000001',
  ]);
  assert.deepEqual([refusals(bal), await bal.anomalyTypes()], [[], []]);
  assert.equal(bal.packetLog.senders.countUpTo(bal.packetLog.lastId()), 5);
  assert.equal(bal.packetLog.senders.countUpTo(3), 2);
});

test('each fault has its reason, is kept with its text, and is told once however often it comes', async (t) => {
  const bal = openJudging(t, { holdMs: 0 });
  const [party, other, service] = [newSender('agg-1'), newSender('agg-2'), newSender('scd')];
  const [revoked, platform] = [newSender('agg-3'), newSender('dsotp-1')];
  bal.list('party', 'agg-1', party.address);
  bal.list('party', 'agg-2', other.address);
  bal.list('party', 'agg-3', revoked.address, { from: 1, revokedAt: 5 });
  bal.list('service', 'scd', service.address);
  bal.list('set-point-signer', 'dsotp-1', platform.address);
  const first = party.next();
  bal.state([first.bytes], AT);
  const good = party.sign({}, { seq: 1 });
  const highS = Buffer.from(`${withHighS(good.signature)}\n${good.payload}`);
  const hostile: [string, Uint8Array][] = [
    ['malformed', Buffer.from('no message at all')],
    ['malformed', Buffer.from(`${good.signature}\n ${good.payload}`)],
    ['malformed', nextPacket(newNode('ln-9')).bytes],
    ['malformed', party.sign({ pod: 'x', type: 'baseline' }, { seq: 1 }).bytes],
    ['wrong-network', party.sign({ network: 'rome-1' }, { seq: 1 }).bytes],
    ['bad-signature', highS],
    ['too-large', Buffer.alloc(70_000, 'x')],
    ['binding-mismatch', newSender('agg-1', other.key).sign({}).bytes],
    ['binding-mismatch', newSender('agg-1', service.key).sign({}).bytes],
    ['binding-mismatch', party.setPoint({ seq: 1 }).bytes],
    ['unknown-key', newSender('agg-1', newPrivateKey()).sign({}).bytes],
    ['unknown-key', newSender('agg-9', newPrivateKey()).sign({}).bytes],
    ['key-revoked', revoked.sign({}).bytes],
    ['sequence-fork', party.sign({}, { seq: 0, prev: ZERO_HASH }).bytes],
    ['sequence-gap', party.sign({}, { seq: 7 }).bytes],
    ['broken-chain', party.sign({}, { seq: 1, prev: `0x${'11'.repeat(32)}` }).bytes],
  ];
  for (let round = 0; round < 2; round++)
    bal.state(
      hostile.map(([, bytes]) => bytes),
      AT + round,
    );
  // What time could heal was looked at twice: it is refused in the second round, after the others.
  assert.deepEqual(refusals(bal).sort(), hostile.map(([reason]) => reason).sort());
  await bal.anomalyTypes();
  const anomalies = bal.anomalies.list({ limit: 100 });
  assert.equal(anomalies.filter(({ type }) => type === 'sequence-fork').length, 1);
  assert.equal(
    anomalies.reduce((sum, { count }) => sum + count, 0),
    hostile.length,
  );
  const kept = bal.packetLog.senders.refused(0, 100);
  assert.deepEqual(Buffer.from(kept[0]!.message), hostile[0]![1], 'the evidence is what came');
  // Each time that it comes, for who has sent it again since; what waits in the first round is told in the second.
  const told = bal.told.map(({ payloadHash, reason }) => `${payloadHash} ${reason}`);
  assert.deepEqual(
    [...new Set(told)].sort(),
    kept.map((one) => `${toHex(one.payloadHash)} ${one.reason}`).sort(),
  );
  assert.ok(bal.told.some(({ chain, seq, at }) => chain === 'party/agg-3' && seq === 0 && at === AT + 1));
  const total = bal.packetLog.senders.refusedCounts().reduce((sum, { count }) => sum + count, 0);
  assert.equal(total, hostile.length);
  assert.deepEqual([entries(bal), bal.packetLog.senders.heldCount()], [['party/agg-1 0 agg-1'], 0]);
  bal.state([good.bytes], AT + 2);
  assert.equal(entries(bal).length, 2, 'the honest next one is accepted all the same');
});

test('what comes before its key or its predecessor waits, and is refused when it has waited too long', (t) => {
  const bal = openJudging(t, { holdMs: 1000 });
  const party = newSender('agg-1');
  const [first, second] = [party.next(), party.next()];
  const stranger = newSender('agg-2').next();
  bal.state([second.bytes, first.bytes, stranger.bytes], AT);
  assert.deepEqual([entries(bal), refusals(bal)], [[], []]);
  assert.deepEqual(
    bal.packetLog.senders.held(0, 10).map(({ reason }) => reason),
    ['unknown-key', 'unknown-key', 'unknown-key'],
  );
  bal.list('party', 'agg-1', party.address);
  const again = (at: number) =>
    bal.state(
      bal.packetLog.senders.held(0, 10).map(({ message }) => message),
      at,
    );
  again(AT + 999);
  assert.deepEqual(
    entries(bal),
    ['party/agg-1 0 agg-1'],
    'the second came first, and is looked at once more',
  );
  again(AT + 999);
  assert.equal(entries(bal).length, 2);
  assert.equal(bal.packetLog.senders.heldCount(), 1);
  again(AT + 1000);
  assert.deepEqual([refusals(bal), bal.packetLog.senders.heldCount()], [['unknown-key'], 0]);
  const details = bal.anomalies
    .list({ limit: 9 })
    .map(({ node, details: { payloadHash } }) => [node, payloadHash as Hex]);
  assert.deepEqual(details, [['party/agg-2', toHex(bal.packetLog.senders.refused(0, 1)[0]!.payloadHash)]]);
});
