import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { payloadHashOf, signerOf } from '@access-layer/core/message';
import { parsePayload } from '@access-layer/core/payload';
import type { ReadLedger } from '@access-layer/core/payloads/service-message';
import { formatTime } from '@access-layer/core/time';
import {
  AGGREGATOR,
  AUDITOR,
  customer,
  DAYS,
  districtRecords,
  END,
  FIRST_DAY,
  MARKET,
  OPERATOR,
  podCode,
  QUARTER_MS,
  SECOND_DAY,
  settleDistrict,
} from '../test/test-district.ts';
import { ADMINISTRATOR, startTestService, type TestCaller, type TestService } from '../test/test-service.ts';
import { waitUntil } from '../test/wait-until.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Body = any;

async function district(t: TestContext): Promise<TestService> {
  const service = await startTestService(t);
  await settleDistrict(service);
  await service.publish([districtRecords()]);
  return service;
}

async function get(service: TestService, who: TestCaller, path: string, status = 200): Promise<Body> {
  const answer = await service.call(who, path);
  const text = await answer.text();
  assert.equal(answer.status, status, `${who.role} ${path}: ${text}`);
  return JSON.parse(text);
}

const readsOf = (service: TestService, who: TestCaller, n: number, query = '') =>
  get(service, who, `/v1/pods/${podCode(n)}/reads${query}`);
const range = (fromMs: number, untilMs: number) => `from=${formatTime(fromMs)}&until=${formatTime(untilMs)}`;
const WHOLE = range(FIRST_DAY, END);

/** What an entry says, but for its time and its place in a message. */
function said({ items }: Body) {
  return items.map(({ client, dataSet, from, until, count, consents }: Body) =>
    [client, dataSet, from, until, count, ...consents.map(({ id }: Body) => id)].join(' '),
  );
}

/** Counts follow their entries a moment later. */
async function counted(service: TestService, n: number, items: number): Promise<Body> {
  let page: Body;
  await waitUntil(`${items} entries of PoD ${n}`, async () => {
    page = await readsOf(service, OPERATOR, n);
    return page.items.length === items && page.items.every(({ count }: Body) => count > 0);
  });
  return page;
}

test('every way to the data of a PoD is one entry a query, with whose consent opened it', async (t) => {
  const service = await district(t);
  const pod = podCode(2);
  const [first] = (await get(service, OPERATOR, `/v1/pods/${pod}/readings?${WHOLE}&limit=5`)).readings;
  const hash = first.certificate.payloadHash;
  await get(service, MARKET, `/v1/pods/${pod}/readings?${WHOLE}&limit=7`);
  await get(service, AGGREGATOR, `/v1/pods/${pod}/aggregates?${WHOLE}&step=day&purpose=flexibility`);
  await get(service, OPERATOR, `/v1/pods/${pod}/packets?${WHOLE}&type=measurement`);
  await get(service, OPERATOR, `/v1/packets/${hash}`);
  await get(service, AUDITOR, `/v1/pods/${pod}/completeness?${WHOLE}`);
  const whole = await service.call(customer(2), `/v1/pods/${pod}/readings?${WHOLE}`, {
    headers: { accept: 'text/csv' },
  });
  const rows = (await whole.text()).trim().split('\n').length - 1;
  const asked = `pod=${pod}&dataSet=measurements&${range(SECOND_DAY, END)}`;
  await get(service, OPERATOR, `/v1/access/ranges?${asked}`);
  await get(service, OPERATOR, `/v1/access/ranges?${asked}&given=3`);
  const { items } = await counted(service, 2, 8);
  const consents = await get(service, customer(2), '/v1/consents');
  const consentOf = (party: string) => consents.items.find((item: Body) => item.party === party).id;
  const [from, until] = [formatTime(FIRST_DAY), formatTime(END)];
  assert.deepEqual(said({ items: items.toReversed() }), [
    `client-dso measurements ${from} ${until} 5`,
    `client-market-1 measurements ${from} ${until} 7 ${consentOf('market-1')}`,
    `client-agg-1 aggregates ${from} ${until} 3 ${consentOf('agg-1')}`,
    `client-dso measurements ${from} ${until} 4`,
    `client-dso measurements ${first.at} ${formatTime(Date.parse('2026-03-27T23:45:00.001Z'))} 1`,
    `client-auditor proofs ${from} ${until} 1`,
    `client-customer-2 measurements ${from} ${until} ${rows}`,
    `client-dso measurements ${formatTime(SECOND_DAY)} ${until} 3`,
  ]);
  assert.equal(items.at(-3).purpose, 'flexibility');
  const revocation = items.at(-2).consents[0].revocation;
  const headers = { 'content-type': 'application/json' };
  const revoked = await service.call(customer(2), revocation, { method: 'POST', headers, body: '{}' });
  assert.equal(revoked.status, 200, await revoked.text());
  await get(service, MARKET, `/v1/pods/${pod}/readings?${WHOLE}&limit=7`, 404);
});

test('documents that name a customer, lists of series, and sums over too few are reads; who looks again is one entry', async (t) => {
  const service = await district(t);
  const entriesOf = async (n: number) => said(await readsOf(service, customer(n), n)) as string[];
  const of = async (n: number, dataSet: string) =>
    (await entriesOf(n)).filter((line) => line.split(' ')[1] === dataSet);
  for (const path of ['pods', 'parties', 'contracts', 'pods?limit=2'])
    await get(service, OPERATOR, `/v1/${path}`);
  assert.deepEqual(await entriesOf(2), [], 'of the network and the market, not of a customer');

  await get(service, OPERATOR, '/v1/customers/customer-2');
  const [entry, ...more] = await of(2, 'registry');
  assert.match(entry!, /^client-dso registry 2026-01-01T00:00:00.000Z 9999-12-31T23:59:59.999Z 1$/);
  for (const path of ['holdings?limit=1000', 'holdings/h2', 'consents', 'portfolios', 'flexible-resources'])
    await get(service, OPERATOR, `/v1/${path}`);
  await get(service, AUDITOR, '/v1/registry-history?limit=1000');
  await waitUntil(
    'entries of the operator and the auditor',
    async () => (await of(2, 'registry')).length === 2,
  );
  const again = await of(2, 'registry');
  assert.deepEqual([more, again.map((line) => line.split(' ')[0])], [[], ['client-auditor', 'client-dso']]);
  assert.ok(Number(again[1]!.split(' ').at(-1)) >= 5, `it has grown: ${again}`);
  assert.deepEqual(await of(1, 'registry').then((lines) => lines.length), 2, 'a former holder, too');

  await get(service, AGGREGATOR, '/v1/series');
  assert.deepEqual(
    [(await of(2, 'series')).length, (await of(1, 'series')).length],
    [0, 1],
    'what was shown',
  );

  // Milan has two customers, Rome five.
  await get(service, OPERATOR, `/v1/aggregates?groupBy=municipality&${DAYS}`);
  assert.deepEqual([(await of(5, 'aggregates')).length, (await of(2, 'aggregates')).length], [1, 0]);
  for (const n of [1, 2, 5]) {
    const { items } = await readsOf(service, AUDITOR, n, '?unusual=true');
    assert.deepEqual(
      items.filter(({ dataSet }: Body) => dataSet !== 'aggregates'),
      [],
    );
  }
});

test('a holder sees who read his time, and nobody else does', async (t) => {
  const service = await district(t);
  await get(
    service,
    OPERATOR,
    `/v1/pods/${podCode(1)}/readings?${range(FIRST_DAY, SECOND_DAY + 2 * QUARTER_MS)}&limit=98`,
  );
  await get(service, AGGREGATOR, `/v1/pods/${podCode(1)}/readings?${range(FIRST_DAY, SECOND_DAY)}&limit=4`);
  await get(service, ADMINISTRATOR, `/v1/pods/${podCode(1)}/readings?${range(SECOND_DAY, END)}&limit=6`);
  await counted(service, 1, 4);
  const [first, change] = [formatTime(FIRST_DAY), formatTime(SECOND_DAY)];
  const later = formatTime(SECOND_DAY + 2 * QUARTER_MS);
  const former = await readsOf(service, customer(1), 1);
  assert.deepEqual(
    said(former).map((line: string) => line.split(' ').slice(0, 5).join(' ')),
    [`client-agg-1 measurements ${first} ${change} 4`, `client-dso measurements ${first} ${change} 96`],
  );
  assert.equal(former.hidden, 2);
  assert.deepEqual(said(await readsOf(service, customer(7), 1)), [
    `client-dso measurements ${change} ${formatTime(END)} 6`,
    `client-dso measurements ${change} ${later} 2`,
  ]);
  assert.equal((await readsOf(service, AUDITOR, 1)).items.length, 4);
  for (const who of [AGGREGATOR, MARKET, customer(2)])
    await get(service, who, `/v1/pods/${podCode(1)}/reads`, 404);
  for (const who of [AGGREGATOR, customer(1)]) await get(service, who, '/v1/read-ledger', 403);
});

test('entries become signed messages of one PoD and one holder, chained and handed to the log', async (t) => {
  const service = await district(t);
  for (const n of [1, 2]) await get(service, OPERATOR, `/v1/pods/${podCode(n)}/readings?${WHOLE}&limit=200`);
  await waitUntil('three messages', async () => {
    return (await get(service, AUDITOR, '/v1/read-ledger')).messages.length === 3;
  });
  const { messages, sender } = await get(service, AUDITOR, '/v1/read-ledger');
  const sent = await service.stream.read('statements', 0, 0, 100);
  assert.deepEqual(
    sent.map(({ value }) => JSON.parse(value)),
    messages.map(({ payload, signature }: Body) => ({ payload, signature })),
  );
  let prev = `0x${'00'.repeat(32)}`;
  const about = messages.map(({ seq, payload, signature, payloadHash }: Body, at: number) => {
    const parsed = parsePayload(payload);
    assert.ok(parsed.ok, JSON.stringify(parsed));
    const { reads, prev: named, sender: by } = parsed.payload as ReadLedger;
    assert.deepEqual([seq, named, by, payloadHashOf(payload)], [at, prev, sender, payloadHash]);
    assert.equal(signerOf({ payload, signature }), signerOf(messages[0]));
    prev = payloadHash;
    return [...new Set(reads.map(({ pod, from }) => `${pod} ${from}`))];
  });
  const [first, change] = [formatTime(FIRST_DAY), formatTime(SECOND_DAY)];
  assert.deepEqual(about, [
    [`${podCode(1)} ${first}`],
    [`${podCode(1)} ${change}`],
    [`${podCode(2)} ${first}`],
  ]);
  const { items } = await readsOf(service, customer(7), 1);
  assert.deepEqual([items[0].stage, items[0].message.seq], ['signed', 1]);
});

test('nothing is read that cannot be entered', async (t) => {
  const service = await district(t);
  const other = new DatabaseSync(join(service.dir, 'scd', 'reads.db'));
  t.after(() => other.close());
  other.exec('ALTER TABLE entry RENAME TO elsewhere');
  const path = `/v1/pods/${podCode(2)}/readings?${WHOLE}`;
  const [json, csv] = [
    await service.call(OPERATOR, path),
    await service.call(OPERATOR, path, { headers: { accept: 'text/csv' } }),
  ];
  for (const answer of [json, csv]) {
    assert.equal(answer.status, 503);
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    const body = await answer.text();
    assert.equal(JSON.parse(body).code, 'SCD_READ_LEDGER');
    assert.doesNotMatch(body, /activePowerW/);
  }
  other.exec('ALTER TABLE elsewhere RENAME TO entry');
  await get(service, OPERATOR, path);
});
