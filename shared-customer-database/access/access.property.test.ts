import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import fc from 'fast-check';
import type { Consent, Interval } from '../registry/documents.ts';
import type { PodFacts } from '../registry.ts';
import { type AllowedRanges, createAccess } from './access.ts';
import { DATA_SETS, type DataSet } from './data-set.ts';
import type { CallerIdentity } from './question.ts';

/**
 * An independent, naive statement of the default rules, one instant at a time, without segments, Cedar or caches. It
 * must agree with `allowedRanges` for every instant of random histories.
 */
const POD = 'IT002E00000001';
const END = 30;

const holds = (t: number, { from, until }: Interval) => from <= t && (until === 0 || t < until);

function naive(
  facts: PodFacts,
  caller: CallerIdentity,
  dataSet: DataSet,
  purpose: string | undefined,
  t: number,
) {
  const holder = facts.holdings.find((holding) => holds(t, holding))?.customer;
  const aggregator = facts.portfolios.find((portfolio) => holds(t, portfolio))?.aggregator;
  const services = facts.contracts
    .filter((contract) => holds(t, contract))
    .flatMap((contract) => contract.services);
  const agreed = (wanted?: string) =>
    facts.consents.some(
      (consent) =>
        consent.revokedAt === undefined &&
        consent.customer === holder &&
        consent.party === caller.party &&
        holds(t, consent) &&
        (consent.pods === 'all' || consent.pods.includes(POD)) &&
        (purpose === undefined || consent.purpose === purpose) &&
        (wanted === undefined || consent.purpose === wanted) &&
        (consent.dataSets.includes(dataSet) ||
          ((dataSet === 'aggregates' || dataSet === 'proofs') && consent.dataSets.includes('measurements')) ||
          (dataSet === 'settlements' &&
            consent.dataSets.includes('measurements') &&
            consent.dataSets.includes('activations'))),
    );
  if (dataSet === 'reads')
    return caller.role === 'customer' && holder !== undefined && holder === caller.customer;
  switch (caller.role) {
    case 'dso-administrator':
      return true;
    case 'dso-operator':
      return dataSet !== 'personal';
    case 'auditor':
      return dataSet === 'proofs';
    case 'customer':
      return holder !== undefined && holder === caller.customer;
    case 'aggregator':
      return dataSet !== 'personal' && aggregator === caller.party && agreed();
    case 'tso':
      return (
        ['aggregates', 'activations', 'settlements', 'technical'].includes(dataSet) &&
        services.includes('balancing')
      );
    case 'market':
      if (['activations', 'baselines', 'settlements', 'technical'].includes(dataSet))
        return services.length > 0;
      return ['measurements', 'aggregates', 'proofs'].includes(dataSet) && agreed('settlement');
  }
}

const instant = fc.integer({ min: 0, max: END });
const interval = fc
  .tuple(instant, fc.integer({ min: 1, max: END }), fc.boolean())
  .map(([from, length, open]) => ({ from, until: open ? 0 : from + length }));
const customer = fc.constantFrom('rossi', 'bianchi');
const aggregator = fc.constantFrom('agg-1', 'agg-2');

/** Consecutive pieces with gaps: nobody, then one value, then another, the last one perhaps open. */
function succession<T>(value: fc.Arbitrary<T>) {
  const cuts = fc.uniqueArray(instant, { maxLength: 6 }).map((times) => times.sort((a, b) => a - b));
  return fc
    .tuple(cuts, fc.array(fc.option(value), { minLength: 6, maxLength: 6 }), fc.boolean())
    .map(([times, values, open]) =>
      times.flatMap((from, i) => {
        const held = values[i];
        const last = i === times.length - 1;
        if (held === null || (last && !open)) return [];
        return [{ from, until: last ? 0 : times[i + 1]!, value: held as T }];
      }),
    );
}

const consent: fc.Arbitrary<Consent> = fc
  .record({
    customer,
    party: fc.constantFrom('agg-1', 'agg-1', 'agg-2', 'market-1', 'market-1', 'tso-1'),
    purpose: fc.constantFrom('flexibility', 'settlement', 'settlement', 'research'),
    dataSets: fc.subarray([...DATA_SETS], { minLength: 1 }),
    pods: fc.constantFrom<'all' | string[]>('all', [POD], ['IT002E00000002'], [POD, 'IT002E00000002']),
    when: interval,
    revoked: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    id: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ when, revoked, id, ...rest }) => ({
    ...rest,
    ...when,
    id: `consent-${id}`,
    grantedAt: 0,
    ...(revoked ? { revokedAt: 5 } : {}),
  }));

const facts: fc.Arbitrary<PodFacts> = fc
  .record({
    holdings: succession(customer),
    portfolios: succession(aggregator),
    contracts: fc.array(
      fc.record({
        when: interval,
        services: fc.subarray(['balancing', 'voltage-control'], { minLength: 1 }),
        parties: fc.subarray(['agg-1', 'market-1']),
      }),
      { maxLength: 3 },
    ),
    consents: fc.array(consent, { maxLength: 16 }),
  })
  .map(({ holdings, portfolios, contracts, consents }) => ({
    pod: POD,
    holdings: holdings.map(({ value, ...when }, i) => ({ ...when, id: `h${i}`, pod: POD, customer: value })),
    portfolios: portfolios.map(({ value, ...when }, i) => ({
      ...when,
      id: `p${i}`,
      pod: POD,
      aggregator: value,
    })),
    contracts: contracts.map(({ when, ...rest }) => ({ ...when, ...rest })),
    consents,
  }));

const caller: fc.Arbitrary<CallerIdentity> = fc.oneof(
  fc.constantFrom<CallerIdentity>(
    { role: 'aggregator', party: 'agg-1' },
    { role: 'market', party: 'market-1' },
    { role: 'dso-operator', party: 'dso' },
    { role: 'dso-administrator' },
    { role: 'auditor' },
    { role: 'tso', party: 'tso-1' },
    { role: 'market', party: 'market-1' },
  ),
  aggregator.map((party) => ({ role: 'aggregator' as const, party })),
  customer.map((id) => ({ role: 'customer' as const, customer: id })),
);
const purpose = fc.option(fc.constantFrom('flexibility', 'settlement'), { nil: undefined });

let known: PodFacts;
let version = 0;
const registry = { version: async () => version, podFacts: async () => known };
const access = createAccess({
  registry,
  policiesDir: new URL('../../policies', import.meta.url).pathname,
  log: createLog({ name: 'test', level: 'silent' }),
});
after(() => access.close());

function check(answer: AllowedRanges, from: number, until: number, expected: (t: number) => boolean): void {
  const end = until || END * 3;
  for (let t = 0; t < END * 3; t++) {
    const inside = answer.ranges.some((range) => holds(t, range));
    assert.equal(inside, t >= from && t < end && expected(t), `at ${t} of ${JSON.stringify(answer.ranges)}`);
    assert.equal(
      answer.basis.some((piece) => holds(t, piece)),
      inside,
      'the basis covers the same time',
    );
  }
  for (const [i, range] of answer.ranges.entries()) {
    assert.ok(range.until === 0 ? i === answer.ranges.length - 1 : range.from < range.until, 'not empty');
    if (i > 0) assert.ok(answer.ranges[i - 1]!.until < range.from, 'apart from the one before');
  }
  assert.ok(answer.basis.every(({ rules }) => rules.length > 0));
  assert.equal(answer.refused === undefined, answer.ranges.length > 0);
}

test('allowedRanges agrees with the naive reference at every instant of random histories', async (t) => {
  let asked = 0;
  const answers = new Map<string, Set<boolean>>();
  await fc.assert(
    fc.asyncProperty(
      facts,
      fc.array(fc.tuple(caller, fc.constantFrom(...DATA_SETS), purpose, interval), {
        minLength: 1,
        maxLength: 6,
      }),
      async (history, questions) => {
        known = history;
        version += 1;
        for (const [who, dataSet, stated, when] of questions) {
          const question = { pod: POD, dataSet, ...when, ...(stated ? { purpose: stated } : {}) };
          const seen = answers.get(who.role) ?? new Set();
          answers.set(who.role, seen);
          const expected = (at: number) => {
            const answer = naive(history, who, dataSet, stated, at);
            seen.add(answer);
            return answer;
          };
          check(await access.allowedRanges(who, question), when.from, when.until, expected);
          check(await access.allowedRanges(who, question), when.from, when.until, expected);
          asked += 1;
        }
      },
    ),
    { numRuns: 500 },
  );
  for (const [role, seen] of answers) {
    assert.ok(
      seen.has(true) && (seen.has(false) || role === 'dso-administrator'),
      `${role} had both answers`,
    );
  }
  t.diagnostic(`${asked} questions over 500 random histories, each asked twice, 90 instants each: all agree`);
});

test('a revoked consent releases nothing from the next question on, whatever it had covered', async () => {
  await fc.assert(
    fc.asyncProperty(facts, fc.constantFrom(...DATA_SETS), async (history, dataSet) => {
      known = history;
      version += 1;
      const who: CallerIdentity = { role: 'aggregator', party: 'agg-1' };
      const question = { pod: POD, dataSet, from: 0, until: 0 };
      await access.allowedRanges(who, question);
      known = { ...history, consents: history.consents.map((item) => ({ ...item, revokedAt: 1 })) };
      version += 1;
      assert.deepEqual((await access.allowedRanges(who, question)).ranges, []);
    }),
    { numRuns: 50 },
  );
});

test('no instant is open to two holders, and none to a customer who did not hold the PoD then', async () => {
  await fc.assert(
    fc.asyncProperty(facts, fc.constantFrom(...DATA_SETS), async (history, dataSet) => {
      known = history;
      version += 1;
      const question = { pod: POD, dataSet, from: 0, until: 0 };
      const opened = await Promise.all(
        ['rossi', 'bianchi', 'nobody'].map(async (id) => {
          const { ranges } = await access.allowedRanges({ role: 'customer', customer: id }, question);
          return ranges;
        }),
      );
      for (let t = 0; t < END * 3; t++) {
        assert.ok(opened.filter((ranges) => ranges.some((range) => holds(t, range))).length <= 1);
      }
      assert.deepEqual(opened[2], []);
    }),
    { numRuns: 50 },
  );
});
