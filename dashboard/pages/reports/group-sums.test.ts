import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell } from '../../api/reports.ts';
import { groupSeries, groupSums, reportCsv } from './group-sums.ts';

const cell = (group: string, hour: number, more: Partial<Cell> = {}): Cell => ({
  group,
  from: `2026-02-01T0${hour}:00:00.000Z`,
  until: `2026-02-01T0${hour + 1}:00:00.000Z`,
  ...more,
});
const cells = [
  cell('a', 0, { pods: 2, energyImportWh: 100, powerMeanW: 50, quartersExpected: 8, quartersCovered: 8 }),
  cell('a', 1, { pods: 3, energyImportWh: 50, powerMeanW: 150, quartersExpected: 8, quartersCovered: 4 }),
  cell('b', 0, { pods: 1 }),
  cell('c', 1, { suppressed: 'too few' }),
];

test('sums of groups; what nobody knows stays unknown and is not zero', () => {
  const [a, b, c] = groupSums(cells);
  assert.deepEqual(a, {
    ...{ group: 'a', pods: 3, energyImportWh: 150, meanW: 100, completeness: 0.75, suppressed: false },
  });
  assert.deepEqual(b, { group: 'b', pods: 1, suppressed: false });
  assert.deepEqual(c, { group: 'c', pods: 0, suppressed: true });
});

test('the groups with the most energy over time, with gaps', () => {
  const { timesMs, byGroup } = groupSeries(cells, 2);
  assert.equal(timesMs.length, 2);
  assert.deepEqual(byGroup[0], { group: 'a', values: [100, 50] });
  assert.deepEqual(byGroup[1]!.values, [null, null]);
});

test('CSV by RFC 4180, without formulas', () => {
  const text = reportCsv([{ group: '=1+1, "x"', pods: 2, energyImportWh: 5, suppressed: false }]);
  assert.equal(
    text,
    'group,pods,energyImportWh,energyExportWh,meanW,completeness\r\n"\'=1+1, ""x""",2,5,,,\r\n',
  );
});

test('a time without a reading is a gap in the chart, and no zero', () => {
  const cell = (from: string, energyImportWh: number, quartersCovered: number) =>
    ({
      group: 'Roma',
      from,
      until: from,
      pods: 1,
      energyImportWh,
      quartersExpected: 4,
      quartersCovered,
    }) as never;
  const [monday, tuesday] = [cell('2026-02-02', 0, 0), cell('2026-02-03', 0, 4)];
  assert.deepEqual(groupSeries([monday, tuesday], 5).byGroup, [{ group: 'Roma', values: [null, 0] }]);
  assert.equal(groupSums([monday])[0]!.energyImportWh, undefined);
});
