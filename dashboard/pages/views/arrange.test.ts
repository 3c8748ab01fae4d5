import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ViewPanel } from '../../api/views.ts';
import { moved, panelFrom, resized } from './arrange.ts';

const panel = (title: string): ViewPanel => ({
  ...{ title, kind: 'table', measure: 'energyImportWh', groupBy: 'municipality', days: 7, columns: 6 },
});
const titles = (panels: readonly ViewPanel[]) => panels.map(({ title }) => title).join('');
const three = ['a', 'b', 'c'].map(panel);

test('a panel is moved to every place, and not beyond the ends', () => {
  assert.equal(titles(moved(three, 0, 1)), 'bac');
  assert.equal(titles(moved(three, 0, 2)), 'bca');
  assert.equal(titles(moved(three, 2, 0)), 'cab');
  assert.equal(titles(moved(three, 0, -1)), 'abc');
  assert.equal(titles(moved(three, 2, 9)), 'abc');
});

test('a panel is from a quarter of the page to all of it', () => {
  const [one] = three;
  assert.deepEqual(
    [1, -9, 99].map((by) => resized(one!, by).columns),
    [7, 3, 12],
  );
});

test('a form makes a panel of groups or of one PoD', () => {
  const form = new FormData();
  for (const [name, value] of Object.entries({
    ...{ kind: 'gauge', title: ' Rome ', over: 'pod', pod: 'IT999E00000001', measure: 'powerMeanW' },
    ...{ days: '3', full: '4500' },
  }))
    form.set(name, value);
  assert.deepEqual(panelFrom(form, 4), {
    ...{ kind: 'gauge', columns: 4, title: 'Rome', days: 3, measure: 'powerMeanW', pod: 'IT999E00000001' },
    full: 4500,
  });
  form.set('over', 'aggregator');
  form.set('kind', 'graph');
  assert.deepEqual(panelFrom(form, 4), {
    ...{ kind: 'graph', columns: 4, title: 'Rome', days: 3, measure: 'powerMeanW', groupBy: 'aggregator' },
  });
});
