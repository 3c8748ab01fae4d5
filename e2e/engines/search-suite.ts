import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { RunningSearch } from '@access-layer/engines/search-cluster';
import type { LifecycleStore } from '@access-layer/shared-customer-database/lifecycle-store';
import type { StoreConfig } from '@access-layer/shared-customer-database/store-config';
import search, { type SearchOptions } from '@access-layer/shared-customer-database/stores/search';
import { lifecycleConformance } from '@access-layer/shared-customer-database/test/lifecycle-conformance';
import { packetOn, storeConformance } from '@access-layer/shared-customer-database/test/store-conformance';

export type SearchConfig = Extract<StoreConfig, { name: 'search' }>;

const DAY = '2026-03-01';

/** A place of its own in the engine for each test; its indices go with it. */
export function createPlaces(engine: RunningSearch, dir: string, more: Partial<SearchOptions> = {}) {
  let places = 0;
  return () => {
    const prefix = `t${++places}-`;
    const options: SearchOptions = { nodes: engine.nodes, prefix, replicas: 0, ...more };
    return {
      prefix,
      options,
      config: { name: 'search', ...options } as SearchConfig,
      open: async (how: { readOnly?: boolean } = {}) =>
        (await search.create({ ...options, ...how })) as LifecycleStore,
      /** Whether any file of a node's data holds the text. */
      holds: (text: string) =>
        engine.members.some((_, i) => hasText(join(dir, `node-${i + 1}`, 'data'), text)),
      end: async () => {
        for (const index of await indicesOf(engine.nodes[0]!, `${prefix}*`))
          await ask(engine.nodes[0]!, 'DELETE', `/${index}`);
      },
    };
  };
}

export async function ask<T>(node: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(node + path, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as T;
  assert.ok(response.ok || response.status === 404, `${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

async function indicesOf(node: string, pattern: string): Promise<string[]> {
  const rows = await ask<{ index: string }[]>(node, 'GET', `/_cat/indices/${pattern}?format=json&h=index`);
  return rows.map(({ index }) => index);
}

function hasText(dir: string, text: string): boolean {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .some((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && readFileSync(path).includes(text));
}

/** What holds on every engine of this family. */
export function searchSuite(name: string, place: ReturnType<typeof createPlaces>): void {
  storeConformance(name, async () => place());
  lifecycleConformance(name, async () => place());

  const opened = async (t: TestContext, more: Partial<SearchOptions> = {}) => {
    const own = place();
    const store = await search.create({ ...own.options, ...more });
    t.after(async () => {
      await store.close();
      await own.end();
    });
    return { ...own, store: store as LifecycleStore };
  };

  test(`${name}: what the engine does not take is named packet by packet, and the others are in`, async (t) => {
    const { store } = await opened(t);
    const good = packetOn(DAY);
    const bad = { ...good, seq: good.seq + 1, pod: 'x'.repeat(40_000) };
    await assert.rejects(store.put([bad, good]), {
      code: 'SCD_SEARCH_REFUSED',
      message: new RegExp(`does not take 1 packets, packet ${bad.seq} of node-1: 400`),
    });
    assert.ok(await store.packet(DAY, good.node, good.seq));
    assert.equal(await store.packet(DAY, bad.node, bad.seq), undefined);
  });

  test(`${name}: a day of three shards is shrunk to one while packets come late: none is lost, none is there twice`, async (t) => {
    const { store, open, options } = await opened(t, { shards: 3 });
    const packets = Array.from({ length: 240 }, (_, seq) => ({ ...packetOn(DAY), seq }));
    await store.put(packets.slice(0, 200));
    const other = await open();
    t.after(() => other.close());
    const resting = other.rest(DAY, ['rollover', 'shrink', 'force-merge']);
    for (const packet of packets.slice(200)) await store.put([packet]);
    await resting;
    // The put that broke in may have ended it: then the next time does it.
    await other.rest(DAY, ['shrink', 'read-only']);
    const settings = await ask<Record<string, { settings: { index: { number_of_shards: string } } }>>(
      ...([options.nodes[0]!, 'GET', `/${options.prefix}measurements-${DAY}/_settings`] as const),
    );
    assert.deepEqual(
      Object.entries(settings).map(([index, { settings }]) => [index, settings.index.number_of_shards]),
      [[`${options.prefix}shrunk-${DAY}`, '1']],
    );
    const { items } = await store.dayPackets(DAY, { limit: 1000 });
    assert.deepEqual(
      items.map(({ seq }) => seq),
      packets.map(({ seq }) => seq),
    );
    assert.deepEqual(await store.days(), [DAY]);
    assert.equal((await store.readings({ ...EVERYTHING, limit: 1000 })).items.length, 240);
    const latest = await ask<Record<string, unknown>>(
      options.nodes[0]!,
      'GET',
      `/_alias/${options.prefix}measurements`,
    );
    assert.deepEqual(Object.keys(latest), [`${options.prefix}measurements-2026-03-02`]);
  });

  test(`${name}: what is erased is in no file afterwards, and the rest of the day is`, async (t) => {
    const { store, holds } = await opened(t);
    const kept = { ...packetOn(DAY), seq: 1, pod: 'IT001E00000002' };
    const secret = {
      ...packetOn(DAY),
      seq: 2,
      payload: JSON.stringify({ readings: [], note: 'to-be-erased-4711' }),
    };
    await store.put([kept, secret]);
    assert.ok(holds('to-be-erased-4711'));
    const period = { pod: secret.pod, fromMs: Date.parse(DAY), untilMs: Date.parse(DAY) + 1000 };
    assert.ok('erase' in store);
    assert.equal(await (store as never as { erase(p: typeof period): Promise<number> }).erase(period), 1);
    assert.ok(!holds('to-be-erased-4711'));
    assert.deepEqual(
      (await store.dayPackets(DAY, { limit: 9 })).items.map(({ seq }) => seq),
      [1],
    );
  });
}

const EVERYTHING = {
  pod: packetOn(DAY).pod,
  fromMs: Date.parse('2026-01-01'),
  untilMs: Date.parse('2027-01-01'),
};
