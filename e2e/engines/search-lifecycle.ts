import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { calendarOf } from '@access-layer/shared-customer-database/lifecycle/calendar';
import { dayAt } from '@access-layer/shared-customer-database/lifecycle/lifecycle';
import { openLifecycle } from '@access-layer/shared-customer-database/lifecycle/lifecycle.test-input';
import { DAY_MS } from '@access-layer/shared-customer-database/lifecycle/policy';
import { POD, START_MS, seal, TestNode } from '@access-layer/shared-customer-database/test/test-records';
import { publish, startTestScd } from '@access-layer/shared-customer-database/test/test-scd';
import { ask, type createPlaces, type SearchConfig } from './search-suite.ts';

const DAY = dayAt(START_MS);
const NEXT_DAY = dayAt(START_MS + DAY_MS);
const dayAfter = (days: number) => START_MS + (days + 1) * DAY_MS;
const QUARTERS = 96;

interface IndexSettings {
  number_of_shards: string;
  blocks?: { write: string };
}

/** The service itself on an engine: ingest, reports, every phase of a day, and both ways back. */
export function searchLifecycle(
  name: string,
  place: ReturnType<typeof createPlaces>,
  snapshotsDir: string,
): void {
  test(`${name}: a day is served and summed, rests, leaves, and comes back from snapshot and archive, proven`, async (t) => {
    const { config, prefix, end } = place();
    t.after(end);
    const store: SearchConfig = {
      ...config,
      shards: 2,
      snapshots: { repository: `${prefix}snapshots`, folder: join(snapshotsDir, prefix) },
    };
    const node = new TestNode();
    const packets = Array.from({ length: QUARTERS }, (_, i) =>
      node.measure(START_MS + (i + 1) * 900_000, { periodS: 900, readings: 2, stepMs: 450_000 }),
    );
    const scd = await startTestScd(t, { store });
    const { dir } = scd;
    await publish(scd, [seal(packets)]);
    const served = async (http: typeof scd.http) => {
      const range = `from=${DAY}&until=${NEXT_DAY}`;
      const readings = await http.inject(`/v1/pods/${POD}/readings?${range}&limit=500`);
      const sums = await http.inject(`/v1/pods/${POD}/aggregates?step=hour&${range}`);
      assert.deepEqual([readings.statusCode, sums.statusCode], [200, 200], readings.body + sums.body);
      const texts = (readings.json() as { readings: object[] }).readings.map((each) => JSON.stringify(each));
      return { texts, sums: (sums.json() as { intervals: object[] }).intervals };
    };
    const fresh = await served(scd.http);
    assert.equal(fresh.texts.length, 2 * QUARTERS);
    assert.ok(fresh.sums.length > 20, JSON.stringify(fresh.sums).slice(0, 300));
    await scd.stop();

    let nowMs = dayAfter(0.5);
    const life = await openLifecycle(t, dir, { now: () => nowMs, store });
    const day = () => calendarOf(life.book, { nowMs })[0]!;
    const [node1] = config.nodes as [string];
    const settingsNow = async () => {
      const path = `/${prefix}measurements-${DAY}/_settings`;
      const answer = await ask<Record<string, { settings: { index: IndexSettings } }>>(node1, 'GET', path);
      return Object.values(answer)[0]!.settings.index;
    };
    await life.pass();
    assert.equal(day().state, 'hot');
    nowMs = dayAfter(1);
    assert.deepEqual((await life.pass()).did, { archive: 1, merge: 1, verify: 1 });
    assert.deepEqual([day().state, (await settingsNow()).number_of_shards], ['warm', '1']);
    nowMs = dayAfter(30);
    assert.deepEqual((await life.pass()).did, { merge: 1, 'read-only': 1 });
    assert.deepEqual([day().state, (await settingsNow()).blocks?.write], ['cold', 'true']);
    nowMs = dayAfter(60);
    assert.deepEqual((await life.pass()).did, { verify: 1, delete: 1 });
    assert.deepEqual([day().state, await life.store.days()], ['archived', []]);

    const restored = async (from: string, afterwards = () => {}) => {
      const asked = { fromDay: DAY, untilDay: NEXT_DAY, requestedBy: 'test' };
      const { id } = life.book.askRestore({ ...asked, requestedAtMs: nowMs, endsAtMs: nowMs + DAY_MS });
      await life.restores();
      const { state, detail, days } = life.book.restore(id)!;
      assert.deepEqual(
        [state, detail, days],
        ['restored', null, [{ day: DAY, packets: QUARTERS, damaged: 0 }]],
        from,
      );
      const again = await startTestScd(t, { dir, store });
      assert.deepEqual(await served(again.http), fresh, from);
      await again.stop();
      afterwards();
      nowMs += DAY_MS;
      await life.restores();
      assert.deepEqual(await life.store.days(), []);
    };
    // Without the archive only the snapshot is left, and without the snapshot only the archive.
    const [archive, aside] = [join(dir, 'archive', DAY), join(dir, 'aside')];
    const isPart = (path: string) => path.endsWith('.parquet');
    const parts = readdirSync(archive).filter(isPart);
    mkdirSync(aside);
    for (const part of parts) renameSync(join(archive, part), join(aside, part));
    await restored('from the snapshot', () => {
      for (const part of parts) renameSync(join(aside, part), join(archive, part));
    });
    await ask(node1, 'DELETE', `/_snapshot/${prefix}snapshots/${prefix}snapshot-${DAY}-*`);
    await restored('from the archive');
  });
}
