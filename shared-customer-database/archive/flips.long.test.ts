import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { START_MS, seal, TestNode } from '../test/test-records.ts';
import { archivable, RULES } from './archive.test-input.ts';
import { archiveDay } from './archive-day.ts';
import { checkDay } from './check-day.ts';
import { withBench } from './duck.ts';
import { erasePod } from './erase-pod.ts';

const DAY = new Date(START_MS).toISOString().slice(0, 10);
const FLIPS = 600;
const OTHER_POD = 'IT001E00000002';

test(`one flipped bit in any file of the archive is found and named: ${FLIPS} of ${FLIPS}`, async (t) => {
  const nodes = [new TestNode(), new TestNode({ id: 'node-2', pod: OTHER_POD, meter: 'meter-2' })];
  const packets = Array.from({ length: 40 }, (_, i) =>
    nodes[i % 2]!.measure(START_MS + (i + 1) * 60_000, { readings: 5 }),
  );
  const batches = [seal(packets.slice(0, 30)), seal(packets.slice(30), { index: 1 })];
  const { sources, archive, dir, scratchDir } = await archivable(t, batches);
  await archiveDay(sources, DAY, START_MS);
  // Several versions of the manifest, and a part with erased packets.
  const erasure = `0x${'ee'.repeat(32)}` as const;
  await erasePod(archive, {
    pod: OTHER_POD,
    fromMs: 0,
    untilMs: START_MS + 600_000,
    erasure,
    atMs: START_MS,
    scratchDir,
  });
  const folder = join(dir, 'archive', DAY);
  const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const random = generator(20_260_201);
  const found: Record<string, number> = {};
  let [inRecords, inBytes] = [0, 0];
  await withBench(scratchDir, async (bench) => {
    const check = () => checkDay({ archive, rules: RULES, bench }, DAY);
    assert.deepEqual((await check()).damages, []);
    for (let flip = 0; flip < FLIPS; flip++) {
      // Every file gets its share, small ones too; within a file any byte may be hit.
      const { name, bytes } = files[flip % files.length]!;
      const at = Math.floor(random() * bytes.length);
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1 << Math.floor(random() * 8);
      writeFileSync(join(folder, name), damaged);
      const { damages } = await check();
      writeFileSync(join(folder, name), bytes);
      const isNamed = ({ file }: { file: string }) =>
        file === name || name === `manifest-${file.replace(/^manifest /, '').padStart(6, '0')}.json`;
      assert.ok(
        damages.some(isNamed),
        `byte ${at} of ${name} was changed; told was ${JSON.stringify(damages)}`,
      );
      const place = damages.find((damage) => damage.bytes !== undefined)?.bytes;
      if (name.endsWith('.parquet')) {
        assert.ok(
          place && place.from <= at && at < place.until,
          `byte ${at} of ${name} is not in ${JSON.stringify(place)}`,
        );
        inBytes += 1;
      }
      if (damages.some(({ record }) => record !== undefined)) inRecords += 1;
      const kind = /^manifest/.test(name) ? 'manifest' : name.split('.').at(-2)!;
      found[kind] = (found[kind] ?? 0) + 1;
    }
    assert.deepEqual((await check()).damages, []);
  });
  t.diagnostic(
    `${FLIPS} flips in ${files.length} files of ${total} bytes, by kind ${JSON.stringify(found)}: all named`,
  );
  t.diagnostic(`${inBytes} with the range of bytes, ${inRecords} with the packets that they hit`);
});

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
