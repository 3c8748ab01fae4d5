import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageHashOf } from '@access-layer/core/message';
import { csvRows, VALUE_COLUMNS_AFTER } from '../test/csv-rows.ts';
import {
  ANCHORER,
  openingOf,
  POD,
  type Signed,
  START_MS,
  seal,
  TestNode,
  toStream,
} from '../test/test-records.ts';
import { anchorRecord, publish, settled, startTestScd, type TestScd } from '../test/test-scd.ts';

const QUARTER_MS = 900_000;
const DAY = `/v1/pods/${POD}/readings?from=2026-02-01&until=2026-02-02`;

/** 96 quarter-hours of a day, and the last one before and the first one after it. */
function quarters(node: TestNode): Signed[] {
  return Array.from({ length: 98 }, (_, i) => node.measure(START_MS + i * QUARTER_MS, { periodS: 900 }));
}

async function get(scd: TestScd, url: string, accept?: string) {
  const answer = await scd.http.inject({ url, headers: accept ? { accept } : {} });
  return {
    ...answer,
    status: answer.statusCode,
    type: answer.headers['content-type'],
    json: () => JSON.parse(answer.body),
  };
}

test('a UTC day has its 96 quarter-hours, each with its certificate', async (t) => {
  const scd = await startTestScd(t);
  const batch = seal(quarters(new TestNode()), { index: 5 });
  await publish(scd, [batch]);
  const { status, json } = await get(scd, DAY);
  const { pod, readings, next } = json();
  assert.deepEqual([status, pod, readings.length, next], [200, POD, 96, undefined]);
  assert.equal(readings[0].at, '2026-02-01T00:15:00.000Z');
  assert.equal(readings[95].at, '2026-02-02T00:00:00.000Z');
  const { payload } = batch.records[1]!;
  const [signed] = JSON.parse(payload).readings;
  const { certificate, ...reading } = readings[0];
  assert.deepEqual(reading, {
    ...signed,
    ...{ meter: 'meter-1', role: 'exchange', node: 'node-1', seq: 1, stage: 'anchored' },
  });
  const { chainId, contract, txHash, blockNumber, blockHash, blockTime } = batch.anchor;
  const { payloadHash, messageHash } = certificate;
  assert.deepEqual(certificate, {
    ...{ payloadHash, messageHash, anchorer: ANCHORER, batch: 5, receivedAt: '2026-02-01T00:15:00.050Z' },
    anchor: {
      chainId,
      contract,
      txHash,
      blockNumber,
      blockHash,
      blockTime: new Date(blockTime).toISOString(),
    },
    proof: `/v1/readings/${payloadHash}/proof`,
  });
});

test('sealed readings are served as such, without an anchor', async (t) => {
  const scd = await startTestScd(t, {
    checkAnchor: async () => ({ answer: 'later', reachable: false, detail: 'down' }),
  });
  const batch = seal([new TestNode().measure(START_MS)]);
  await scd.stream.append('packets', [{ key: POD, value: JSON.stringify(batch.records[0]) }]);
  await scd.stream.append('anchors', [anchorRecord(batch.anchor)]);
  await settled(scd, { anchors: false });
  const [reading] = (await get(scd, DAY)).json().readings;
  assert.deepEqual([reading.stage, reading.certificate.anchor], ['sealed', undefined]);
  const proof = await get(scd, reading.certificate.proof);
  assert.deepEqual([proof.status, proof.json().code], [409, 'SCD_NOT_ANCHORED']);
  assert.match(proof.json().message, /sealed in batch 0 .* ask again/s);
});

test('pages follow each other by cursor, in all three forms, and hold what the whole holds', async (t) => {
  const scd = await startTestScd(t);
  await publish(scd, [seal(quarters(new TestNode()))]);
  const whole = (await get(scd, DAY)).json().readings;
  const paged: unknown[] = [];
  for (let cursor: string | undefined, pages = 0; pages === 0 || cursor; pages++) {
    const page = (await get(scd, `${DAY}&limit=36${cursor ? `&cursor=${cursor}` : ''}`)).json();
    paged.push(...page.readings);
    cursor = page.next;
    assert.ok(pages < 3);
  }
  assert.deepEqual(paged, whole);
  for (const type of ['application/x-ndjson', 'text/csv']) {
    const all = await get(scd, DAY, type);
    let text = '';
    for (let url: string | undefined = `${DAY}&limit=50`; url; ) {
      const page = await get(scd, url, type);
      text += text && type === 'text/csv' ? page.body.slice(page.body.indexOf('\n') + 1) : page.body;
      url = /<(.*)>; rel="next"/.exec(String(page.headers.link ?? ''))?.[1];
    }
    assert.equal(text, all.body, type);
  }
});

test('NDJSON is one reading a line, the same as in JSON', async (t) => {
  const scd = await startTestScd(t);
  await publish(scd, [seal(quarters(new TestNode()))]);
  const { type, body } = await get(scd, DAY, 'application/x-ndjson');
  assert.equal(type, 'application/x-ndjson');
  const lines = body.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    (await get(scd, DAY)).json().readings,
  );
});

test('CSV has a header, a column for every value, and quotes what needs it', async (t) => {
  const scd = await startTestScd(t);
  const meter = 'a "odd", meter';
  await publish(scd, [seal([new TestNode().measure(START_MS + QUARTER_MS, { periodS: 900, meter })])]);
  const { type, body } = await get(scd, DAY, 'text/csv');
  assert.equal(type, 'text/csv; charset=utf-8; header=present');
  const [header, row, ...more] = csvRows(body);
  assert.deepEqual(more, []);
  const value = (column: string) => row![header!.indexOf(column)];
  assert.deepEqual(['at', 'periodS', 'quality', 'meter', 'seq', 'stage'].map(value), [
    ...['2026-02-01T00:15:00.000Z', '900', 'measured', meter, '0', 'anchored'],
  ]);
  assert.deepEqual(['activePowerW', 'voltageL1V', 'frequencyHz'].map(value), ['1200.5', '230.1', '']);
  assert.equal(row!.length, header!.length);
  assert.equal(header!.slice(VALUE_COLUMNS_AFTER).length, 30);
});

test('a range of many chunks is streamed whole and in order', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packets = Array.from({ length: 30 }, (_, i) =>
    node.measure(START_MS + (i + 1) * 3_600_000 + 60_000, { readings: 50 }),
  );
  await publish(scd, [seal(packets)]);
  const { body } = await get(scd, `/v1/pods/${POD}/readings`, 'application/x-ndjson');
  const times = body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).at as string);
  assert.equal(times.length, 1500);
  assert.deepEqual(times, times.toSorted());
  assert.equal(new Set(times).size, 1500);
});

test('readings of one meter; packets of one type', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packets = [
    node.measure(START_MS),
    node.measure(START_MS + 1, { meter: 'meter-2' }),
    node.event(START_MS + 2),
  ];
  await publish(scd, [seal(packets)]);
  const { readings } = (await get(scd, `${DAY}&meter=meter-2`)).json();
  assert.deepEqual(
    readings.map(({ seq }: { seq: number }) => seq),
    [1],
  );
  const list = (await get(scd, `/v1/pods/${POD}/packets?limit=2`)).json();
  assert.equal(list.packets.length, 2);
  const rest = (await get(scd, `/v1/pods/${POD}/packets?limit=2&cursor=${list.next}`)).json();
  assert.deepEqual(
    [rest.packets.length, rest.packets[0].payload, rest.next],
    [1, packets[2]!.message.payload, undefined],
  );
  const events = (await get(scd, `/v1/pods/${POD}/packets?type=event`)).json();
  assert.deepEqual(
    events.packets.map(({ type }: { type: string }) => type),
    ['event'],
  );
});

test('a packet is served exactly as it was signed, by either hash', async (t) => {
  const scd = await startTestScd(t);
  const packet = new TestNode().event(START_MS);
  await publish(scd, [seal([packet])]);
  const { payload, signature, certificate, type } = (
    await get(scd, `/v1/packets/${packet.payloadHash}`)
  ).json();
  assert.deepEqual({ payload, signature }, { ...packet.message });
  assert.equal(type, 'event');
  const text = await get(scd, `/v1/packets/${certificate.messageHash}`, 'text/plain');
  assert.equal(text.body, `${signature}\n${payload}`);
});

test('a packet that was signed anew is found by the hash of either message', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packet = node.measure(START_MS);
  const anew = new TestNode().signText(packet.message.payload, packet.receivedAt + 5);
  await publish(scd, [seal([packet]), seal([anew], { index: 1 })]);
  const found = await get(scd, `/v1/packets/${packet.payloadHash}`);
  const { items } = await scd.store.packets({ pod: POD, fromMs: 0, untilMs: 2 ** 43, limit: 9 });
  assert.equal(items.length, 1);
  assert.equal(found.json().signature, packet.message.signature);
  assert.equal(
    (await get(scd, `/v1/packets/${messageHashOf(anew.message)}`)).json().signature,
    packet.message.signature,
  );
});

test('PoDs with their series, in pages', async (t) => {
  const scd = await startTestScd(t);
  const nodes = [1, 2, 3].map((n) => new TestNode({ id: `node-${n}`, pod: `IT001E0000000${n}` }));
  await publish(scd, [
    seal(nodes.flatMap((node) => [node.measure(START_MS, { readings: 1 }), node.event(START_MS + 5)])),
  ]);
  const first = (await get(scd, '/v1/series?limit=2')).json();
  assert.deepEqual(
    first.pods.map(({ pod }: { pod: string }) => pod),
    ['IT001E00000001', 'IT001E00000002'],
  );
  const second = (await get(scd, `/v1/series?limit=2&cursor=${first.next}`)).json();
  assert.deepEqual(second, {
    hidden: 0,
    pods: [
      {
        pod: 'IT001E00000003',
        series: [
          {
            ...{ node: 'node-3', meter: 'meter-1', role: 'exchange', packets: 2, readings: 1 },
            ...{ first: '2026-02-01T00:00:00.000Z', last: '2026-02-01T00:00:00.005Z' },
          },
        ],
      },
    ],
  });
  assert.equal(
    (await get(scd, '/v1/pods/IT001E000000034/readings')).json().pod,
    'IT001E00000003',
    '15th character',
  );
});

test('stages, and answers counted over restarts', async (t) => {
  const scd = await startTestScd(t);
  await publish(scd, [seal(quarters(new TestNode()))]);
  for (let i = 0; i < 3; i++) await get(scd, '/v1/series');
  await get(scd, '/v1/pods/nothing/readings');
  const { sealed, anchored, stored, served, readings, batches } = (await get(scd, '/v1/stages')).json();
  assert.deepEqual(
    { sealed, anchored, stored, served, readings },
    { sealed: 98, anchored: 98, stored: 98, served: 3, readings: 98 },
  );
  assert.deepEqual(batches, { open: 0, complete: 1, anchored: 1, contradicted: 0, anchorsWaiting: 0 });
  await scd.stop();
  const again = await startTestScd(t, { dir: scd.dir });
  assert.equal((await get(again, '/v1/stages')).json().served, 4);
});

test('quarantine in pages and by reason', async (t) => {
  const scd = await startTestScd(t);
  await scd.stream.append(
    'packets',
    [1, 2, 3].map((n) => ({ key: 'x', value: `broken ${n}` })),
  );
  await settled(scd);
  const first = (await get(scd, '/v1/quarantine?limit=2&reason=malformed-record')).json();
  assert.deepEqual(
    first.items.map(({ evidence }: { evidence: string }) => evidence),
    ['broken 1', 'broken 2'],
  );
  const rest = (await get(scd, `/v1/quarantine?limit=2&cursor=${first.next}`)).json();
  assert.deepEqual([rest.items.length, rest.items[0].topic, rest.next], [1, 'packets', undefined]);
  assert.deepEqual((await get(scd, '/v1/quarantine?reason=malformed')).json().items, []);
});

test('metrics come from what is durable', async (t) => {
  const scd = await startTestScd(t);
  const packets = quarters(new TestNode());
  await publish(scd, [seal(packets), seal([packets[0]!], { index: 1 })]);
  await scd.stream.append('packets', [{ key: 'x', value: 'broken' }]);
  await settled(scd);
  await get(scd, '/v1/series');
  const { body } = await get(scd, '/metrics');
  for (const line of [
    'access_layer_stored_total 98',
    'access_layer_served_total 1',
    'access_layer_scd_stored_readings_total 98',
    'access_layer_scd_anchored_packets 98',
    'access_layer_scd_duplicates_total 1',
    'access_layer_scd_quarantined_total{reason="malformed-record"} 1',
    'access_layer_scd_quarantined_total{reason="sequence-fork"} 0',
    'access_layer_scd_batches{state="anchored"} 2',
    'access_layer_scd_anchors_waiting 0',
  ]) {
    assert.ok(body.split('\n').includes(line), line);
  }
});

test('completeness over the API', async (t) => {
  const scd = await startTestScd(t);
  const packets = quarters(new TestNode()).filter((_, i) => i !== 40);
  await publish(scd, [seal(packets)]);
  const { nodes, lateAfterS } = (
    await get(scd, `/v1/pods/${POD}/completeness?from=2026-02-01&until=2026-02-02`)
  ).json();
  const [{ node, received, missingPackets, missing, chain, late, duplicates, forked }] = nodes;
  assert.deepEqual([lateAfterS, node, received, late, duplicates, forked], [300, 'node-1', 95, 0, 0, 0]);
  assert.deepEqual(
    [missingPackets, missing],
    [
      1,
      [
        {
          fromSeq: 40,
          toSeq: 40,
          packets: 1,
          after: '2026-02-01T09:44:59.999Z',
          before: '2026-02-01T10:14:59.999Z',
        },
      ],
    ],
  );
  assert.equal(chain.state, 'open');
});

test('bad questions get 400, 404 or 406, with what was wrong, the value and what was expected', async (t) => {
  const scd = await startTestScd(t);
  await publish(scd, [seal([new TestNode().measure(START_MS)])]);
  const hash = `0x${'00'.repeat(32)}`;
  const readings = `/v1/pods/${POD}/readings`;
  const expected: [string, number, string, RegExp][] = [
    ['/v1/pods/ROME/readings', 400, 'SCD_BAD_REQUEST', /pod: "ROME"; expected a PoD code that fits/],
    ['/v1/pods/IT001E00000009/readings', 404, 'SCD_POD_UNKNOWN', /"IT001E00000009"/],
    [`${readings}?from=yesterday`, 400, 'SCD_BAD_REQUEST', /from: "yesterday"; expected an ISO 8601 time/],
    [`${readings}?from=2026-02-30`, 400, 'SCD_BAD_REQUEST', /from: "2026-02-30"/],
    [`${readings}?from=2026-02-01T00:00:00`, 400, 'SCD_BAD_REQUEST', /with Z or an offset/],
    [
      `${readings}?from=2026-02-02&until=2026-02-02`,
      400,
      'SCD_BAD_REQUEST',
      /until: "2026-02-02"; expected a time after/,
    ],
    [`${readings}?limit=0`, 400, 'SCD_BAD_REQUEST', /limit: 0; expected .*1 to 10000/],
    [`${readings}?limit=many`, 400, 'SCD_BAD_REQUEST', /limit: "many"/],
    [`${readings}?limit=1&limit=2`, 400, 'SCD_BAD_REQUEST', /limit: \["1","2"\]/],
    [`${readings}?cursor=abc`, 400, 'SCD_BAD_REQUEST', /cursor: "abc"; expected the `next`/],
    [
      `${readings}?form=2026-02-01`,
      400,
      'SCD_BAD_REQUEST',
      /parameter "form": "2026-02-01"; expected "from"/,
    ],
    ['/v1/packets/0x12', 400, 'SCD_BAD_REQUEST', /hash: "0x12"; expected payloadHash or messageHash/],
    [`/v1/packets/${hash}`, 404, 'SCD_HASH_UNKNOWN', /no packet with the hash 0x0000/],
    [`/v1/readings/${hash}/proof`, 404, 'SCD_HASH_UNKNOWN', /0x0000/],
    ['/v1/quarantine?reason=bad', 400, 'SCD_BAD_REQUEST', /reason: "bad"/],
    ['/v1/nothing', 404, 'NOT_FOUND', /GET \/v1\/nothing/],
  ];
  for (const [url, status, code, message] of expected) {
    const answer = await get(scd, url);
    assert.deepEqual([answer.status, answer.json().code], [status, code], `${url}: ${answer.body}`);
    assert.match(answer.json().message, message, url);
  }
  const answer = await get(scd, readings, 'application/xml');
  assert.deepEqual([answer.status, answer.json().code], [406, 'SCD_NOT_ACCEPTABLE']);
  assert.match(answer.json().message, /"application\/xml".*application\/x-ndjson, text\/csv/);
});

test('a proof needs the opening of the binding, which may come later', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packet = node.measure(START_MS);
  await publish(scd, [seal([packet])]);
  const url = `/v1/readings/${packet.payloadHash}/proof`;
  const before = await get(scd, url);
  assert.deepEqual([before.status, before.json().code], [409, 'SCD_NO_BINDING']);
  await scd.stream.append('registry', [{ key: node.id, value: JSON.stringify(openingOf(node)) }]);
  await settled(scd);
  const after = await get(scd, url);
  assert.equal(after.status, 200, after.body);
  assert.equal(after.headers['content-disposition'], 'attachment; filename="node-1-0.proof.json"');
  // An opening of another time does not count while the chain cannot be asked.
  const late = openingOf(node, { from: START_MS + 1000 });
  await scd.stream.append('registry', [{ key: node.id, value: JSON.stringify(late) }]);
  await settled(scd);
  assert.equal((await get(scd, url)).status, 409);
});

test('the contract decides which binding counts, and from when', async (t) => {
  const answer = { valid: true, kind: 'light-node' as const, until: 0, revokedAt: 0, compromisedSince: 0 };
  let from = START_MS - 77;
  const scd = await startTestScd(t, { bindingAt: async () => ({ ...answer, from }) });
  const node = new TestNode();
  const packet = node.measure(START_MS);
  await publish(scd, [seal([packet])]);
  await scd.stream.append('registry', [{ key: node.id, value: JSON.stringify(openingOf(node)) }]);
  await settled(scd);
  const url = `/v1/readings/${packet.payloadHash}/proof`;
  assert.equal((await get(scd, url)).json().binding.from, START_MS - 77);
  from = 0;
  assert.equal((await get(scd, url)).json().code, 'SCD_NO_BINDING');
});

test('the proofs of a range come in pages; a rotation and packets without a proof are told', async (t) => {
  let asked = 0;
  const rotatedAt = START_MS + 20_000;
  const common = { valid: true, kind: 'light-node' as const, revokedAt: 0, compromisedSince: 0 };
  const bindingAt = (async (_key: string, _commitment: string, timeMs: number) => {
    asked++;
    return timeMs < rotatedAt
      ? { ...common, from: START_MS, until: rotatedAt }
      : { ...common, from: rotatedAt, until: 0 };
  }) as never;
  const scd = await startTestScd(t, { bindingAt });
  const node = new TestNode();
  const packets = [0, 10_000, 20_000, 30_000].map((ms) => node.measure(START_MS + ms));
  const sealed = seal(packets.slice(0, 3));
  await publish(scd, [sealed]);
  await scd.stream.append('packets', toStream(seal([packets[3]!], { index: 1 }).records));
  await settled(scd);
  const url = `/v1/pods/${node.pod}/proofs`;
  const unbound = (await get(scd, url)).json();
  assert.deepEqual(
    unbound.unproven.map(({ seq, code }: { seq: number; code: string }) => [seq, code]),
    [
      [0, 'SCD_NO_BINDING'],
      [1, 'SCD_NO_BINDING'],
      [2, 'SCD_NO_BINDING'],
      [3, 'SCD_NOT_ANCHORED'],
    ],
  );
  await scd.stream.append('registry', [{ key: node.id, value: JSON.stringify(openingOf(node)) }]);
  await settled(scd);
  asked = 0;
  const first = (await get(scd, `${url}?limit=3`)).json();
  assert.equal(asked, 2, 'each period of the binding is asked for once');
  assert.deepEqual(
    first.proofs.map(({ leaf, binding }: { leaf: { receivedAt: number }; binding: { from: number } }) => [
      leaf.receivedAt < rotatedAt,
      binding.from,
    ]),
    first.proofs.map(({ leaf }: { leaf: { receivedAt: number } }) =>
      leaf.receivedAt < rotatedAt ? [true, START_MS] : [false, rotatedAt],
    ),
  );
  assert.deepEqual(
    first.proofs.map(({ packet }: { packet: { payload: string } }) => packet.payload),
    packets.slice(0, 3).map(({ message }) => message.payload),
  );
  const rest = (await get(scd, `${url}?limit=3&cursor=${first.next}`)).json();
  assert.deepEqual(
    [rest.proofs, rest.unproven.map(({ payloadHash }: { payloadHash: string }) => payloadHash), rest.next],
    [[], [packets[3]!.payloadHash], undefined],
  );
});
