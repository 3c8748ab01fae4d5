import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { csvRows } from '../test/csv-rows.ts';
import { parquetRows } from '../test/parquet-rows.ts';
import {
  AGGREGATOR,
  AUDITOR,
  customer,
  DAYS,
  districtRecords,
  MARKET,
  OPERATOR,
  podCode,
  QUARTERS,
  recordSetPoint,
  settleDistrict,
  TSO,
} from '../test/test-district.ts';
import { startTestService, type TestCaller, type TestService } from '../test/test-service.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a test asserts on is read as it came
type Body = any;

test('aggregates over HTTP', async (t) => {
  const service = await startTestService(t);
  await settleDistrict(service);
  await service.publish([districtRecords()]);
  await recordSetPoint(service);
  const check = (name: string, body: (service: TestService, t: TestContext) => Promise<void>) =>
    t.test(name, (inner) => body(service, inner));
  await check('energy from registers over local days, hours, quarter-hours and months', energies);
  await check('JSON, NDJSON, CSV and Parquet say the same', sameInAllForms);
  await check('each caller sees the aggregates of the PoDs and times that the rules open', perCaller);
  await check('across PoDs a caller gets the sums of what he may see, and how many PoDs he may not', groups);
  await check('a revoked consent closes at once', revoked);
  await check('pages follow each other by cursor and hold what the whole holds', pages);
  await check('a stream goes on behind the first page', longStream);
  await check('what is wrong with a question is said, with the value and what was expected', badQuestions);
  await check('the document names both routes with their forms, examples and refusals', documented);
});

async function json(service: TestService, who: TestCaller, path: string, status = 200): Promise<Body> {
  const answer = await service.call(who, path);
  const text = await answer.text();
  assert.equal(answer.status, status, `${who.role} ${path}: ${text}`);
  return JSON.parse(text);
}

const ofPod = (n: number, query = DAYS) => `/v1/pods/${podCode(n)}/aggregates?${query}`;
const importOf = ({ intervals }: Body) => intervals.map((row: Body) => row.energyImportWh);

async function energies(service: TestService): Promise<void> {
  const days = await json(service, OPERATOR, ofPod(2));
  assert.deepEqual(
    [days.pod, days.zone, days.step, days.next],
    [podCode(2), 'Europe/Rome', 'day', undefined],
  );
  assert.deepEqual(
    days.intervals.map((row: Body) => [
      row.from,
      row.quartersExpected,
      row.quartersCovered,
      row.importBorders,
    ]),
    [
      ['2026-03-27T23:00:00.000Z', 96, 96, 'read read'],
      ['2026-03-28T23:00:00.000Z', 92, 92, 'read read'],
      ['2026-03-29T22:00:00.000Z', 96, 96, 'read read'],
    ],
  );
  assert.deepEqual(
    importOf(days),
    QUARTERS.map((quarters) => 20 * quarters),
  );
  const [first] = days.intervals;
  assert.deepEqual(
    [first.energyExportWh, first.powerMinW, first.powerMeanW.toFixed(6), first.powerMaxW, first.readings],
    [0, 200.1, '201.600000', 203.1, 96],
  );
  for (const [step, count] of [
    ['hour', 71],
    ['15min', 284],
  ] as const) {
    const parts = await json(service, OPERATOR, ofPod(2, DAYS.replace('day', step)));
    assert.equal(parts.intervals.length, count);
    const sum = importOf(parts).reduce((a: number, b: number) => a + b, 0);
    assert.equal(sum, 20 * 284, step);
  }
  const month = await json(service, OPERATOR, ofPod(2, DAYS.replace('day', 'month')));
  const [march] = month.intervals;
  assert.deepEqual(
    [march.from, march.until, march.quartersExpected, march.quartersCovered, march.energyImportWh],
    ['2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z', 31 * 96 - 4, 285, 20 * 284],
  );
}

async function sameInAllForms(service: TestService): Promise<void> {
  for (const [path, list] of [
    [ofPod(2), 'intervals'],
    [`/v1/aggregates?groupBy=municipality&${DAYS}`, 'cells'],
  ] as const) {
    const rows: Body[] = (await json(service, OPERATOR, path))[list];
    assert.ok(rows.length >= 3, path);
    const get = async (accept: string) => {
      const answer = await service.call(OPERATOR, path, { headers: { accept } });
      assert.equal(answer.status, 200, accept);
      return answer;
    };
    const lines = await (await get('application/x-ndjson')).text();
    assert.deepEqual(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      rows,
      path,
    );
    const csv = await get('text/csv');
    assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8; header=present');
    const [header, ...fields] = csvRows(await csv.text());
    const texts = (row: Body) => header!.map((name) => (row[name] === undefined ? '' : String(row[name])));
    assert.deepEqual(fields, rows.map(texts), path);
    assert.ok(
      Object.keys(rows[0]).every((name) => header!.includes(name)),
      header!.join(),
    );
    const parquet = await get('application/vnd.apache.parquet');
    assert.equal(parquet.headers.get('content-type'), 'application/vnd.apache.parquet');
    const found = await parquetRows(new Uint8Array(await parquet.arrayBuffer()));
    assert.deepEqual(found, rows, path);
    if (list === 'cells') assert.equal(csv.headers.get('access-layer-hidden-pods'), '0');
  }
}

async function perCaller(service: TestService): Promise<void> {
  const after = await json(service, customer(7), ofPod(1));
  assert.deepEqual(after.withheld, [{ from: '2026-03-27T23:00:00.000Z', until: '2026-03-28T23:00:00.000Z' }]);
  assert.deepEqual(
    after.intervals.map((row: Body) => [row.quartersHidden, row.readings, row.energyImportWh]),
    [
      [96, 0, undefined],
      [0, 92, 920],
      [0, 96, 960],
    ],
  );
  // The reading at the end of the first day is the next holder's: the energy up to the last of his own is known.
  const before = await json(service, customer(1), ofPod(1));
  const [own] = before.intervals;
  assert.deepEqual([own.energyImportWh, own.importBorders, own.quartersHidden], [950, 'read missing', 0]);
  assert.deepEqual(before.withheld, [
    { from: '2026-03-28T23:00:00.000Z', until: '2026-03-30T22:00:00.000Z' },
  ]);
  const seen: [TestCaller, number, number, string?][] = [
    ...[customer(2), AGGREGATOR, MARKET, OPERATOR].map((who): [TestCaller, number, number] => [who, 2, 200]),
    ...[customer(1), AGGREGATOR, MARKET, AUDITOR].map((who): [TestCaller, number, number, string] => [
      ...([who, 3, 404, 'SCD_POD_UNKNOWN'] as const),
    ]),
    [AGGREGATOR, 1, 200],
    [customer(3), 3, 200],
    [TSO, 3, 403, 'SCD_SUPPRESSED'],
    [TSO, 5, 404, 'SCD_POD_UNKNOWN'],
    [OPERATOR, 9, 404, 'SCD_POD_UNKNOWN'],
  ];
  for (const [who, n, status, code] of seen)
    assert.equal((await json(service, who, ofPod(n), status)).code, code);
  // Nothing tells a PoD that may not be seen from one that does not exist.
  const hidden = await json(service, AGGREGATOR, ofPod(3), 404);
  const absent = await json(service, AGGREGATOR, ofPod(9), 404);
  assert.equal(hidden.message.replace(podCode(3), ''), absent.message.replace(podCode(9), ''));
  // A consent is for a purpose: asked for another one, nothing is open.
  assert.equal((await json(service, MARKET, ofPod(2, `${DAYS}&purpose=settlement`))).intervals.length, 3);
  await json(service, MARKET, ofPod(2, `${DAYS}&purpose=research`), 404);
  assert.equal((await service.call(undefined, ofPod(2))).status, 401);
  const scope = await service.call(OPERATOR, ofPod(2), { scope: 'ingest:write' });
  assert.deepEqual([scope.status, ((await scope.json()) as Body).code], [403, 'SCOPE_MISSING']);
}

const across = (groupBy: string, query = DAYS) => `/v1/aggregates?groupBy=${groupBy}&${query}`;

async function groups(service: TestService): Promise<void> {
  const sums = ({ cells }: Body) =>
    Object.fromEntries(
      [...Map.groupBy(cells as Body[], ({ group }) => group)].map(([group, rows]) => [
        group,
        [rows[0].pods, rows.reduce((sum: number, { energyImportWh = 0 }: Body) => sum + energyImportWh, 0)],
      ]),
    );
  const expected: Record<string, object> = {
    municipality: { Roma: [4, 284 * 100], Milano: [2, 284 * 110] },
    'power-class': { '3 kW': [3, 284 * 90], '6 kW': [3, 284 * 120] },
    'set-point': { 'with set-points': [1, 284 * 30], 'without set-points': [5, 284 * 180] },
    aggregator: { 'agg-1': [4, 284 * 100], none: [2, 284 * 110] },
    'service-type': {
      ...{ balancing: [4, 284 * 100], 'congestion-management': [4, 284 * 100] },
      ...{ 'voltage-control': [1, 284 * 50], none: [1, 284 * 60] },
    },
  };
  for (const [groupBy, groupsOf] of Object.entries(expected)) {
    const answer = await json(service, OPERATOR, across(groupBy));
    assert.deepEqual([answer.pods, answer.hiddenPods, answer.groupBy], [6, 0, groupBy]);
    assert.deepEqual(sums(answer), groupsOf, groupBy);
  }
  const visible: [TestCaller, number, object][] = [
    [TSO, 4, { Roma: [4, 284 * 100] }],
    // PoD 1 up to its next holder, whose day ends without the reading at its end; PoD 2 whole.
    [AGGREGATOR, 2, { Roma: [2, 950 + 284 * 20] }],
    [MARKET, 1, { Roma: [1, 284 * 20] }],
    [customer(7), 1, { Roma: [0, 188 * 10] }],
    [AUDITOR, 0, {}],
  ];
  for (const [who, pods, groupsOf] of visible) {
    const answer = await json(service, who, across('municipality'));
    assert.deepEqual([answer.pods, answer.hiddenPods], [pods, 6 - pods], who.role);
    const shown = { ...answer, cells: answer.cells.map((row: Body) => ({ pods: 0, ...row })) };
    assert.deepEqual(sums(shown), groupsOf, who.role);
  }
  // Two customers stand behind either class: too few for who may only see aggregates.
  const few = await json(service, TSO, across('power-class'));
  assert.equal(few.cells.length, 6);
  for (const cell of few.cells) {
    assert.deepEqual(Object.keys(cell), ['group', 'from', 'until', 'suppressed']);
    assert.match(cell.suppressed, /fewer than 3 customers/);
  }
}

async function revoked(service: TestService): Promise<void> {
  const { items } = await json(service, customer(2), '/v1/consents?party=agg-1');
  assert.equal(items.length, 1);
  const answer = await service.call(customer(2), `/v1/consents/${items[0].id}/revocation`, {
    method: 'POST',
  });
  assert.equal(answer.status, 200, await answer.text());
  await json(service, AGGREGATOR, ofPod(2), 404);
  const { pods, hiddenPods } = await json(service, AGGREGATOR, across('municipality'));
  assert.deepEqual([pods, hiddenPods], [1, 5]);
}

async function pages(service: TestService): Promise<void> {
  for (const [path, list] of [
    [ofPod(2), 'intervals'],
    [across('municipality'), 'cells'],
  ] as const) {
    const whole = (await json(service, OPERATOR, path))[list];
    const found: Body[] = [];
    let asked = 0;
    for (let cursor = ''; asked === 0 || cursor; asked++) {
      const page = await json(service, OPERATOR, `${path}&limit=2${cursor && `&cursor=${cursor}`}`);
      found.push(...page[list]);
      cursor = page.next ?? '';
      assert.ok(asked < 3);
    }
    assert.equal(asked, 2);
    const order = (rows: Body[]) => rows.map((row) => JSON.stringify(row)).sort();
    assert.deepEqual(order(found), order(whole));
    const lines: string[] = [];
    for (let next: string | undefined = `${path}&limit=1`; next; ) {
      const answer: Response = await service.call(OPERATOR, next, {
        headers: { accept: 'application/x-ndjson' },
      });
      lines.push(...(await answer.text()).trimEnd().split('\n'));
      next = /<(.*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    assert.deepEqual(order(lines.map((line) => JSON.parse(line))), order(whole), path);
  }
}

/** 3068 quarter-hours: more than a page has. */
async function longStream(service: TestService): Promise<void> {
  const range = 'from=2026-02-27T00:00:00%2B01:00&until=2026-03-31T00:00:00%2B02:00&step=15min';
  const first = await json(service, OPERATOR, ofPod(2, range));
  assert.equal(first.intervals.length, 3000);
  assert.ok(first.next);
  const answer = await service.call(OPERATOR, ofPod(2, range), {
    headers: { accept: 'application/x-ndjson' },
  });
  const rows = (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(new Set(rows.map(({ from }) => from)).size, 32 * 96 - 4);
  assert.equal(
    rows.reduce((sum, { energyImportWh = 0 }) => sum + energyImportWh, 0),
    20 * 284,
  );
}

async function badQuestions(service: TestService): Promise<void> {
  const at = 'from=2026-03-28&until=2026-03-31&step=day';
  const expected: [string, string, RegExp][] = [
    [ofPod(2, 'until=2026-03-31&step=day'), 'SCD_BAD_REQUEST', /from/],
    [
      ofPod(2, at.replace('2026-03-28', 'yesterday')),
      'SCD_BAD_REQUEST',
      /from: "yesterday"; expected an ISO 8601/,
    ],
    [ofPod(2, at.replace('-31', '-28')), 'SCD_BAD_REQUEST', /until: "2026-03-28"; expected a time after/],
    [ofPod(2, at.replace('=day', '=week')), 'SCD_BAD_REQUEST', /step: "week"; expected/],
    [ofPod(2, `${at}&zone=Rome`), 'SCD_BAD_REQUEST', /zone: "Rome"; expected an IANA time zone/],
    [ofPod(2, `${at}&limit=0`), 'SCD_BAD_REQUEST', /limit: 0; expected .*1 to 3000/],
    [ofPod(2, `${at}&cursor=abc`), 'SCD_BAD_REQUEST', /cursor: "abc"; expected the `next`/],
    [ofPod(2, `${at}&cursor=eyJzdGFydE1zIjoxfQ`), 'SCD_BAD_REQUEST', /cursor: "eyJ/],
    [ofPod(2, `${at}&metre=m`), 'SCD_BAD_REQUEST', /parameter "metre": "m"; expected "meter"/],
    [`/v1/pods/ROME/aggregates?${at}`, 'SCD_BAD_REQUEST', /pod: "ROME"; expected a PoD code/],
    [ofPod(2, at.replace('2026-03-28', '1999-01-01')), 'SCD_RANGE_TOO_LARGE', /at most 10 years/],
    [across('colour', at), 'SCD_BAD_REQUEST', /groupBy: "colour"/],
    [`/v1/aggregates?${at}`, 'SCD_BAD_REQUEST', /groupBy/],
  ];
  for (const [path, code, message] of expected) {
    const answer = await json(service, OPERATOR, path, 400);
    assert.equal(answer.code, code, path);
    assert.match(answer.message, message, path);
  }
  const headers = { accept: 'application/vnd.apache.parquet' };
  const paged = await service.call(OPERATOR, `${ofPod(2)}&limit=2`, { headers });
  assert.equal(paged.status, 400);
  assert.match(((await paged.json()) as Body).message, /limit: 2; expected none with Parquet/);
  const xml = await service.call(OPERATOR, ofPod(2), { headers: { accept: 'application/xml' } });
  assert.deepEqual([xml.status, ((await xml.json()) as Body).code], [406, 'SCD_NOT_ACCEPTABLE']);
}

async function documented(service: TestService): Promise<void> {
  const document: Body = await (await fetch(`${service.url}/openapi/data.json`)).json();
  assert.equal(document.openapi, '3.0.3');
  for (const path of ['/v1/pods/{pod}/aggregates', '/v1/aggregates']) {
    const { responses, parameters, summary, tags } = document.paths[path].get;
    assert.ok(summary && tags.includes('aggregates'), path);
    assert.deepEqual(
      Object.keys(responses),
      ['200', '304', '400', '401', '403', '404', '406', '414', '503'],
      path,
    );
    assert.deepEqual(Object.keys(responses['200'].content), [
      ...['application/json', 'application/x-ndjson', 'text/csv', 'application/vnd.apache.parquet'],
    ]);
    const from = parameters.find(({ name }: Body) => name === 'from');
    assert.ok(from.required && (from.example ?? from.schema.example), path);
  }
}
