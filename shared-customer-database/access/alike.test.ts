import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DATA_SETS, readAction } from './data-set.ts';
import { principalOf, type Question } from './question.ts';
import { loadRules, type Rules } from './rules.ts';

const SHIPPED = join(import.meta.dirname, '../../policies');
/** Names a PoD, a customer and a party, and compares sets with each other. */
const MORE = `
@id("named-pod") permit (principal is Auditor, action == Action::"read events", resource == PodData::"pod-1");
@id("named-customer") forbid (principal, action, resource is PodData) when { resource.holders.contains(Customer::"c-2") };
@id("same-sets") permit (principal is Auditor, action, resource is PodData)
  when { resource.portfolios == resource.contractParties && !resource.portfolios.isEmpty() };`;

function rulesWith(t: { after(work: () => void): void }, slot: string, more: string): Rules {
  const dir = mkdtempSync(join(tmpdir(), 'alike-'));
  t.after(() => rmSync(dir, { recursive: true }));
  cpSync(SHIPPED, dir, { recursive: true });
  writeFileSync(join(dir, 'more.cedar'), more);
  const loaded = loadRules(dir, slot);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.rules;
}

test('questions that are taken for alike have the same answers', (t) => {
  const rules = rulesWith(t, 'alike', MORE);
  // An escape in a rule may spell any id: then every question is asked as it is.
  const escaped =
    '@id("spelt") permit (principal is Auditor, action == Action::"read events", resource == PodData::"pod-\\u{39}");';
  const exact = rulesWith(t, 'exact', `${MORE}\n${escaped}`);
  const some = (prefix: string, max: number) =>
    fc
      .uniqueArray(fc.integer({ min: 0, max }), { maxLength: 2 })
      .map((ids) => ids.sort().map((i) => `${prefix}-${i}`));
  const caller = fc.record({
    role: fc.constantFrom('dso-operator', 'tso', 'market', 'aggregator', 'customer', 'auditor', 'auditor'),
    party: fc.constantFrom('p-0', 'p-1', 'p-2'),
    customer: fc.constantFrom('c-0', 'c-1', 'c-2'),
  });
  const facts = fc.record({
    ...{ holders: some('c', 4), portfolios: some('p', 3), contractParties: some('p', 3) },
    services: fc.constantFrom([], ['balancing'], ['congestion-management']),
  });
  const purposes = fc.constantFrom([], ['settlement'], ['flexibility', 'settlement']);
  const pod = fc.integer({ min: 0, max: 3 }).map((i) => `pod-${i}`);
  const asked = fc.tuple(
    caller,
    pod,
    fc.constantFrom(...DATA_SETS.slice(0, 4), 'events' as const),
    facts,
    purposes,
  );
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(asked, ([who, id, dataSet, attributes, consentedPurposes]) => {
      const question: Question = {
        principal: principalOf(who as never)!,
        action: readAction(dataSet),
        resource: { type: 'PodData', id, attributes },
        context: { consentedPurposes },
      };
      const decision = rules.decide(question);
      assert.deepEqual(decision, exact.decide(question));
      for (const rule of decision.rules) outcomes.add(rule);
    }),
    { numRuns: 300, seed: 7 },
  );
  for (const rule of ['named-pod', 'named-customer', 'same-sets', 'customer-reads-own-pods'])
    assert.ok(outcomes.has(rule), `${rule} never decided`);
});
