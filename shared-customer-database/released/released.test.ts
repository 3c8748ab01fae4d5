import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { payloadHashOf } from '@access-layer/core/message';
import type { Caller } from '@access-layer/kit/token';
import type { DataSet } from '../access/data-set.ts';
import type { ReadingCursor } from '../store.ts';
import { POD, type Signed, START_MS, seal, TestNode } from '../test/test-records.ts';
import { publish, startTestScd } from '../test/test-scd.ts';
import { createReleased, type ReleasedOptions } from './released.ts';
import type { Span } from './spans.ts';

const MINUTE_MS = 60_000;
const OTHER_POD = 'IT001E00000002';
const CALLER = { role: 'aggregator', party: 'a-1' } as Caller;
const DAY = { fromMs: START_MS, untilMs: START_MS + 86_400_000 };
const minutes = (from: number, until: number): Span => ({
  fromMs: START_MS + from * MINUTE_MS,
  untilMs: START_MS + until * MINUTE_MS,
});

/** What the rules say in these tests; everything else of them has tests of its own. */
interface Rules {
  /** By PoD and kind of data. */
  allowed: Record<string, Span[]>;
  views: string[];
}

function accessOf(rules: Rules): NonNullable<ReleasedOptions['access']> {
  return {
    async allowedRanges(_caller, { pod, dataSet, from, until }) {
      const end = until || Number.MAX_SAFE_INTEGER;
      const ranges = (rules.allowed[`${pod} ${dataSet}`] ?? [])
        .map((span) => ({ from: Math.max(span.fromMs, from), until: Math.min(span.untilMs, end) }))
        .filter((range) => range.from < range.until);
      return { ranges, basis: [] };
    },
    async may(_caller, _action, resource) {
      const { service } = resource as { service?: string };
      return { allowed: rules.views.includes(service ?? ''), rules: [], errors: [] };
    },
  };
}

/** A database with these packets, and what is released of it. The rules may be changed while it runs. */
async function withPackets(
  t: TestContext,
  packets: Signed[],
  allowed: Rules['allowed'],
  views: string[] = [],
) {
  const scd = await startTestScd(t);
  await publish(scd, [seal(packets)]);
  const rules: Rules = { allowed, views };
  return {
    rules,
    released: createReleased({ store: scd.store, ledger: scd.ledger, access: accessOf(rules) }),
  };
}

const everyMinute = (node: TestNode, count: number) =>
  Array.from({ length: count }, (_, i) => node.measure(START_MS + i * MINUTE_MS));
const of = (dataSet: DataSet, pod = POD) => `${pod} ${dataSet}`;
const minuteOf = (timeMs: number) => (timeMs - START_MS) / MINUTE_MS;

test('readings are cut to what is allowed, page by page, and what is withheld is told', async (t) => {
  const packets = everyMinute(new TestNode(), 30);
  const allowed = { [of('measurements')]: [minutes(3, 8), minutes(20, 25)] };
  const { released } = await withPackets(t, packets, allowed);
  const query = { pod: POD, ...minutes(0, 30), limit: 3 };
  const seen: number[] = [];
  const question = released.readings(CALLER, query);
  for (let cursor: ReadingCursor | undefined; ; ) {
    const page = await question.page({ ...query, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ timeMs }) => minuteOf(timeMs)));
    assert.deepEqual(page.withheld, [minutes(0, 3), minutes(8, 20), minutes(25, 30)]);
    if (!page.next) break;
    cursor = page.next;
  }
  assert.deepEqual(seen, [3, 4, 5, 6, 7, 20, 21, 22, 23, 24]);
});

test('a PoD of which nothing is released is answered like one that does not exist', async (t) => {
  const { released } = await withPackets(t, everyMinute(new TestNode(), 3), {});
  const answers = await Promise.all(
    [POD, 'IT001E99999999'].map((pod) =>
      Promise.all([
        released
          .readings(CALLER, { pod, ...DAY })
          .page({ pod, ...DAY, limit: 10 })
          .catch((error) => error),
        released.packets(CALLER, { pod, ...DAY, limit: 10 }).catch((error) => error),
        released.completeness(CALLER, { pod, ...DAY, lateAfterMs: 1000 }).catch((error) => error),
      ]),
    ),
  );
  const [known, unknown] = answers.map((errors) =>
    errors.map(({ code, message }) => `${code} ${message}`.replaceAll(/IT\w+/g, 'POD')),
  );
  assert.deepEqual(known, unknown);
  assert.match(known![0]!, /^SCD_POD_UNKNOWN/);
});

test('a signed packet cannot be cut: it is released when all of its time is, by either hash, until the rules change', async (t) => {
  const node = new TestNode();
  const inside = node.measure(START_MS + 5 * MINUTE_MS, { readings: 60 });
  const across = node.measure(START_MS + 10 * MINUTE_MS, { readings: 120 });
  const { rules, released } = await withPackets(t, [inside, across], {
    [of('measurements')]: [minutes(0, 9)],
  });
  const { payloadHash, messageHash } = await released.packet(CALLER, inside.payloadHash);
  assert.equal(payloadHash, payloadHashOf(inside.message.payload));
  assert.equal((await released.packet(CALLER, messageHash)).seq, 0);

  const refusal = (hash: `0x${string}`) => released.packet(CALLER, hash).catch((error) => error);
  const hidden = await refusal(across.payloadHash);
  const absent = await refusal(`0x${'00'.repeat(32)}`);
  assert.equal(hidden.code, 'SCD_HASH_UNKNOWN');
  assert.equal(hidden.message.replace(across.payloadHash, ''), absent.message.replace(/0x0+/, ''));

  rules.allowed = {};
  assert.equal((await refusal(inside.payloadHash)).code, 'SCD_HASH_UNKNOWN', 'a revocation closes at once');
});

test('packets are released by their own kind of data; those that are not are counted', async (t) => {
  const node = new TestNode();
  const packets = [
    node.measure(START_MS),
    node.activation(START_MS + MINUTE_MS),
    node.event(START_MS + 2 * MINUTE_MS),
    node.rotation(START_MS + 3 * MINUTE_MS),
    node.measure(START_MS + 4 * MINUTE_MS),
  ];
  const allowed = { [of('measurements')]: [minutes(0, 1)], [of('activations')]: [minutes(0, 60)] };
  const { rules, released } = await withPackets(t, packets, allowed);
  const query = { pod: POD, ...DAY, limit: 10 };
  const all = await released.packets(CALLER, query);
  assert.deepEqual([all.items.map(({ seq }) => seq), all.hidden], [[0, 1], 3]);
  const measured = await released.packets(CALLER, { ...query, type: 'measurement' });
  assert.deepEqual([measured.items.map(({ seq }) => seq), measured.hidden], [[0], 1]);
  await assert.rejects(released.packets(CALLER, { ...query, type: 'event' }), { code: 'SCD_POD_UNKNOWN' });

  rules.allowed = { [of('events')]: [minutes(0, 60)], [of('technical')]: [minutes(0, 60)] };
  const first = await released.packets(CALLER, { ...query, limit: 1 });
  assert.deepEqual(
    first.items.map(({ seq }) => seq),
    [2],
  );
  const second = await released.packets(CALLER, { ...query, limit: 1, cursor: first.next! });
  assert.deepEqual(
    second.items.map(({ seq }) => seq),
    [3],
  );
});

test('of a list of PoDs only the visible are shown, and of a part of one not how much there is', async (t) => {
  const other = new TestNode({ id: 'node-2', pod: OTHER_POD });
  const packets = [...everyMinute(new TestNode(), 5), ...everyMinute(other, 5)];
  const { rules, released } = await withPackets(t, packets, { [of('measurements')]: [minutes(0, 60)] });
  const list = async () => {
    const { pods, hidden } = await released.series(CALLER, { after: '', limit: 10 });
    return { shown: pods.map(({ pod, series }) => [pod, series.length]), hidden };
  };
  assert.deepEqual(await list(), { shown: [[POD, 1]], hidden: 1 });
  rules.allowed = { [of('measurements', OTHER_POD)]: [minutes(2, 3)] };
  assert.deepEqual(await list(), { shown: [[OTHER_POD, 0]], hidden: 1 });
  rules.allowed = { [of('measurements', OTHER_POD)]: [minutes(10, 20)] };
  assert.deepEqual(await list(), { shown: [], hidden: 2 });
});

test('completeness: all of it for who audits, else of the times whose proofs may be read', async (t) => {
  const allowed = { [of('proofs')]: [minutes(0, 3)] };
  const { rules, released } = await withPackets(t, everyMinute(new TestNode(), 10), allowed);
  const query = { pod: POD, ...minutes(0, 10), lateAfterMs: 60_000 };
  const own = await released.completeness(CALLER, query);
  assert.deepEqual(own.withheld, [minutes(3, 10)]);
  rules.views = ['completeness'];
  const whole = await released.completeness(CALLER, query);
  assert.deepEqual(whole.withheld, []);
  assert.notDeepEqual(own.nodes, whole.nodes);
});

test('a service is viewed by whom a rule lets', async (t) => {
  const { released } = await withPackets(t, [new TestNode().measure(START_MS)], {}, ['quarantine']);
  await released.requireView(CALLER, 'quarantine');
  await assert.rejects(released.requireView(CALLER, 'read-ledger'), {
    code: 'SCD_FORBIDDEN',
    message: 'no rule lets aggregator view read-ledger',
  });
});
