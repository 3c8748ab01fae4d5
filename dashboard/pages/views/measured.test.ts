import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell } from '../../api/reports.ts';
import { measuredOf, panelsCsv, totalOf } from './measured.ts';

const cell = (group: string, hour: number, more: Partial<Cell> = {}): Cell => ({
  group,
  from: `2026-02-01T0${hour}:00:00.000Z`,
  until: `2026-02-01T0${hour + 1}:00:00.000Z`,
  ...more,
});
const cells = [
  cell('a', 0, { pods: 2, energyImportWh: 100, powerMeanW: 50, quartersExpected: 8, quartersCovered: 8 }),
  cell('a', 1, { pods: 3, energyImportWh: 50, powerMeanW: 150, quartersExpected: 8, quartersCovered: 4 }),
  cell('b', 1, { pods: 1, energyImportWh: 400, powerMeanW: 10 }),
  cell('c', 0, { suppressed: 'too few' }),
];

test('energy adds up over time, with gaps where nobody knows, the largest group first', () => {
  const { timesMs, groups } = measuredOf(cells, 'energyImportWh');
  assert.equal(timesMs.length, 2);
  assert.deepEqual(groups[0], { group: 'b', values: [null, 400], pods: 1, value: 400, suppressed: false });
  assert.deepEqual(groups[1], { group: 'a', values: [100, 50], pods: 3, value: 150, suppressed: false });
  assert.deepEqual(groups[2], { group: 'c', values: [null, null], pods: 0, suppressed: true });
  assert.equal(totalOf(cells, 'energyImportWh'), 550);
});

test('an hour without a reading is a gap, though the API adds it up to zero', () => {
  const empty = cell('a', 2, { energyImportWh: 0, quartersExpected: 4, quartersCovered: 0 });
  const idle = cell('a', 3, { energyImportWh: 0, quartersExpected: 4, quartersCovered: 4 });
  assert.deepEqual(measuredOf([empty, idle], 'energyImportWh').groups[0]!.values, [null, 0]);
});

test('power is the mean over time and adds up over groups; completeness is covered of expected', () => {
  assert.deepEqual(
    measuredOf(cells, 'powerMeanW').groups.map(({ group, value }) => [group, value]),
    [
      ['a', 100],
      ['b', 10],
      ['c', undefined],
    ],
  );
  assert.equal(totalOf(cells, 'powerMeanW'), 110);
  assert.equal(totalOf(cells, 'completeness'), 0.75);
  assert.equal(totalOf([], 'completeness'), undefined);
});

test('CSV by RFC 4180, without formulas', () => {
  const [head, row] = panelsCsv([
    { title: '=1+1, "x"', measure: 'energyImportWh', cells: [cell('-a', 0, { energyImportWh: 5 })] },
  ]).split('\r\n');
  assert.equal(head, 'panel,group,from,until,measure,value');
  assert.equal(
    row,
    '"\'=1+1, ""x""",\'-a,2026-02-01T00:00:00.000Z,2026-02-01T01:00:00.000Z,energyImportWh,5',
  );
});
