import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openingOf, POD, START_MS, seal, TestNode, toStream } from '../test/test-records.ts';
import { anchorRecord, publish, settled, startTestScd, type TestScd } from '../test/test-scd.ts';

const QUARTER_MS = 900_000;
const DAY = 'from=2026-02-01&until=2026-02-02';

async function get(scd: TestScd, url: string, headers: Record<string, string> = {}) {
  const { statusCode, headers: said, body } = await scd.http.inject({ url, headers });
  const { etag, 'cache-control': cacheControl } = said as Record<string, string | undefined>;
  return { status: statusCode, etag, cacheControl, body };
}

test('sealed days and proofs have a tag: who has them gets 304, until late data changes them', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  await scd.stream.append('registry', [{ key: POD, value: JSON.stringify(openingOf(node)) }]);
  const punctual = Array.from({ length: 8 }, (_, i) =>
    node.measure(START_MS + (i + 1) * QUARTER_MS, { periodS: 900 }),
  );
  await publish(scd, [seal(punctual)]);
  const day = `/v1/pods/${POD}/readings?${DAY}`;
  const [{ certificate }] = JSON.parse((await get(scd, day)).body).readings;
  const ofDay = [
    [day, {}],
    [`${day}&limit=5`, { accept: 'text/csv' }],
    [`/v1/pods/${POD}/proofs?${DAY}`, {}],
    [`/v1/pods/${POD}/aggregates?${DAY}&step=day`, {}],
  ] as const;
  const tags: string[] = [];
  for (const [url, headers] of [...ofDay, [certificate.proof as string, {}] as const]) {
    const first = await get(scd, url, headers);
    assert.deepEqual([first.status, first.cacheControl], [200, 'private, no-cache'], url);
    tags.push(first.etag!);
    const again = await get(scd, url, { ...headers, 'if-none-match': first.etag! });
    assert.deepEqual([again.status, again.etag, again.body], [304, first.etag, ''], url);
  }
  const late = node.measure(START_MS + 3.5 * QUARTER_MS);
  await publish(scd, [seal([late], { index: 1 })]);
  for (const [i, [url, headers]] of ofDay.entries()) {
    const { status, etag } = await get(scd, url, { ...headers, 'if-none-match': tags[i]! });
    assert.equal(status, 200, url);
    assert.notEqual(etag, tags[i], url);
  }
  assert.equal((await get(scd, certificate.proof, { 'if-none-match': tags.at(-1)! })).status, 304);
});

test('what may still change has none: a day that goes on, and what is not anchored', async (t) => {
  const scd = await startTestScd(t, {
    checkAnchor: async () => ({ answer: 'later', reachable: true, detail: 'not yet' }),
  });
  const batch = seal([new TestNode().measure(START_MS + QUARTER_MS)]);
  await scd.stream.append('packets', toStream(batch.records));
  await scd.stream.append('anchors', [anchorRecord(batch.anchor)]);
  await settled(scd, { anchors: false });
  for (const url of [
    `/v1/pods/${POD}/readings?${DAY}`,
    `/v1/pods/${POD}/readings?from=2026-02-01`,
    `/v1/pods/${POD}/proofs?${DAY}`,
  ]) {
    const { status, etag } = await get(scd, url);
    assert.deepEqual([status, etag], [200, undefined], url);
  }
});
