import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openingOf, POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { publish, startTestScd } from '../test/test-scd.ts';

const HOUR_MS = 3_600_000;

test('readings of a day, with their certificates', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packets = Array.from({ length: 10 }, (_, i) =>
    node.measure(START_MS + (i + 1) * HOUR_MS, { readings: 3 }),
  );
  const batch = seal(packets);
  await publish(scd, [batch]);
  const answer = await scd.http.inject(`/v1/pods/${POD}/readings?from=2026-02-01&until=2026-02-02`);
  assert.equal(answer.statusCode, 200, answer.body);
  const { readings } = answer.json();
  assert.equal(readings.length, 30);
});
