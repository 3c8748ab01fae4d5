import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { followRegistrar } from './follow-registrar.ts';
import {
  ADMIN,
  AGGREGATOR,
  AUDITOR,
  BIANCHI,
  type Ingestion,
  log,
  MARKET,
  OPERATOR,
  OTHER_AGGREGATOR,
  POD,
  pod,
  ROSSI,
  settle,
  startIngestion,
  TSO,
} from './ingestion.test-input.ts';

let api: Ingestion;
before(async () => {
  api = await startIngestion();
  await settle(api);
});
after(() => api.close());

const codes = (reply: { status: number; body: { code?: string } }) =>
  `${reply.status} ${reply.body.code ?? ''}`.trim();

describe('documents', () => {
  test('a PoD is registered, read, changed with its ETag, and its history kept', async () => {
    const id = 'IT002E00000010';
    const created = await api.call(OPERATOR, 'PUT', `/v1/pods/${id}`, { body: pod(id) });
    assert.equal(codes(created), '201');
    assert.equal(created.headers.get('etag'), '"1"');
    assert.equal(created.headers.get('location'), `/v1/pods/${id}`);
    assert.deepEqual(created.body, { ...pod(id), revision: 1 });
    const read = await api.call(OPERATOR, 'GET', `/v1/pods/${id}`);
    assert.deepEqual(read.body, created.body);
    const known = { headers: { 'if-none-match': '"1"' } };
    const unchanged = await api.call(OPERATOR, 'GET', `/v1/pods/${id}`, known);
    assert.deepEqual([unchanged.status, unchanged.text], [304, '']);
    assert.equal(codes(await api.call(ROSSI, 'GET', `/v1/pods/${id}`, known)), '404 SCD_NOT_FOUND');
    const changed = { ...read.body, contractedPowerW: 6000 };
    const { revision: _revision, ...bare } = changed;
    assert.equal(
      codes(await api.call(OPERATOR, 'PUT', `/v1/pods/${id}`, { body: bare })),
      '428 SCD_REVISION_NEEDED',
    );
    const stale = { body: bare, headers: { 'if-match': '"7"' } };
    assert.equal(
      codes(await api.call(OPERATOR, 'PUT', `/v1/pods/${id}`, stale)),
      '412 SCD_REVISION_CONFLICT',
    );
    const good = await api.call(OPERATOR, 'PUT', `/v1/pods/${id}`, {
      body: bare,
      headers: { 'if-match': '"1"' },
    });
    assert.equal(codes(good), '200');
    const limits = (await api.read('pods'))
      .map(({ value }) => JSON.parse(value))
      .filter(({ pod }) => pod === id);
    assert.deepEqual(
      limits.map(({ contractedPowerW, voltageLevel }) => [contractedPowerW, voltageLevel]),
      [
        [4500, 'LV'],
        [6000, 'LV'],
      ],
      'whoever judges readings hears of both',
    );
    assert.equal(good.headers.get('etag'), '"2"');
    assert.equal(codes(await api.call(OPERATOR, 'GET', `/v1/pods/${id}`, known)), '200', 'it has changed');
    const again = await api.call(OPERATOR, 'PUT', `/v1/pods/${id}`, {
      body: { ...bare, revision: 2, province: 'LT' },
    });
    assert.equal(codes(again), '200', '`revision` in the body stands for If-Match');
    const history = await api.call(ADMIN, 'GET', `/v1/pods/${id}/history`);
    assert.deepEqual(
      history.body.items.map((item: { effect: string; by: { role: string } }) => [item.effect, item.by.role]),
      [
        ['created', 'dso-operator'],
        ['changed', 'dso-operator'],
        ['changed', 'dso-operator'],
      ],
    );
    assert.equal(history.body.items[0].document.contractedPowerW, 4500);
    const removal = { headers: { 'if-match': '"3"' } };
    assert.equal(codes(await api.call(OPERATOR, 'DELETE', `/v1/pods/${id}`, removal)), '403 SCD_FORBIDDEN');
    assert.equal(codes(await api.call(ADMIN, 'DELETE', `/v1/pods/${id}`)), '428 SCD_REVISION_NEEDED');
    assert.equal((await api.call(ADMIN, 'DELETE', `/v1/pods/${id}`, removal)).status, 204);
    assert.equal(codes(await api.call(ADMIN, 'GET', `/v1/pods/${id}`)), '404 SCD_NOT_FOUND');
    assert.equal((await api.call(AUDITOR, 'GET', `/v1/pods/${id}/history`)).body.items.length, 4);
  });

  test('times are ISO 8601 at the API and milliseconds inside; an open end is absent', async () => {
    const read = await api.call(ADMIN, 'GET', '/v1/holdings/h1');
    assert.deepEqual(read.body, {
      id: 'h1',
      pod: POD,
      customer: 'rossi',
      from: '2026-01-01T00:00:00.000Z',
      revision: 1,
    });
    const inside = (await api.registry.get('holding', 'h1'))!.document;
    assert.deepEqual([inside.from, inside.until], [Date.UTC(2026, 0, 1), 0]);
  });

  test('what does not fit is refused with the field', async () => {
    const post = async (path: string, body: object) =>
      (await api.call(ADMIN, 'POST', `/v1/${path}`, { body })).body;
    const refused = await post('pods', { ...pod('IT002E00000020'), voltageLevl: 'LV' });
    assert.deepEqual([refused.code, refused.field], ['SCD_BAD_REQUEST', 'voltageLevl']);
    assert.match(refused.message, /did you mean "voltageLevel"/);
    const cases: [string, object, string][] = [
      ['pods', { ...pod('IT002E00000020'), contractedPowerW: '4500' }, 'contractedPowerW'],
      ['pods', { ...pod('IT002E00000020'), meters: [{ id: 'm1', role: 'windmill' }] }, 'meters.0.role'],
      ['pods', pod('XX'), 'id'],
      ['customers', { id: 'x' }, 'kind'],
      ['holdings', { id: 'x', pod: POD, customer: 'rossi', from: '2026-02-30T00:00:00.000Z' }, 'from'],
      ['holdings', { id: 'x', pod: POD, customer: 'rossi', from: '2026-02-01' }, 'from'],
      [
        'holdings',
        {
          id: 'x',
          pod: POD,
          customer: 'rossi',
          from: '2026-02-02T00:00:00.000Z',
          until: '2026-02-01T00:00:00.000Z',
        },
        'until',
      ],
      [
        'forecasts',
        {
          id: 'f',
          pod: POD,
          party: 'agg-1',
          issuedAt: '2026-02-01T00:00:00.000Z',
          from: '2026-02-01T00:00:00.000Z',
          until: '2026-02-01T01:00:00.000Z',
          periodS: 900,
          averagePowersW: [1, 2, 3],
        },
        'averagePowersW',
      ],
    ];
    for (const [path, body, field] of cases) {
      const answer = await post(path, body);
      assert.deepEqual([answer.code, answer.field], ['SCD_BAD_REQUEST', field], JSON.stringify(answer));
    }
    const mismatch = await api.call(ADMIN, 'PUT', '/v1/pods/IT002E00000021', { body: pod('IT002E00000022') });
    assert.equal(codes(mismatch), '400 SCD_BAD_REQUEST');
    assert.equal(codes(await api.call(ADMIN, 'GET', '/v1/pods?colour=red')), '400 SCD_BAD_REQUEST');
    assert.equal(codes(await api.call(ADMIN, 'GET', '/v1/pods?limit=0')), '400 SCD_BAD_REQUEST');
    assert.equal(codes(await api.call(ADMIN, 'GET', '/v1/pods?cursor=nonsense')), '400 SCD_BAD_REQUEST');
    const xml = { body: pod(), headers: { 'content-type': 'application/xml' } };
    assert.equal(codes(await api.call(ADMIN, 'POST', '/v1/pods', xml)), '415 SCD_MEDIA_TYPE');
  });

  test('references, overlaps and what is named by others', async () => {
    const body = { id: 'h9', pod: POD, customer: 'bianchi', from: '2026-03-01T00:00:00.000Z' };
    assert.equal(codes(await api.call(ADMIN, 'POST', '/v1/holdings', { body })), '409 SCD_OVERLAP');
    const nobody = { body: { ...body, customer: 'nobody' } };
    const unknown = await api.call(ADMIN, 'POST', '/v1/holdings', nobody);
    assert.deepEqual([codes(unknown), unknown.body.field], ['422 SCD_UNKNOWN_REFERENCE', 'customer']);
    const removal = { headers: { 'if-match': '*' } };
    assert.equal(codes(await api.call(ADMIN, 'DELETE', `/v1/pods/${POD}`, removal)), '409 SCD_REFERENCED');
    const other = { body: { ...pod(), province: 'LT' } };
    assert.equal(codes(await api.call(ADMIN, 'POST', '/v1/pods', other)), '409 SCD_EXISTS');
    assert.equal(codes(await api.call(ADMIN, 'POST', '/v1/pods', { body: pod() })), '200', 'the same again');
  });

  test('without a token, without the scope, and by who may not, nothing is written', async () => {
    const body = pod('IT002E00000030');
    assert.equal((await api.call(undefined, 'POST', '/v1/pods', { body })).status, 401);
    assert.equal((await api.call(ADMIN, 'POST', '/v1/pods', { body, scope: 'data:read' })).status, 403);
    for (const who of [TSO, MARKET, AGGREGATOR, ROSSI, AUDITOR]) {
      assert.equal(codes(await api.call(who, 'POST', '/v1/pods', { body })), '403 SCD_FORBIDDEN', who.role);
    }
    assert.equal(await api.registry.get('pod', body.id), undefined);
  });

  test('an aggregator keeps its own portfolio, and takes nobody else’s', async () => {
    const mine = { id: 'p1', aggregator: 'agg-1', pod: POD, from: '2026-01-01T00:00:00.000Z' };
    const enter = () => api.call(AGGREGATOR, 'POST', '/v1/portfolios', { body: mine });
    assert.equal(codes(await enter()), '403 SCD_FORBIDDEN', 'its customer has agreed to nothing yet');
    const agreed = {
      party: 'agg-1',
      purpose: 'research',
      dataSets: ['technical'],
      pods: [POD],
      from: mine.from,
    };
    assert.equal(codes(await api.call(ROSSI, 'POST', '/v1/consents', { body: agreed })), '201');
    assert.equal(codes(await enter()), '201');
    const theirs = { ...mine, aggregator: 'agg-2' };
    const headers = { 'if-match': '"1"' };
    const take = (who: typeof AGGREGATOR, body: object) =>
      api.call(who, 'PUT', '/v1/portfolios/p1', { body, headers });
    assert.equal(
      codes(await take(OTHER_AGGREGATOR, theirs)),
      '403 SCD_FORBIDDEN',
      'what is there is not his',
    );
    assert.equal(codes(await take(AGGREGATOR, theirs)), '403 SCD_FORBIDDEN', 'what shall be is not his');
    assert.equal(codes(await api.call(OTHER_AGGREGATOR, 'GET', '/v1/portfolios/p1')), '404 SCD_NOT_FOUND');
    assert.equal(codes(await api.call(ROSSI, 'GET', '/v1/portfolios/p1')), '200');
    const resource = { id: 'r1', pod: POD, type: 'battery', powerW: 3000, services: ['balancing'] };
    assert.equal(
      codes(await api.call(AGGREGATOR, 'POST', '/v1/flexible-resources', { body: resource })),
      '201',
    );
    const foreign = { ...resource, id: 'r2', pod: 'IT002E00000002' };
    const refused = await api.call(AGGREGATOR, 'POST', '/v1/flexible-resources', { body: foreign });
    assert.equal(codes(refused), '403 SCD_FORBIDDEN');
  });

  test('an aggregator forecasts in its own name, and reads that without a consent', async () => {
    const period = { from: '2026-02-01T00:00:00.000Z', until: '2026-02-01T00:30:00.000Z', periodS: 900 };
    const mine = {
      ...{ id: 'f1', pod: POD, party: 'agg-1', issuedAt: '2026-01-31T00:00:00.000Z' },
      ...{ ...period, averagePowersW: [1, 2] },
    };
    const post = (who: typeof AGGREGATOR, body: object) => api.call(who, 'POST', '/v1/forecasts', { body });
    assert.equal(codes(await post(AGGREGATOR, mine)), '201');
    assert.equal(codes(await post(AGGREGATOR, { ...mine, id: 'f2', party: 'agg-2' })), '403 SCD_FORBIDDEN');
    assert.equal(codes(await post(OPERATOR, { ...mine, id: 'f2', party: 'dso' })), '201');
    const listed = await api.call(AGGREGATOR, 'GET', '/v1/forecasts');
    assert.deepEqual([listed.body.items, listed.body.hidden], [[{ ...mine, revision: 1 }], 1]);
    assert.equal(codes(await api.call(OTHER_AGGREGATOR, 'GET', '/v1/forecasts/f1')), '404 SCD_NOT_FOUND');
  });

  test('lists show what the caller may see, count the rest, and page without holes', async () => {
    const all = await api.call(ADMIN, 'GET', '/v1/holdings');
    assert.deepEqual([all.body.items.length, all.body.hidden], [2, 0]);
    const own = await api.call(ROSSI, 'GET', '/v1/holdings');
    assert.deepEqual([own.body.items.map((item: { id: string }) => item.id), own.body.hidden], [['h1'], 1]);
    const pods = await api.call(ROSSI, 'GET', '/v1/pods');
    assert.deepEqual([pods.body.items.map((item: { id: string }) => item.id), pods.body.hidden], [[POD], 1]);
    assert.equal((await api.call(ADMIN, 'GET', '/v1/holdings?customer=bianchi')).body.items[0].id, 'h2');
    const ids: string[] = [];
    let next = '';
    do {
      const page = await api.call(ADMIN, 'GET', `/v1/parties?limit=2${next && `&cursor=${next}`}`);
      ids.push(...page.body.items.map((item: { id: string }) => item.id));
      next = page.body.next ?? '';
    } while (next);
    assert.deepEqual(ids, ['agg-1', 'agg-2', 'dso', 'market-1', 'tso-1']);
  });

  test('a refusal names nothing that the caller may not know', async () => {
    const from = '2026-01-01T00:00:00.000Z';
    const tries: [string, object, object][] = [
      // Of a PoD in another's portfolio, and of one that is in none.
      ['portfolios', { id: 'new', aggregator: 'agg-1', pod: POD, from }, { pod: 'IT002E00000002' }],
      [
        'flexible-resources',
        { id: 'new', pod: POD, type: 'storage', powerW: 1, services: ['balancing'] },
        { pod: 'IT002E00000002' },
      ],
      // Of a document that is there, and of one that is not.
      ['holdings', { id: 'h1', pod: POD, customer: 'bianchi', from }, { id: 'none' }],
      ['customers', { id: 'rossi', kind: 'household' }, { id: 'none' }],
    ];
    for (const [path, body, other] of tries) {
      const one = await api.call(OTHER_AGGREGATOR, 'POST', `/v1/${path}`, { body });
      const two = await api.call(OTHER_AGGREGATOR, 'POST', `/v1/${path}`, { body: { ...body, ...other } });
      assert.equal(codes(one), '403 SCD_FORBIDDEN', `${path} ${JSON.stringify(one.body)}`);
      assert.deepEqual(one.body, two.body, path);
    }
    const [there, absent] = [
      await api.call(OTHER_AGGREGATOR, 'DELETE', '/v1/holdings/h1'),
      await api.call(OTHER_AGGREGATOR, 'DELETE', '/v1/holdings/h7'),
    ];
    assert.deepEqual([codes(there), there.body.message], ['404 SCD_NOT_FOUND', 'there is no holding h1']);
    assert.equal(codes(absent), codes(there));
  });

  test('who asks about somebody is not told how much of it he may not see, nor by a place of his own making', async () => {
    for (const query of ['customer=rossi', `customer=rossi&pod=${POD}`, 'customer=nobody']) {
      const told = (await api.call(OTHER_AGGREGATOR, 'GET', `/v1/holdings?${query}`)).body;
      assert.deepEqual(told, { items: [] }, query);
    }
    const ofParties = (await api.call(OTHER_AGGREGATOR, 'GET', '/v1/parties?limit=1')).body.next;
    const { next } = (await api.call(ADMIN, 'GET', '/v1/pods/IT002E00000001/history?limit=1')).body;
    const made = Buffer.from('{"customer":"a"}').toString('base64url');
    const elsewhere = ['customers', made, 'customers', ofParties, 'holdings/h1/history', next ?? ofParties];
    for (let i = 0; i < elsewhere.length; i += 2) {
      const answer = await api.call(ADMIN, 'GET', `/v1/${elsewhere[i]}?cursor=${elsewhere[i + 1]}`);
      assert.equal(codes(answer), '400 SCD_BAD_REQUEST', elsewhere[i]);
    }
  });
});

test("a party's new key is asked to be listed in the contract, once", async () => {
  const listings = async () =>
    (await api.read('registry-requests'))
      .map(({ value }) => JSON.parse(value))
      .filter(({ node }) => node === 'agg-keyed');
  const party = { id: 'agg-keyed', role: 'aggregator', name: 'Keyed' };
  const put = (body: object, headers: Record<string, string> = {}) =>
    api.call(ADMIN, 'PUT', '/v1/parties/agg-keyed', { body, headers });
  assert.equal((await put(party)).status, 201);
  assert.deepEqual(await listings(), [], 'without a key there is nothing to list');
  const [first, second] = [`0x${'a1'.repeat(20)}`, `0x${'a2'.repeat(20)}`];
  assert.equal((await put({ ...party, key: first }, { 'if-match': '"1"' })).status, 200);
  assert.equal((await put({ ...party, key: first, name: 'Renamed' }, { 'if-match': '"2"' })).status, 200);
  assert.equal((await put({ ...party, key: second }, { 'if-match': '"3"' })).status, 200);
  assert.deepEqual(
    (await listings()).map(({ action, kind, key }) => [action, kind, key]),
    [
      ['list', 'party', first],
      ['list', 'party', second],
    ],
  );
});

describe('idempotency keys', () => {
  test('the same request gets the same answer and writes once; another one with the key is refused', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const body = pod('IT002E00000040');
    const first = await api.call(ADMIN, 'POST', '/v1/pods', { body, headers });
    const again = await api.call(ADMIN, 'POST', '/v1/pods', { body: { ...body }, headers });
    assert.equal(codes(first), '201');
    assert.deepEqual([again.status, again.text, again.headers.get('etag')], [201, first.text, '"1"']);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    const other = await api.call(ADMIN, 'POST', '/v1/pods', { body: { ...body, province: 'LT' }, headers });
    assert.deepEqual([codes(other), other.body.field], ['422 SCD_KEY_REUSED', 'idempotency-key']);
    const stranger = await api.call(OPERATOR, 'POST', '/v1/pods', { body: pod('IT002E00000041'), headers });
    assert.equal(codes(stranger), '201', 'keys are each caller’s own');
  });

  test('ten at once with one key make one consent', async () => {
    const body = {
      party: 'agg-2',
      purpose: 'research',
      dataSets: ['aggregates'],
      pods: 'all',
      from: '2026-01-01T00:00:00.000Z',
    };
    const headers = { 'idempotency-key': 'k-2' };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => api.call(BIANCHI, 'POST', '/v1/consents', { body, headers })),
    );
    assert.deepEqual(new Set(replies.map(({ text }) => text)).size, 1);
    assert.ok(replies.every(({ status }) => status === 201));
    assert.equal((await api.registry.list('consent', { where: { customer: 'bianchi' } })).length, 1);
  });
});

describe('bulk', () => {
  const lines = (...items: unknown[]) =>
    items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n');

  test('each line on its own, with a report for every one', async () => {
    const body = lines(
      pod('IT002E00000050'),
      '{broken',
      { ...pod('IT002E00000051'), colour: 1 },
      '',
      pod('IT002E00000050'),
      {
        ...pod('IT002E00000050'),
        province: 'LT',
      },
    );
    const { status, body: report } = await api.call(ADMIN, 'POST', '/v1/pods', { body });
    assert.equal(status, 200);
    assert.deepEqual(
      report.map((item: { line?: number; effect?: string; code?: string }) => [
        item.line,
        item.effect ?? item.code,
      ]),
      [
        [1, 'created'],
        [2, 'SCD_BAD_REQUEST'],
        [3, 'SCD_BAD_REQUEST'],
        [5, 'unchanged'],
        [6, 'SCD_REVISION_NEEDED'],
        [undefined, undefined],
      ],
    );
    assert.deepEqual(report.at(-1), { summary: { lines: 5, created: 1, refused: 3, unchanged: 1 } });
    const change = lines({ ...pod('IT002E00000050'), province: 'LT', revision: 1 });
    assert.equal((await api.call(ADMIN, 'POST', '/v1/pods', { body: change })).body[0].revision, 2);
  });

  test('all or nothing', async () => {
    const good = [pod('IT002E00000060'), pod('IT002E00000061')];
    const bad = await api.call(ADMIN, 'POST', '/v1/pods?atomic=true', { body: lines(...good, pod('no')) });
    assert.equal(bad.status, 422);
    assert.deepEqual(
      bad.body.map((item: { code?: string }) => item.code),
      ['SCD_UNDONE', 'SCD_UNDONE', 'SCD_BAD_REQUEST', undefined],
    );
    assert.equal(bad.body.at(-1).applied, false);
    assert.equal(await api.registry.get('pod', 'IT002E00000060'), undefined);
    const conflict = lines(...good, { ...pod(), province: 'LT' });
    assert.equal((await api.call(ADMIN, 'POST', '/v1/pods?atomic=true', { body: conflict })).status, 422);
    assert.equal(
      await api.registry.get('pod', 'IT002E00000060'),
      undefined,
      'undone in the registry as well',
    );
    const all = await api.call(ADMIN, 'POST', '/v1/pods?atomic=true', { body: lines(...good) });
    assert.deepEqual([all.status, all.body.at(-1).applied], [200, true]);
    assert.ok(await api.registry.get('pod', 'IT002E00000061'));
  });

  test('with a key the whole report comes again, and nothing is written twice', async () => {
    const headers = { 'idempotency-key': 'bulk-1' };
    const body = lines(pod('IT002E00000070'), pod('IT002E00000071'));
    const first = await api.call(ADMIN, 'POST', '/v1/pods', { body, headers });
    const again = await api.call(ADMIN, 'POST', '/v1/pods', { body, headers });
    assert.equal(again.text, first.text);
    const other = await api.call(ADMIN, 'POST', '/v1/pods', { body: lines(pod('IT002E00000072')), headers });
    assert.equal(codes(other), '422 SCD_KEY_REUSED');
  });

  test('5,000 lines, and a body without end', async (t) => {
    const many = Array.from({ length: 5000 }, (_, i) => pod(`IT003E${String(i).padStart(8, '0')}`));
    const start = performance.now();
    const { body } = await api.call(ADMIN, 'POST', '/v1/pods', { body: lines(...many) });
    t.diagnostic(`5,000 PoDs in bulk: ${Math.round(5000 / ((performance.now() - start) / 1000))} a second`);
    assert.equal(body.at(-1).summary.created, 5000);
    const line = 'x'.repeat(300_000);
    assert.equal(codes(await api.call(ADMIN, 'POST', '/v1/pods', { body: line })), '413 SCD_TOO_LARGE');
    // Refused at its beginning, and answered all the same.
    const long = `${line}\n${lines(...many).repeat(10)}`;
    assert.equal(codes(await api.call(ADMIN, 'POST', '/v1/pods', { body: long })), '413 SCD_TOO_LARGE');
  });

  test('who may not, is refused line by line', async () => {
    const { body } = await api.call(ROSSI, 'POST', '/v1/pods', { body: lines(pod('IT002E00000080')) });
    assert.equal(body[0].code, 'SCD_FORBIDDEN');
  });
});

describe('consents', () => {
  const wanted = {
    party: 'agg-1',
    purpose: 'flexibility',
    dataSets: ['measurements'],
    pods: [POD],
    from: '2026-01-01T00:00:00.000Z',
    until: '2026-02-01T00:00:00.000Z',
  };
  const open = async (who: typeof AGGREGATOR) =>
    (await api.call(who, 'GET', `/v1/access/ranges?pod=${POD}&dataSet=measurements`)).body;

  test('a customer grants, the aggregator reads that time, the customer revokes and it is closed at once', async () => {
    assert.deepEqual((await open(AGGREGATOR)).ranges, []);
    const granted = await api.call(ROSSI, 'POST', '/v1/consents', { body: wanted });
    assert.equal(codes(granted), '201');
    assert.equal(granted.body.customer, 'rossi');
    const { ranges, basis } = await open(AGGREGATOR);
    assert.deepEqual(ranges, [{ from: wanted.from, until: wanted.until }]);
    assert.deepEqual(basis[0].consents, [granted.body.id]);
    assert.deepEqual((await open(OTHER_AGGREGATOR)).ranges, []);
    const about = (who: typeof AGGREGATOR, of: string) =>
      api.call(who, 'GET', `/v1/access/ranges?pod=${POD}&dataSet=measurements&${of}`);
    assert.deepEqual((await about(OPERATOR, 'role=aggregator&party=agg-1')).body.ranges, ranges);
    assert.deepEqual((await about(OPERATOR, 'role=customer&customer=bianchi')).body.ranges, []);
    for (const who of [AGGREGATOR, ROSSI, MARKET])
      assert.equal(codes(await about(who, 'role=aggregator&party=agg-1')), '403 SCD_FORBIDDEN', who.role);
    assert.equal(codes(await about(OPERATOR, 'role=customer&party=agg-1')), '400 SCD_BAD_REQUEST');
    const path = `/v1/consents/${granted.body.id}`;
    assert.equal(codes(await api.call(AGGREGATOR, 'POST', `${path}/revocation`)), '403 SCD_FORBIDDEN');
    assert.equal(codes(await api.call(BIANCHI, 'POST', `${path}/revocation`)), '404 SCD_NOT_FOUND');
    const revoked = await api.call(ROSSI, 'POST', `${path}/revocation`);
    assert.equal(codes(revoked), '200');
    assert.deepEqual((await open(AGGREGATOR)).ranges, []);
    const again = await api.call(ROSSI, 'POST', `${path}/revocation`);
    assert.equal(again.body.revokedAt, revoked.body.revokedAt, 'the first time stays');
    assert.equal((await api.call(ROSSI, 'GET', `${path}/history`)).body.items.length, 2);
    assert.equal(codes(await api.call(BIANCHI, 'GET', path)), '404 SCD_NOT_FOUND');
  });

  test('nobody grants for another, and a consent is never edited', async () => {
    const foreign = { ...wanted, customer: 'bianchi' };
    assert.equal(
      codes(await api.call(ROSSI, 'POST', '/v1/consents', { body: foreign })),
      '403 SCD_FORBIDDEN',
    );
    for (const who of [AGGREGATOR, ADMIN, OPERATOR, MARKET]) {
      const body = { ...wanted, customer: 'rossi' };
      assert.equal(
        codes(await api.call(who, 'POST', '/v1/consents', { body })),
        '403 SCD_FORBIDDEN',
        who.role,
      );
    }
    assert.equal((await api.call(ROSSI, 'PUT', '/v1/consents/c1', { body: wanted })).status, 404);
  });

  test('the DSO records what a customer has signed on paper', async () => {
    const paper = { reference: 'archive-17', signedOn: '2026-01-15' };
    const body = { ...wanted, customer: 'rossi', paper };
    const recorded = await api.call(ADMIN, 'POST', '/v1/consents', { body });
    assert.deepEqual([codes(recorded), recorded.body.paper], ['201', paper]);
    assert.equal(codes(await api.call(OPERATOR, 'POST', '/v1/consents', { body })), '403 SCD_FORBIDDEN');
    assert.equal(codes(await api.call(ROSSI, 'POST', `/v1/consents/${recorded.body.id}/revocation`)), '200');
  });
});

describe('personal data', () => {
  const path = '/v1/customers/rossi/personal-data';
  const mario = { name: 'Mario Rossi', email: 'mario@example.org' };

  test('is written and read by who may, and erased', async () => {
    const before = await api.call(OPERATOR, 'PUT', path, { body: mario });
    assert.equal(codes(before), '403 SCD_FORBIDDEN');
    assert.equal(codes(await api.call(ADMIN, 'PUT', path, { body: mario })), '201');
    const after = await api.call(OPERATOR, 'PUT', path, { body: mario });
    assert.deepEqual(after.body, before.body, 'a refusal tells nobody whether there is something');
    assert.equal(codes(await api.call(ADMIN, 'PUT', path, { body: mario })), '428 SCD_REVISION_NEEDED');
    assert.deepEqual((await api.call(ROSSI, 'GET', path)).body, mario);
    for (const who of [BIANCHI, OPERATOR, AGGREGATOR, MARKET, TSO, AUDITOR]) {
      assert.equal(codes(await api.call(who, 'GET', path)), '404 SCD_NOT_FOUND', who.role);
    }
    let journal = '';
    let next = '';
    do {
      const page = await api.call(
        AUDITOR,
        'GET',
        `/v1/registry-history?limit=1000${next && `&cursor=${next}`}`,
      );
      journal += page.text;
      next = page.body.next ?? '';
    } while (next);
    assert.ok(journal.includes('personal-data') && !journal.includes('Mario'));
    assert.equal((await api.call(ADMIN, 'DELETE', path, { headers: { 'if-match': '"1"' } })).status, 204);
    assert.equal(codes(await api.call(ROSSI, 'GET', path)), '404 SCD_NOT_FOUND');
  });

  test('the journal of the registry is for the auditor and the administrator', async () => {
    assert.equal(codes(await api.call(AGGREGATOR, 'GET', '/v1/registry-history')), '403 SCD_FORBIDDEN');
    assert.equal(codes(await api.call(ADMIN, 'GET', '/v1/registry-history?limit=1')), '200');
  });
});

describe('Light Node bindings', () => {
  const body = { node: 'ln-7f3a', pod: POD, meterId: 'm1', role: 'exchange', key: `0x${'ab'.repeat(20)}` };
  const asked = async () =>
    (await api.read('registry-requests'))
      .map(({ value }) => JSON.parse(value))
      .filter(({ kind }) => kind === 'light-node');

  async function statusOf(id: string, expected: string): Promise<void> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const { status } = (await api.call(OPERATOR, 'GET', `/v1/bindings/${id}`)).body;
      if (status === expected) return;
      assert.ok(Date.now() < deadline, `binding is ${status}, expected ${expected}`);
      await delay(5);
    }
  }

  test('is recorded, asked of the registrar, and followed until it is bound, ended, revoked or failed', async (t) => {
    const stop = new AbortController();
    const following = followRegistrar({ registry: api.registry, stream: api.stream, log }, stop.signal);
    t.after(async () => {
      stop.abort();
      await following;
    });
    const made = await api.call(OPERATOR, 'POST', '/v1/bindings', { body });
    assert.equal(made.status, 202);
    assert.equal(made.body.status, 'requested');
    assert.equal(made.headers.get('location'), `/v1/bindings/${made.body.id}`);
    assert.ok(!made.text.includes('salt'), 'the salt stays with the DSO');
    const [request] = await asked();
    assert.deepEqual([request.request, request.action, request.podCode], [made.body.id, 'bind', POD]);
    assert.match(request.commitment, /^0x[0-9a-f]{64}$/);

    const { id } = made.body;
    const early = await api.call(OPERATOR, 'POST', `/v1/bindings/${id}/end`, {
      body: { until: '2027-01-01T00:00:00.000Z' },
    });
    assert.equal(codes(early), '409 SCD_BINDING_STATE');
    const { request: _id, action: _action, commitment: _commitment, ...opening } = request;
    await api.stream.append('registry', [{ key: body.node, value: JSON.stringify(opening) }]);
    await statusOf(id, 'bound');
    const until = new Date(opening.from + 1000).toISOString();
    assert.equal(
      (await api.call(OPERATOR, 'POST', `/v1/bindings/${id}/end`, { body: { until } })).status,
      202,
    );
    await api.stream.append('registry', [
      { key: body.node, value: JSON.stringify({ ...opening, until: opening.from + 1000 }) },
    ]);
    await statusOf(id, 'ended');
    assert.equal((await api.call(OPERATOR, 'POST', `/v1/bindings/${id}/revocation`)).status, 202);
    const failure = { request: id, status: 'failed', reason: 'the chain does not answer' };
    await api.stream.append('registry-answers', [{ key: id, value: JSON.stringify(failure) }]);
    await statusOf(id, 'failed');
    assert.deepEqual(
      (await asked()).map(({ action }) => action),
      ['bind', 'unbind', 'revoke'],
    );

    const elsewhere = { ...opening, node: 'ln-other', salt: `0x${'cd'.repeat(32)}`, revokedAt: 5 };
    await api.stream.append('registry', [
      { key: 'x', value: 'not JSON' },
      { key: 'ln-other', value: JSON.stringify(elsewhere) },
    ]);
    await statusOf(`binding-${'cd'.repeat(12)}`, 'revoked');
  });

  test('an end that the registrar refuses leaves the binding as it was, with the reason', async (t) => {
    const stop = new AbortController();
    const following = followRegistrar({ registry: api.registry, stream: api.stream, log }, stop.signal);
    t.after(async () => {
      stop.abort();
      await following;
    });
    const made = await api.call(OPERATOR, 'POST', '/v1/bindings', { body: { ...body, node: 'ln-refused' } });
    const { id } = made.body;
    const { request: _id, action: _action, commitment: _commitment, ...opening } = (await asked()).at(-1);
    const say = (topic: string, value: object) =>
      api.stream.append(topic, [{ key: id, value: JSON.stringify(value) }]);
    await say('registry', opening);
    await say('registry-answers', { request: id, action: 'bind', status: 'done' });
    await statusOf(id, 'bound');
    const until = new Date(opening.from + 1000).toISOString();
    await api.call(OPERATOR, 'POST', `/v1/bindings/${id}/end`, { body: { until } });
    await statusOf(id, 'end-requested');
    const reason = 'the contract refused with TooEarly()';
    await say('registry-answers', { request: id, action: 'unbind', status: 'failed', reason });
    await statusOf(id, 'bound');
    const { body: now } = await api.call(OPERATOR, 'GET', `/v1/bindings/${id}`);
    assert.deepEqual([now.reason, now.until], [reason, undefined]);
  });

  test('the binding of a PoD that is registered later waits for it, also over a restart', async (t) => {
    const late = 'IT002E00000077';
    const salt = `0x${'7e'.repeat(32)}`;
    const id = `binding-${salt.slice(2, 26)}`;
    const fields = { key: `0x${'ac'.repeat(20)}`, node: 'ln-late', meterId: 'm1', role: 'exchange', salt };
    const value = JSON.stringify({ kind: 'light-node', ...fields, podCode: late, from: 5, until: 0 });
    let stop = new AbortController();
    const follow = () =>
      followRegistrar({ registry: api.registry, stream: api.stream, log, retryMs: 5 }, stop.signal);
    let following = follow();
    t.after(async () => {
      stop.abort();
      await following;
    });
    await api.stream.append('registry', [
      { key: 'ln-late', value },
      {
        key: 'x',
        value: JSON.stringify({
          ...JSON.parse(value),
          podCode: POD,
          node: 'ln-x',
          salt: `0x${'7f'.repeat(32)}`,
        }),
      },
    ]);
    await statusOf(`binding-${'7f'.repeat(12)}`, 'bound');
    assert.equal((await api.call(OPERATOR, 'GET', `/v1/bindings/${id}`)).status, 404);
    stop.abort();
    await following;
    stop = new AbortController();
    following = follow();
    const made = await api.call(ADMIN, 'POST', '/v1/pods', { body: pod(late) });
    assert.equal(made.status, 201, made.text);
    await statusOf(id, 'bound');

    const [later, other] = ['IT002E00000078', `0x${'7d'.repeat(32)}`];
    const mark = `0x${'7c'.repeat(32)}`;
    const opened = (podCode: string, ofNode: string, ofSalt: string) =>
      JSON.stringify({
        kind: 'light-node',
        ...fields,
        node: ofNode,
        salt: ofSalt,
        podCode,
        from: 5,
        until: 0,
      });
    await api.stream.append('registry', [
      { key: 'x', value: opened(later, 'ln-later', other) },
      { key: 'x', value: opened(POD, 'ln-mark', mark) },
    ]);
    await statusOf(`binding-${mark.slice(2, 26)}`, 'bound');
    assert.equal((await api.call(ADMIN, 'POST', '/v1/pods', { body: pod(later) })).status, 201);
    await statusOf(`binding-${other.slice(2, 26)}`, 'bound');
  });

  test('only the DSO asks for one', async () => {
    for (const who of [AGGREGATOR, ROSSI, TSO, MARKET, AUDITOR]) {
      assert.equal(
        codes(await api.call(who, 'POST', '/v1/bindings', { body })),
        '403 SCD_FORBIDDEN',
        who.role,
      );
    }
  });
});
