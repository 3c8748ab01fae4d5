import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import elasticsearch6 from '@access-layer/engines/elasticsearch6';
import { DEFAULT_POLICY, type WholePolicy } from '@access-layer/shared-customer-database/lifecycle/policy';
import { ilmPolicy } from '@access-layer/shared-customer-database/stores/search-parts/engine-policies';
import { needEngine } from './need-engine.ts';
import { ask } from './search-suite.ts';

const engine = await needEngine((options) => elasticsearch6.start(options));
const DEADLINE_MS = 120_000;

interface Explained {
  indices: Record<string, { phase?: string; action?: string; step?: string }>;
}

if (engine) {
  const [node] = engine.nodes as [string];

  test('the default policy, as ILM takes it, is kept as it was given', async () => {
    await ask(node, 'PUT', '/_ilm/policy/default', ilmPolicy(DEFAULT_POLICY));
    const kept = await ask<{ default: { policy: { phases: Record<string, { min_age: string }> } } }>(
      ...([node, 'GET', '/_ilm/policy/default'] as const),
    );
    const { phases } = kept.default.policy;
    assert.deepEqual(
      Object.entries(phases)
        .map(([phase, { min_age }]) => [phase, min_age])
        .sort(),
      [
        ['delete', '1464h'],
        ['warm', '48h'],
      ],
    );
  });

  test('ILM moves an index through every phase of a policy of ours: shrunk, merged, read-only, gone', async () => {
    // Our days count from the end of the day; one day before it is when the index was made.
    const warm = {
      afterDays: -1,
      actions: ['shrink', 'force-merge', 'read-only', 'archive'],
    } satisfies WholePolicy['warm'];
    const deletedAfter = (afterDays: number) =>
      ilmPolicy({ ...DEFAULT_POLICY, warm, delete: { afterDays, actions: ['delete'] } });
    await ask(node, 'PUT', '/_ilm/policy/days', deletedAfter(60));
    await ask(node, 'PUT', '/measurements-2026-03-01?include_type_name=false', {
      settings: { number_of_shards: 2, number_of_replicas: 0 },
    });
    for (let i = 0; i < 20; i++)
      await ask(node, 'PUT', `/measurements-2026-03-01/_doc/${i}?refresh=true`, { i });
    await ask(node, 'PUT', '/measurements-2026-03-01/_settings', { 'index.lifecycle.name': 'days' });
    const shrunk = 'shrink-measurements-2026-03-01';
    await until('the successor to be through warm', async () => {
      const { indices } = await ask<Explained>(node, 'GET', `/${shrunk}/_ilm/explain`);
      return indices?.[shrunk]?.phase === 'warm' && indices[shrunk].step === 'complete';
    });
    const settings = await ask<Record<string, { settings: { index: Record<string, unknown> } }>>(
      ...([node, 'GET', '/measurements-2026-03-01/_settings'] as const),
    );
    const { number_of_shards, blocks } = settings[shrunk]!.settings.index as {
      number_of_shards: string;
      blocks: { write: string };
    };
    assert.deepEqual([number_of_shards, blocks.write], ['1', 'true']);
    const { count } = await ask<{ count: number }>(node, 'GET', '/measurements-2026-03-01/_count');
    assert.equal(count, 20);
    await ask(node, 'PUT', '/_ilm/policy/days', deletedAfter(-1));
    await until('the day to be gone', async () => {
      const rows = await ask<object[]>(node, 'GET', '/_cat/indices?format=json');
      return rows.length === 0;
    });
  });
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + DEADLINE_MS;
  while (!(await isSo())) {
    assert.ok(performance.now() < deadlineMs, `waited in vain for ${what}`);
    await delay(200);
  }
}
