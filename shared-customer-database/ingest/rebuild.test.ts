import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dump } from '../test/test-dump.ts';
import { configIn } from '../test/test-process.ts';
import { openingOf, START_MS, seal, TestNode, toStream } from '../test/test-records.ts';
import { anchorRecord, settled, startTestScd } from '../test/test-scd.ts';
import { rebuild, rebuildArguments } from './rebuild.ts';

const DAY_MS = 86_400_000;

test('an emptied store is the same again when its group goes back to the begin of the stream', async (t) => {
  const scd = await startTestScd(t, { batchRecords: 7 });
  const nodes = [1, 2].map(
    (n) => new TestNode({ id: `node-${n}`, pod: `IT001E0000000${n}`, meter: `meter-${n}` }),
  );
  for (let index = 0; index < 4; index++) {
    const packets = nodes.flatMap((node) => [
      node.measure(START_MS + index * DAY_MS + 5000, { readings: 3 }),
      node.event(START_MS + index * DAY_MS + 6000),
      node.measure(START_MS + index * DAY_MS + 7000),
    ]);
    const [first] = packets;
    const extra =
      index === 2 ? [nodes[0]!.fork(first!), { ...first!, receivedAt: first!.receivedAt + 1 }] : [];
    const { records, anchor } = seal([...packets, ...extra], { index });
    await scd.stream.append('packets', [...toStream(records), { key: 'x', value: `poison ${index}` }]);
    await scd.stream.append('anchors', [anchorRecord(anchor), { key: 'x', value: 'poison' }]);
    await scd.stream.append('anchors', [anchorRecord({ ...anchor, txHash: `0x${'ee'.repeat(32)}` })]);
  }
  await scd.stream.append(
    'registry',
    nodes.map((node) => ({ key: node.id, value: JSON.stringify(openingOf(node)) })),
  );
  await settled(scd);
  await scd.stop();
  const before = dump(scd.dir);
  assert.ok(before.length > 100);
  assert.ok(
    before.some((line) => line.includes('sequence-fork')) && before.some((line) => line.startsWith('["dup')),
  );

  const config = { ...configIn(scd.dir), dataDir: scd.dir, group: 'scd' };
  await assert.rejects(rebuild({ config, fromOffset: 0 }), { code: 'SCD_NOT_EMPTY' });
  await assert.rejects(rebuild({ config, fromOffset: 999, empty: true }), { code: 'SCD_OFFSET' });
  assert.deepEqual(dump(scd.dir), before, 'a refused rebuild touches nothing');
  await rebuild({ config, fromOffset: 0, empty: true });
  assert.ok(!existsSync(join(scd.dir, 'ledger.db')) && !existsSync(join(scd.dir, 'measurements')));
  const again = await startTestScd(t, { dir: scd.dir, batchRecords: 100 });
  await settled(again);
  await again.stop();
  assert.deepEqual(dump(scd.dir), before);
});

test('--from and --empty are taken out of the command line; what is wrong is refused', () => {
  const others = ['--config', 'scd.yaml'];
  const withFrom = (...more: string[]) => rebuildArguments([...others, ...more]);
  assert.deepEqual(withFrom(), { empty: false, rest: others });
  assert.deepEqual(withFrom('--from', '7'), { fromOffset: 7, empty: false, rest: others });
  assert.deepEqual(withFrom('--empty', '--from=0'), { fromOffset: 0, empty: true, rest: others });
  for (const wrong of [['--empty'], ['--from'], ['--from', '-1'], ['--from', 'x'], ['--from=']]) {
    assert.throws(() => withFrom(...wrong), { code: 'SCD_ARGUMENTS' }, wrong.join(' '));
  }
});
