import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newNonce, signPayload } from '@access-layer/core/sign';
import { createLog } from '@access-layer/kit/log';
import { waitUntil } from '../test/wait-until.ts';
import { INGESTION_ERRORS } from './errors.ts';
import { followRefusals } from './follow-refusals.ts';
import {
  ADMIN,
  AGGREGATOR,
  AUDITOR,
  BIANCHI,
  type Ingestion,
  keyOf,
  MARKET,
  NETWORK,
  OPERATOR,
  OTHER_AGGREGATOR,
  order,
  POD,
  ROSSI,
  type Sent,
  settle,
  signerOfParty,
  startIngestion,
  TSO,
  type Who,
} from './ingestion.test-input.ts';

let api: Ingestion;
before(async () => {
  api = await startIngestion();
  await settle(api);
});
after(() => api.close());

const codes = (reply: { status: number; body: { code?: string } }) =>
  `${reply.status} ${reply.body.code ?? ''}`.trim();
const post = (who: Who, path: string, body: object, sent: Sent = {}) =>
  api.call(who, 'POST', `/v1/${path}`, { body, ...sent });
const aggregator = signerOfParty('agg-1');
const market = signerOfParty('market-1');

test('an order goes on the stream exactly as it was signed, once, and is read by sender and recipient', async () => {
  const message = aggregator.next(order('order-1'));
  const first = await post(AGGREGATOR, 'orders', message);
  assert.equal(codes(first), '201');
  const again = await post(AGGREGATOR, 'orders', message);
  assert.deepEqual([codes(again), again.body.messageHash], ['200', first.body.messageHash]);
  const [record, ...more] = await api.read('statements');
  assert.equal(more.length, 0);
  assert.deepEqual(
    [record!.key, JSON.parse(record!.value)],
    ['agg-1', { payload: message.payload, signature: message.signature }],
  );
  const path = `/v1/orders/${first.body.messageHash}`;
  for (const who of [AGGREGATOR, MARKET, OPERATOR, ADMIN]) {
    assert.equal((await api.call(who, 'GET', path)).body.payload, message.payload, who.role);
  }
  for (const who of [OTHER_AGGREGATOR, TSO, ROSSI, AUDITOR]) {
    assert.equal(codes(await api.call(who, 'GET', path)), '404 SCD_NOT_FOUND', who.role);
  }
  const list = await api.call(OTHER_AGGREGATOR, 'GET', '/v1/orders?sender=agg-1');
  assert.deepEqual(list.body, { items: [] }, 'how much another one orders is not counted for him');
  assert.equal((await api.call(OTHER_AGGREGATOR, 'GET', '/v1/orders')).body.hidden, 1);
  assert.equal((await api.call(MARKET, 'GET', '/v1/orders?recipient=market-1')).body.items.length, 1);
});

test('numbers follow each other: a gap, a wrong prev and a fork are refused, and a fork is kept as evidence', async () => {
  const chain = await api.call(AGGREGATOR, 'GET', '/v1/parties/agg-1/statement-chain');
  const { nextSeq, prev } = chain.body;
  assert.equal(nextSeq, 1);
  const gap = await post(AGGREGATOR, 'orders', aggregator.sign(order('x'), { seq: nextSeq + 1 }));
  assert.deepEqual([codes(gap), gap.body.details], ['409 SCD_SEQUENCE_GAP', { nextSeq, prev }]);
  const broken = await post(
    AGGREGATOR,
    'orders',
    aggregator.sign(order('x'), { prev: `0x${'11'.repeat(32)}` }),
  );
  assert.deepEqual([codes(broken), broken.body.details], ['409 SCD_CHAIN_BROKEN', { prev }]);
  const zero = `0x${'00'.repeat(32)}`;
  const fork = await post(AGGREGATOR, 'orders', aggregator.sign(order('order-1b'), { seq: 0, prev: zero }));
  assert.deepEqual(
    [codes(fork), fork.body.details],
    ['409 SCD_SEQUENCE_FORK', { seq: 0, acceptedPayloadHash: prev }],
  );
  assert.equal((await api.registry.forks({})).length, 1);
  const taken = await post(AGGREGATOR, 'orders', aggregator.sign(order('order-1')));
  assert.equal(codes(taken), '409 SCD_STATEMENT_ID_TAKEN');
  assert.equal((await api.read('statements')).length, 1, 'nothing of this is on the stream');
  assert.equal(
    codes(await api.call(OTHER_AGGREGATOR, 'GET', '/v1/parties/agg-1/statement-chain')),
    '404 SCD_NOT_FOUND',
  );
});

test('what the log refuses afterwards is told to its sender, with the reason, and its number is free again', async (t) => {
  const signer = signerOfParty('agg-2');
  const message = signer.sign(order('order-refused'));
  const { messageHash } = (await post(OTHER_AGGREGATOR, 'orders', message)).body;
  const path = `/v1/orders/${messageHash}`;
  const ending = new AbortController();
  const { payloadHash, stage } = (await api.call(OTHER_AGGREGATOR, 'GET', path)).body;
  assert.equal(stage, 'accepted');
  const refusal = {
    payloadHash,
    chain: 'party/agg-2',
    seq: 0,
    reason: 'key-revoked',
    detail: 'since 12:00',
    at: 1000,
  };
  const told = ['no JSON', '{"payloadHash":1}', JSON.stringify(refusal)];
  await api.stream.append(
    'refused-statements',
    told.map((value) => ({ key: 'party/agg-2', value })),
  );
  const log = createLog({ name: 'test', level: 'silent' });
  const following = followRefusals({ registry: api.registry, stream: api.stream, log }, ending.signal);
  t.after(async () => {
    ending.abort();
    await following.catch(() => undefined);
  });
  await waitUntil(
    'the refusal to be noted',
    async () => (await api.registry.chainEnd('agg-2')) === undefined,
  );
  for (const who of [OTHER_AGGREGATOR, MARKET, OPERATOR]) {
    const { body } = await api.call(who, 'GET', path);
    assert.deepEqual(
      [body.stage, body.refused, body.certificate],
      [
        'refused',
        { reason: 'key-revoked', detail: 'since 12:00', at: '1970-01-01T00:00:01.000Z' },
        undefined,
      ],
      who.role,
    );
  }
  assert.equal(codes(await api.call(AGGREGATOR, 'GET', path)), '404 SCD_NOT_FOUND');
  const chain = await api.call(OTHER_AGGREGATOR, 'GET', '/v1/parties/agg-2/statement-chain');
  assert.equal(chain.body.nextSeq, 0);
  const next = await post(OTHER_AGGREGATOR, 'orders', signerOfParty('agg-2').sign(order('order-refused')));
  assert.equal(codes(next), '201');
});

test('whose key did not sign, is refused', async () => {
  const good = aggregator.sign(order('s1'));
  const flipped = {
    ...good,
    signature: `${good.signature.slice(0, -2)}${good.signature.endsWith('1b') ? '1c' : '1b'}`,
  };
  assert.equal(codes(await post(AGGREGATOR, 'orders', flipped)), '422 SCD_WRONG_SIGNER');
  const none = { ...good, signature: `0x${'00'.repeat(65)}` };
  assert.equal(codes(await post(AGGREGATOR, 'orders', none)), '422 SCD_BAD_SIGNATURE');
  const other = signerOfParty('agg-1', keyOf('agg-2'));
  assert.equal(
    codes(await post(AGGREGATOR, 'orders', other.sign(order('s2'), { seq: 1 }))),
    '422 SCD_WRONG_SIGNER',
  );
  const stranger = signerOfParty('agg-2').sign(order('s3'));
  assert.equal(codes(await post(AGGREGATOR, 'orders', stranger)), '403 SCD_FORBIDDEN', 'in another’s name');
  const [key] = [...api.listed].filter((entry) => entry.startsWith('party'));
  const all = [...api.listed];
  api.listed.clear();
  assert.equal(
    codes(await post(AGGREGATOR, 'orders', good)),
    '422 SCD_WRONG_SIGNER',
    'the contract lists it no more',
  );
  for (const entry of all) api.listed.add(entry);
  assert.ok(key);
});

test('a payload that is none, or of another type or network, is refused', async () => {
  const sign = (payload: string) => signPayload(payload, keyOf('agg-1'));
  const good = aggregator.sign(order('n1')).payload;
  for (const payload of [
    good.replace('"network":"test-1"', '"network":"rome-1"'),
    good.replace('"powerW":6000', '"powerW":-6000'),
    `${good} `,
    'x',
  ]) {
    assert.equal(
      codes(await post(AGGREGATOR, 'orders', sign(payload))),
      '422 SCD_STATEMENT_REFUSED',
      payload.slice(-60),
    );
  }
  assert.equal(codes(await post(AGGREGATOR, 'results', sign(good))), '422 SCD_STATEMENT_REFUSED');
  assert.equal(codes(await post(AGGREGATOR, 'orders', { payload: good })), '400 SCD_BAD_REQUEST');
  const unknown = [order('n2', { pods: ['IT002E99999999'] }), order('n2', { recipients: ['nobody'] })];
  for (const fields of unknown) {
    assert.equal(
      codes(await post(AGGREGATOR, 'orders', aggregator.sign(fields))),
      '422 SCD_UNKNOWN_REFERENCE',
    );
  }
});

test('each role hands in its own types', async () => {
  const result = {
    type: 'result',
    id: 'r1',
    order: { sender: 'agg-1', id: 'order-1', hash: `0x${'22'.repeat(32)}` },
    status: 'accepted',
    powerW: 6000,
    priceEurPerMwh: 150,
    from: '2026-02-16T17:00:00.000Z',
    until: '2026-02-16T18:00:00.000Z',
  };
  assert.equal(codes(await post(AGGREGATOR, 'results', aggregator.sign(result))), '403 SCD_FORBIDDEN');
  assert.equal(
    codes(await post(MARKET, 'results', market.next({ ...result, recipients: ['agg-1'] }))),
    '201',
  );
  assert.equal((await api.call(AGGREGATOR, 'GET', '/v1/results')).body.items.length, 1);
  assert.deepEqual((await api.call(TSO, 'GET', '/v1/results')).body.hidden, 1);
});

test('a baseline is read as data of its PoD, by who held it in all of its time', async () => {
  const period = { from: '2026-02-16T17:00:00.000Z', until: '2026-02-16T18:00:00.000Z' };
  const baseline = {
    type: 'baseline',
    id: 'b1',
    pod: POD,
    ...period,
    periodS: 900,
    method: 'mean',
    averagePowersW: [1, 2, 3, 4],
  };
  const sent = await post(AGGREGATOR, 'baselines', aggregator.next(baseline));
  assert.equal(codes(sent), '201');
  const path = `/v1/baselines/${sent.body.messageHash}`;
  assert.equal(codes(await api.call(ROSSI, 'GET', path)), '200');
  assert.equal(codes(await api.call(BIANCHI, 'GET', path)), '404 SCD_NOT_FOUND');
});

test('set-points are recorded for the DSO, signed by a set-point signer, with gaps in their numbers', async () => {
  const setPoint = (seq: number, key = 'set-point signer') =>
    signPayload(
      JSON.stringify({
        v: 1,
        network: NETWORK,
        nonce: newNonce(),
        type: 'set-point',
        id: `01KF2Z3M4N5P6Q7R8S9TABCDE${seq}`,
        pod: POD,
        node: 'ln-7f3a',
        seq,
        service: 'balancing',
        mode: 'limit-import',
        valueW: 3000,
        from: '2026-02-16T17:00:00.000Z',
        until: '2026-02-16T18:00:00.000Z',
        issuedAt: '2026-02-16T16:59:00.000Z',
        expiresAt: '2026-02-16T17:05:00.000Z',
      }),
      keyOf(key),
    );
  const sent = await post(OPERATOR, 'set-points', setPoint(7));
  assert.equal(codes(sent), '201');
  assert.equal(codes(await post(OPERATOR, 'set-points', setPoint(9))), '201');
  assert.equal(
    codes(await post(OPERATOR, 'set-points', setPoint(9))),
    '409 SCD_SEQUENCE_FORK',
    'another nonce',
  );
  assert.equal(codes(await post(OPERATOR, 'set-points', setPoint(8, 'dso'))), '422 SCD_WRONG_SIGNER');
  assert.equal(codes(await post(AGGREGATOR, 'set-points', setPoint(8))), '403 SCD_FORBIDDEN');
  const path = `/v1/set-points/${sent.body.messageHash}`;
  assert.equal(codes(await api.call(ROSSI, 'GET', path)), '200');
  for (const who of [BIANCHI, MARKET, TSO])
    assert.equal(codes(await api.call(who, 'GET', path)), '404 SCD_NOT_FOUND');
  assert.equal((await api.read('statements')).at(-1)!.key, POD);
});

test('many statements in one body keep their order, all or nothing', async () => {
  const before = (await api.read('statements')).length;
  const tso = signerOfParty('tso-1');
  const period = { from: '2026-02-16T17:00:00.000Z', until: '2026-02-16T18:00:00.000Z' };
  const request = (id: string) => ({
    type: 'request',
    id,
    service: 'balancing',
    direction: 'decrease',
    powerW: 1,
    ...period,
  });
  const messages = ['q1', 'q2', 'q3'].map((id) => JSON.stringify(tso.next(request(id))));
  const holed = await api.call(TSO, 'POST', '/v1/requests?atomic=true', {
    body: [messages[0], messages[2]].join('\n'),
  });
  assert.deepEqual(
    [holed.status, ...holed.body.map((item: { code?: string }) => item.code)],
    [422, 'SCD_UNDONE', 'SCD_SEQUENCE_GAP', undefined],
  );
  assert.equal((await api.read('statements')).length, before);
  const headers = { 'idempotency-key': 'requests-1' };
  const all = await api.call(TSO, 'POST', '/v1/requests', { body: messages.join('\n'), headers });
  assert.deepEqual(all.body.at(-1), { summary: { lines: 3, created: 3 } });
  const again = await api.call(TSO, 'POST', '/v1/requests', { body: messages.join('\n'), headers });
  assert.equal(again.text, all.text);
  assert.equal((await api.read('statements')).length, before + 3);
});

test('while the stream refuses, statements wait in the outbox; afterwards each is on it once and in order', async (t) => {
  const second = await startIngestion();
  t.after(() => second.close());
  await settle(second);
  const append = second.stream.append.bind(second.stream);
  let failures = 3;
  second.stream.append = async (topic, records, once) => {
    if (topic === 'statements' && failures-- > 0) throw new Error('no space left on device');
    if (topic === 'statements') await append(topic, records, once); // and the answer is lost: it is appended again
    return append(topic, records, once);
  };
  const signer = signerOfParty('agg-1');
  for (const id of ['a', 'b', 'c']) {
    const sent = await second.call(AGGREGATOR, 'POST', '/v1/orders', { body: signer.next(order(id)) });
    assert.equal(sent.status, 201);
  }
  const deadline = Date.now() + 10_000;
  while ((await second.registry.outbox(1)).length > 0) {
    assert.ok(Date.now() < deadline, 'the outbox is sent');
    await second.outbox.flush();
  }
  const ids = (await second.read('statements')).map(({ value }) => JSON.parse(JSON.parse(value).payload).id);
  assert.deepEqual(ids, ['a', 'b', 'c']);
});

test('while the key registry cannot be read, a statement is refused for now', async (t) => {
  const third = await startIngestion({
    keyListed: async () => {
      throw new Error('connect ECONNREFUSED');
    },
  });
  t.after(() => third.close());
  await settle(third);
  const sent = await third.call(AGGREGATOR, 'POST', '/v1/orders', {
    body: signerOfParty('agg-1').next(order('a')),
  });
  assert.equal(codes(sent), '503 SCD_KEYS_UNKNOWN');
  assert.ok(sent.headers.get('retry-after'));
});

test('every error code has a help line and a status', () => {
  for (const [code, { status, help }] of Object.entries(INGESTION_ERRORS)) {
    assert.match(code, /^SCD_[A-Z_]+$/);
    assert.ok(status >= 400 && help.endsWith('.'), code);
  }
});
