import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DayCursor, LifecycleStore } from '../lifecycle-store.ts';
import type { SealedPacket } from '../store.ts';
import { packetOn } from './store-conformance.ts';

export interface LifecycleUnderTest {
  open(options?: { readOnly?: boolean }): Promise<LifecycleStore>;
  /** Bytes of a text in any file of the store. */
  holds(text: string): boolean;
  end(): Promise<void>;
}

const DAY = '2026-03-01';
const POD = 'IT001E00000001';

/** Every store whose days have an end runs this. */
export function lifecycleConformance(name: string, prepare: () => Promise<LifecycleUnderTest>): void {
  const check = (what: string, work: (store: LifecycleStore, place: LifecycleUnderTest) => Promise<void>) =>
    test(`lifecycle of ${name}: ${what}`, async () => {
      const place = await prepare();
      const store = await place.open();
      try {
        await work(store, place);
      } finally {
        await store.close();
        await place.end();
      }
    });

  check('answers all packets of a day by PoD and time, in pages', async (store) => {
    const pods = ['IT001E00000003', POD, 'IT001E00000002'];
    await store.put(pods.flatMap((pod, i) => [3, 1, 2].map((seq) => ({ ...packetAt(10 * i + seq), pod }))));
    await store.put([packetAt(99, '2026-03-02')]);
    for (const limit of [1, 2, 4, 9, 10]) {
      const seen: number[] = [];
      for (let cursor: DayCursor | undefined; ; ) {
        const page = await store.dayPackets(DAY, { limit, ...(cursor ? { cursor } : {}) });
        assert.ok(page.items.length <= limit);
        seen.push(...page.items.map(({ seq }) => seq));
        if (!page.next) break;
        cursor = page.next;
      }
      assert.deepEqual(seen, [11, 12, 13, 21, 22, 23, 1, 2, 3]);
    }
  });

  check('says how much a day holds', async (store) => {
    assert.deepEqual(await store.daySize(DAY), { packets: 0, bytes: 0, readOnly: false });
    await store.put([packetAt(0), packetAt(1)]);
    const { packets, bytes } = await store.daySize(DAY);
    assert.equal(packets, 2);
    assert.ok(bytes > 0);
  });

  check('a day at rest answers as before, and takes what comes late', async (store, place) => {
    await store.put([packetAt(0)]);
    await store.rest(DAY, store.actions);
    const reader = await place.open({ readOnly: true });
    assert.equal((await reader.packet(DAY, 'node-1', 0))?.payload, packetAt(0).payload);
    assert.equal((await store.daySize(DAY)).readOnly, store.actions.includes('read-only'));
    await store.put([packetAt(1)]);
    assert.equal((await store.daySize(DAY)).packets, 2);
    assert.ok(await reader.packet(DAY, 'node-1', 1));
    await store.rest(DAY, store.actions);
    assert.ok(await reader.packet(DAY, 'node-1', 1));
    await reader.close();
  });

  check('deletes a day with all that it held, and only the day that was counted', async (store, place) => {
    const secret = JSON.stringify({ readings: [], note: 'distinctive-value-8715' });
    await store.put([{ ...packetAt(0), payload: secret }, packetAt(5, '2026-03-02')]);
    const reader = await place.open({ readOnly: true });
    assert.ok(await reader.packet(DAY, 'node-1', 0));
    assert.ok(place.holds('distinctive-value-8715'));
    assert.equal(await store.deleteDay(DAY, 2), false);
    assert.ok(await store.packet(DAY, 'node-1', 0));
    assert.equal(await store.deleteDay(DAY, 1), true);
    for (const each of [store, reader]) {
      assert.equal(await each.packet(DAY, 'node-1', 0), undefined);
      assert.deepEqual(await each.days(), ['2026-03-02']);
      assert.deepEqual((await each.packets({ ...ALL, pod: POD })).items.length, 1);
    }
    assert.ok(!place.holds('distinctive-value-8715'));
    await reader.close();
  });

  check('what comes late for a deleted day begins it anew, for every reader', async (store, place) => {
    await store.put([packetAt(0)]);
    const reader = await place.open({ readOnly: true });
    assert.ok(await reader.packet(DAY, 'node-1', 0));
    assert.equal(await store.deleteDay(DAY, 1), true);
    await store.put([packetAt(7)]);
    for (const each of [store, reader]) {
      assert.deepEqual(await each.days(), [DAY]);
      assert.deepEqual(
        (await each.packets({ ...ALL, pod: POD })).items.map(({ seq }) => seq),
        [7],
      );
    }
    await reader.close();
    const again = await place.open({ readOnly: true });
    assert.ok(await again.packet(DAY, 'node-1', 7));
    await again.close();
  });
}

/** Packet of `node-1` with a reading at the begin of a day. */
function packetAt(seq: number, day = DAY): SealedPacket {
  return { ...packetOn(day), seq };
}

const ALL = { fromMs: Date.parse('2026-01-01'), untilMs: Date.parse('2027-01-01'), limit: 50 };
