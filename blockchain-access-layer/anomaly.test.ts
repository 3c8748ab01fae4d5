import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { createAnomalies } from './anomaly.ts';

const AT = Date.parse('2026-03-01T12:00:00.000Z');

function open(t: TestContext, prepare = '') {
  const database = new DatabaseSync(':memory:');
  t.after(() => database.close());
  database.exec(prepare);
  const published: Record<string, unknown>[] = [];
  const add = (topic: string, _key: string, value: string) => {
    assert.equal(topic, 'anomalies');
    published.push(JSON.parse(value));
    return undefined;
  };
  return { anomalies: createAnomalies(database, { add }), published, database };
}

test('what occurs again belongs to the open one; the stream hears of the beginning, of doublings and of the end', (t) => {
  const { anomalies, published } = open(t);
  for (let i = 0; i < 9; i++) {
    anomalies.add({ type: 'gap', node: 'n1', pod: 'P1', seq: i, at: AT + i, details: { hash: `0x${i}` } });
  }
  anomalies.add({ type: 'gap', node: 'n2', at: AT, details: {} });
  anomalies.heal({ type: 'gap', node: 'n1' }, AT + 20, { filledBySeq: 8 });
  anomalies.heal({ type: 'gap', node: 'n1' }, AT + 21, { filledBySeq: 9 });
  assert.deepEqual(
    published.map(({ node, state, count }) => [node, state, count]),
    [
      ['n1', 'open', 1],
      ['n1', 'open', 2],
      ['n1', 'open', 4],
      ['n1', 'open', 8],
      ['n2', 'open', 1],
      ['n1', 'closed', 9],
    ],
  );
  const { id, type, severity, pod, seq, at, firstAt, lastAt, closedAt, details } = published.at(-1)!;
  assert.deepEqual([id, type, severity, pod, seq], [1, 'gap', 'warning', 'P1', 8]);
  assert.deepEqual([at, firstAt, lastAt, closedAt], [AT + 20, AT, AT + 8, AT + 20]);
  assert.deepEqual(details, { hash: '0x8', closed: { filledBySeq: 8 } });
  anomalies.add({ type: 'gap', node: 'n1', seq: 30, at: AT + 30, details: {} });
  assert.equal(anomalies.list({ limit: 10, node: 'n1' }).length, 2, 'after its end it is another one');
});

test('evidence keeps how it began and how it is now, however often it occurs', (t) => {
  const { anomalies } = open(t);
  for (let seq = 0; seq < 1000; seq++) {
    anomalies.add({ type: 'refused', node: 'n1', subject: 'malformed', seq, at: AT, details: {} });
  }
  const { evidence, count } = anomalies.find(1)!;
  assert.equal(count, 1000);
  const seqs = evidence.map(({ seq }) => seq);
  assert.deepEqual(seqs, [
    ...Array.from({ length: 10 }, (_, i) => i),
    ...Array.from({ length: 10 }, (_, i) => 990 + i),
  ]);
});

test('one of a kind that ends by silence is closed after it, one that has a condition is not', (t) => {
  const { anomalies } = open(t);
  anomalies.add({ type: 'duplicate', node: 'n1', at: AT, details: {} });
  anomalies.add({ type: 'gap', node: 'n1', at: AT, details: {} });
  assert.equal(anomalies.closeQuiet(AT + 899_999), 0);
  assert.equal(anomalies.closeQuiet(AT + 900_000), 1);
  assert.deepEqual(
    anomalies.list({ limit: 9 }).map(({ type, state }) => [type, state]),
    [
      ['duplicate', 'closed'],
      ['gap', 'open'],
    ],
  );
  assert.equal(anomalies.prune(AT + 900_001), 1, 'only what is over is forgotten');
});

test('filters: node, PoD, type, severity, state, time, and both orders', (t) => {
  const { anomalies } = open(t);
  anomalies.add({ type: 'gap', node: 'n1', pod: 'P1', at: AT, details: {} });
  anomalies.add({ type: 'replay', node: 'n1', pod: 'P1', at: AT + 1, details: {} });
  anomalies.add({ type: 'gap', node: 'n2', pod: 'P2', at: AT + 2, details: {} });
  anomalies.heal({ type: 'gap', node: 'n2' }, AT + 3, {});
  const ids = (filter: object) => anomalies.list({ limit: 9, ...filter }).map(({ id }) => id);
  assert.deepEqual(ids({}), [1, 2, 3]);
  assert.deepEqual(ids({ newestFirst: true }), [3, 2, 1]);
  assert.deepEqual(ids({ newestFirst: true, after: 3, limit: 1 }), [2]);
  assert.deepEqual(ids({ after: 1 }), [2, 3]);
  assert.deepEqual(ids({ node: 'n2' }), [3]);
  assert.deepEqual(ids({ pod: 'P1', type: 'gap' }), [1]);
  assert.deepEqual(ids({ severity: 'critical' }), [2]);
  assert.deepEqual(ids({ state: 'closed' }), [3]);
  assert.deepEqual(ids({ sinceMs: AT + 1 }), [2, 3]);
});

test('a table of an earlier version, with a row an occurrence, becomes anomalies that are over', (t) => {
  const { anomalies } = open(
    t,
    `CREATE TABLE anomaly (id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, node TEXT NOT NULL, pod TEXT,
       seq INTEGER, at INTEGER NOT NULL, details TEXT NOT NULL) STRICT;
     CREATE INDEX anomaly_node ON anomaly (node);
     INSERT INTO anomaly VALUES (7, 'late', 'n1', 'P1', 3, ${AT}, '{"highestSeq":9,"count":4}'),
       (8, 'clock', 'n1', NULL, NULL, ${AT + 1}, '{}');`,
  );
  const [late, clock] = anomalies.list({ limit: 9 });
  assert.deepEqual([late!.type, late!.severity, late!.state, late!.count], ['late', 'info', 'closed', 4]);
  assert.deepEqual([late!.pod, late!.seq, late!.firstAt, late!.closedAt], ['P1', 3, AT, AT]);
  assert.deepEqual([clock!.type, clock!.count, clock!.pod], ['clock', 1, undefined]);
  anomalies.add({ type: 'late', node: 'n1', at: AT, details: {} });
  assert.equal(anomalies.list({ limit: 9, state: 'open' }).length, 1);
});
