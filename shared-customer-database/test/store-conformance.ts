import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { formatTime } from '@access-layer/core/time';
import type { SealedPacket, Store } from '../store.ts';

/** What a conformance run needs to open the same store again. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  end(): Promise<void>;
}

const DAY = '2026-02-01';
const DAY_MS = 86_400_000;
const START_MS = Date.parse(`${DAY}T00:00:00.000Z`);
const POD = 'IT001E00000001';

/** Every store adapter runs this. `prepare` gives a fresh, empty place. */
export function storeConformance(name: string, prepare: () => Promise<StoreUnderTest>): void {
  const check = (what: string, work: (store: Store, reopen: () => Promise<Store>) => Promise<void>) =>
    test(`store ${name}: ${what}`, async () => {
      const place = await prepare();
      let store = await place.open();
      try {
        await work(store, async () => {
          await store.close();
          store = await place.open();
          return store;
        });
      } finally {
        await store.close();
        await place.end();
      }
    });

  check('gives back payload and signature as they came, also when opened again', async (store, reopen) => {
    const packet = packetOf({ payload: payloadOf(['ü "quoted" \\ 🔌']), type: 'event', readings: [] });
    await store.put([packet]);
    assert.deepEqual(await store.packet(DAY, 'node-1', 0), asStored(packet));
    assert.deepEqual(await (await reopen()).packet(DAY, 'node-1', 0), asStored(packet));
  });

  check('knows no packet that was never put', async (store) => {
    assert.equal(await store.packet(DAY, 'node-1', 0), undefined);
    assert.deepEqual(await store.days(), []);
    assert.deepEqual(await store.readings({ ...all(), limit: 5 }), { items: [] });
    await store.put([packetOf({ seq: 1 })]);
    assert.equal(await store.packet(DAY, 'node-1', 0), undefined);
    assert.deepEqual(await store.readings({ ...all(), pod: 'IT001E00000002', limit: 5 }), { items: [] });
  });

  check('keeps what it has and ignores a repeat', async (store) => {
    const first = packetOf({ readings: [1000] });
    await store.put([first]);
    await store.put([first, packetOf({ readings: [1000], payload: payloadOf(['another']) })]);
    const { items } = await store.readings({ ...all(), limit: 5 });
    assert.deepEqual(
      items.map(({ packet }) => packet.payload),
      [first.payload],
    );
  });

  check('answers readings by time, node, seq and position, whatever came first', async (store) => {
    await store.put([packetOf({ node: 'node-2', seq: 7, readings: [3000, 1000] })]);
    await store.put([
      packetOf({ node: 'node-1', seq: 9, readings: [1000, 1000] }),
      packetOf({ seq: 2, readings: [1000] }),
    ]);
    const { items, next } = await store.readings({ ...all(), limit: 5 });
    const order = items.map(({ timeMs, packet, position }) => [
      timeMs - START_MS,
      packet.node,
      packet.seq,
      position,
    ]);
    assert.deepEqual(order, [
      [1000, 'node-1', 2, 0],
      [1000, 'node-1', 9, 0],
      [1000, 'node-1', 9, 1],
      [1000, 'node-2', 7, 1],
      [3000, 'node-2', 7, 0],
    ]);
    assert.equal(next, undefined);
  });

  check('takes ranges as half-open, over days', async (store) => {
    const times = [-DAY_MS, -1, 0, 1, DAY_MS - 1, DAY_MS, 3 * DAY_MS];
    await store.put(times.map((ms, seq) => packetOf({ seq, readings: [ms] })));
    const within = async (fromMs: number, untilMs: number) => {
      const query = { pod: POD, fromMs: START_MS + fromMs, untilMs: START_MS + untilMs, limit: 50 };
      return (await store.readings(query)).items.map(({ timeMs }) => timeMs - START_MS);
    };
    assert.deepEqual(await within(0, DAY_MS), [0, 1, DAY_MS - 1]);
    assert.deepEqual(await within(-1, 1), [-1, 0]);
    assert.deepEqual(await within(-400 * DAY_MS, 400 * DAY_MS), times);
    assert.deepEqual(await store.days(), ['2026-01-31', '2026-02-01', '2026-02-02', '2026-02-04']);
  });

  check('pages readings without skipping or repeating, also where times are equal', async (store) => {
    const packets = Array.from({ length: 12 }, (_, seq) =>
      packetOf({ seq, readings: [seq < 8 ? 5000 : DAY_MS + 5000, 5000 + (seq < 8 ? 0 : DAY_MS)] }),
    );
    await store.put(packets.toReversed());
    for (const limit of [1, 3, 24, 25]) {
      const seen: string[] = [];
      let pages = 0;
      for (let cursor: never | undefined; ; pages++) {
        const page = await store.readings({ ...all(), limit, cursor });
        seen.push(...page.items.map(({ packet, position }) => `${packet.seq}.${position}`));
        assert.ok(page.items.length <= limit);
        if (!page.next) break;
        cursor = page.next as never;
      }
      assert.deepEqual(
        seen,
        packets.flatMap(({ seq }) => [`${seq}.0`, `${seq}.1`]),
      );
      assert.equal(pages, Math.ceil(24 / limit) - 1);
    }
  });

  check('cuts each reading out of the payload as it stands', async (store) => {
    const packet = packetOf({ readings: [1000, 2000], payload: payloadOf(['a', 'b']) });
    await store.put([packet]);
    const { items } = await store.readings({ ...all(), limit: 5 });
    assert.deepEqual(
      items.map(({ text }) => text),
      ['{"note":"a","values":{}}', '{"note":"b","values":{}}'],
    );
    assert.deepEqual(items[0]!.packet, asStored(packet));
  });

  check('filters by meter', async (store) => {
    await store.put([
      packetOf({ seq: 0, readings: [1] }),
      packetOf({ seq: 1, meter: 'meter-2', readings: [2] }),
    ]);
    const { items } = await store.readings({ ...all(), meter: 'meter-2', limit: 5 });
    assert.deepEqual(
      items.map(({ packet }) => packet.seq),
      [1],
    );
  });

  check('lists packets of every type that touch a range, in pages', async (store) => {
    await store.put([
      packetOf({ seq: 2, readings: [9000] }),
      packetOf({ seq: 0, readings: [1000, 4000] }),
      packetOf({ seq: 1, type: 'event', fromMs: 4000, readings: [] }),
    ]);
    const seqs = async (query: object) =>
      (await store.packets({ ...all(), limit: 9, ...query })).items.map(({ seq }) => seq);
    assert.deepEqual(await seqs({}), [0, 1, 2]);
    assert.deepEqual(await seqs({ type: 'event' }), [1]);
    assert.deepEqual(await seqs({ fromMs: START_MS + 4000 }), [0, 1, 2]);
    assert.deepEqual(await seqs({ fromMs: START_MS + 4001 }), [2]);
    assert.deepEqual(await seqs({ untilMs: START_MS + 4000 }), [0]);
    const page = await store.packets({ ...all(), limit: 2 });
    assert.deepEqual(await seqs({ cursor: page.next }), [2]);
  });
}

function all() {
  return { pod: POD, fromMs: START_MS - 1000 * DAY_MS, untilMs: START_MS + 1000 * DAY_MS };
}

function payloadOf(notes: string[]): string {
  return JSON.stringify({ readings: notes.map((note) => ({ note, values: {} })), profile: '{"readings":[{' });
}

interface PacketInput {
  node?: string;
  seq?: number;
  meter?: string;
  type?: SealedPacket['type'];
  payload?: string;
  /** Times of the readings after the start of the day. */
  readings?: number[];
  fromMs?: number;
}

function packetOf(input: PacketInput): SealedPacket {
  const { node = 'node-1', seq = 0, meter = 'meter-1', type = 'measurement', readings = [0] } = input;
  const times = readings.length > 0 ? readings : [input.fromMs ?? 0];
  const fromMs = START_MS + Math.min(...times);
  const hash = (fill: number) => `0x${(fill + seq).toString(16).padStart(64, '0')}` as Hex;
  return {
    ...{ pod: POD, node, seq, meter, type, role: type === 'measurement' ? 'exchange' : undefined },
    payload: input.payload ?? payloadOf(readings.map(String)),
    signature: `0x${'ab'.repeat(65)}`,
    signer: `0x${'ef'.repeat(20)}`,
    ...{ payloadHash: hash(0x1000), messageHash: hash(0x2000), prev: hash(0x3000) },
    ...{ signedAtMs: fromMs + 1, receivedAtMs: fromMs + 2, day: formatTime(fromMs).slice(0, 10) },
    ...{ fromMs, toMs: START_MS + Math.max(...times) },
    batch: { anchorer: `0x${'cd'.repeat(20)}`, index: 3, root: hash(0x4000), count: 20, leafIndex: seq },
    readingTimesMs: readings.map((ms) => START_MS + ms),
  };
}

/** A packet with one reading at the begin of a day (yyyy-MM-dd). */
export function packetOn(day: string): SealedPacket {
  return packetOf({ seq: Date.parse(day) / DAY_MS, readings: [Date.parse(day) - START_MS] });
}

function asStored({ readingTimesMs: _, ...stored }: SealedPacket) {
  return stored;
}
