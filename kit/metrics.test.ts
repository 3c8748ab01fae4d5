import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from './metrics.ts';

test('a metric is read from its source at each scrape, whatever its labels are then', async () => {
  let anchored = 3;
  const nodes: { labels: Record<string, string>; value: number }[] = [];
  const registry = createMetrics([
    { name: 'anchored_total', help: 'h', read: () => anchored },
    { name: 'queued', help: 'h', labelNames: ['node'], read: () => nodes },
  ]);
  assert.match(await registry.metrics(), /# TYPE anchored_total counter\nanchored_total 3\n/);
  anchored = 5;
  nodes.push({ labels: { node: 'ln-1' }, value: 7 });
  const text = await registry.metrics();
  assert.match(text, /anchored_total 5\n/);
  assert.match(text, /# TYPE queued gauge\nqueued\{node="ln-1"\} 7\n/);
  nodes.pop();
  assert.doesNotMatch(await registry.metrics(), /ln-1/);
});
