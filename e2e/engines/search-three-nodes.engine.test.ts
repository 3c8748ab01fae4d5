import assert from 'node:assert/strict';
import { test } from 'node:test';
import opensearch from '@access-layer/engines/opensearch';
import type { LifecycleStore } from '@access-layer/shared-customer-database/lifecycle-store';
import search from '@access-layer/shared-customer-database/stores/search';
import { packetOn } from '@access-layer/shared-customer-database/test/store-conformance';
import { needEngine } from './need-engine.ts';
import { ask } from './search-suite.ts';

const engine = await needEngine((options) => opensearch.start({ ...options, nodes: 3 }));
const DAY = '2026-03-01';
const PACKETS = 4000;
const PER_PUT = 50;

interface ShardCopy {
  shard: string;
  prirep: string;
  node: string | null;
  state: string;
}

if (engine) {
  test('three nodes: a copy is never on the node of another, and a node that dies while packets come costs none', async (t) => {
    const store = (await search.create({ nodes: engine.nodes, shards: 3, replicas: 1 })) as LifecycleStore;
    t.after(() => store.close());
    const packets = Array.from({ length: PACKETS }, (_, seq) => ({ ...packetOn(DAY), seq }));
    const index = `measurements-${DAY}`;
    await store.put(packets.slice(0, PER_PUT));
    const [, node] = engine.nodes as [string, string, string];
    await ask(node, 'GET', `/_cluster/health/${index}?wait_for_status=green&timeout=60s`);
    const copies = await ask<ShardCopy[]>(
      ...([node, 'GET', `/_cat/shards/${index}?format=json&h=shard,prirep,node,state`] as const),
    );
    assert.equal(copies.length, 6);
    for (const own of Map.groupBy(copies, ({ shard }) => shard).values())
      assert.equal(new Set(own.map(({ node }) => node)).size, 2, JSON.stringify(own));

    let longestMs = 0;
    let killed: Promise<void> | undefined;
    const startedMs = performance.now();
    for (let from = PER_PUT; from < PACKETS; from += PER_PUT) {
      // In the middle of a put, the node that the client speaks to and that holds first copies.
      if (from === PACKETS / 2) killed = engine.members[0]!.kill();
      const putMs = performance.now();
      await store.put(packets.slice(from, from + PER_PUT));
      longestMs = Math.max(longestMs, performance.now() - putMs);
    }
    await killed;
    const rate = PACKETS / ((performance.now() - startedMs) / 1000);
    const { items } = await store.dayPackets(DAY, { limit: PACKETS + 1 });
    assert.deepEqual(
      items.map(({ seq }) => seq),
      packets.map(({ seq }) => seq),
    );
    t.diagnostic(`${PACKETS} packets, ${Math.round(rate)}/s, longest put ${Math.round(longestMs)} ms`);
  });
}
