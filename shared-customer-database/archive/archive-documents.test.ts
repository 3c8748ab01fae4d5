import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { askWithPandas, shownInArchivePage } from '../test/archive-page.ts';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { archivable } from './archive.test-input.ts';
import { archiveDay } from './archive-day.ts';
import { rowsOf, withBench } from './duck.ts';

const HOURS = 6;

/** An archive of some hours of a PoD. */
async function archived(t: TestContext) {
  const node = new TestNode();
  const packets = Array.from({ length: HOURS * 4 }, (_, i) =>
    node.measure(START_MS + (i + 1) * 900_000 - 1000),
  );
  const { sources, dir, scratchDir } = await archivable(t, [seal(packets)]);
  await archiveDay(sources, new Date(START_MS).toISOString().slice(0, 10), START_MS);
  return { archiveDir: join(dir, 'archive'), scratchDir };
}

test('what docs/archive.md asks with DuckDB is answered', async (t) => {
  const { archiveDir, scratchDir } = await archived(t);
  const [energy, proofs] = shownInArchivePage('sql', archiveDir);
  await withBench(scratchDir, async ({ duck }) => {
    const hours = await rowsOf(duck, energy!);
    assert.deepEqual(
      hours.map(({ pod, wh }) => [pod, Number(wh)]),
      Array.from({ length: HOURS }, () => [POD, 45]),
    );
    const packets = await rowsOf(duck, proofs!);
    assert.equal(packets.length, 10);
    assert.ok(
      packets.every(({ payload, root }) => String(payload).includes(POD) && /^0x/.test(String(root))),
    );
  });
});

test('and with pandas', async (t) => {
  const { archiveDir } = await archived(t);
  const printed = askWithPandas(t, archiveDir);
  if (printed === undefined) return t.skip('no pandas');
  assert.match(printed, new RegExp(`${POD} +2026-02-01 +345\\b`));
});
