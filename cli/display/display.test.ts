import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFile } from '../data-folder.ts';
import { sumOf } from './counters.ts';
import { logLine, type PanelState, panelLines } from './panel.ts';
import { createRedraw, rowsOf } from './redraw.ts';

const run: RunFile = {
  pid: 1,
  startedAt: '2026-05-20T12:00:00.000Z',
  url: 'http://127.0.0.1:4100',
  chainRpc: 'http://127.0.0.1:4106',
  balUrl: 'http://127.0.0.1:4102',
  scdUrl: 'http://127.0.0.1:4103',
  dsoPlatformUrl: 'http://127.0.0.1:4109',
  mqttUrl: 'mqtts://127.0.0.1:4101',
  enrolmentUrl: 'https://127.0.0.1:4200',
  updatesUrl: 'https://127.0.0.1:4203',
  nodes: [
    {
      id: 'ln-0001',
      pod: 'IT999E00000001',
      meter: 'm',
      profile: 'sdm630',
      meterAddress: 'x',
      clockStart: '2026-05-20T12:00:00.000Z',
      url: 'y',
    },
  ],
  resting: { nodes: 0, measured: 0, signed: 0 },
  processes: [],
};
const state: PanelState = {
  network: 'demo-1',
  run,
  counters: {
    stages: {
      measured: 12345,
      signed: 247,
      accepted: 246,
      sealed: 245,
      anchored: 240,
      stored: 240,
      served: 3,
    },
    batches: 12,
    oldestUnanchoredS: 4,
    queued: 1,
    warnings: ['the Shared Customer Database does not answer'],
  },
  readingsPerS: 2,
  upS: 3723,
  proofFile: 'http://127.0.0.1:4100/v1/readings/0xabc/proof',
  dataOption: '',
};
const plain = (_style: unknown, text: string) => text;

test('the panel shows every stage with its number, what is wrong, and what one can open', () => {
  const text = panelLines(state, plain).join('\n');
  assert.match(text, /measured +signed +accepted +sealed +anchored +stored +served/);
  assert.match(text, /12,345 +247 +246 +245 +240 +240 +3/);
  assert.match(text, /up 01:02:03/);
  assert.match(text, /oldest un-anchored 4 s/);
  assert.match(text, /! the Shared Customer Database does not answer/);
  assert.match(text, /npx access-layer verify reading\.proof\.json/);
});

test('where there is no terminal it is one line', () => {
  assert.equal(
    logLine(state),
    'measured 12345, signed 247, accepted 246, sealed 245, anchored 240, stored 240, served 3; 12 batches, ' +
      '2.0 readings/s; ! the Shared Customer Database does not answer',
  );
});

test('metrics are summed over their labels', () => {
  const text = '# HELP a_total x\na_total{node="1"} 3\na_total{node="2"} 4\na_total_more 9\nb 1';
  assert.equal(sumOf(text, 'a_total'), 7);
  assert.equal(sumOf(text, 'c'), 0);
});

test('a drawing replaces the one before, with all the rows that a long line took', () => {
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  const redraw = createRedraw({ columns: 10, rows: 24, write } as never);
  redraw.draw(['one', 'a longer line']);
  redraw.draw(['two']);
  assert.equal(written, 'one\na longer line\n\x1b[3A\x1b[0Jtwo\n');
});

test('colours take no room', () => {
  assert.equal(rowsOf('\x1b[32mten wide..\x1b[0m', 10), 1);
  assert.equal(rowsOf('\x1b[32meleven wide\x1b[0m', 10), 2);
});
