import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeStatus } from './node.ts';
import { statusPage } from './status-page.ts';
import { NOON_MS } from './test/packets.ts';

const counts = { measured: 9, meterErrors: 0, pending: 2, held: 0, acknowledged: 5, refused: 0, dropped: 0 };
const status: NodeStatus = {
  node: 'ln-1',
  version: '0.1.0.2',
  network: 'test',
  pod: 'IT002E12345678',
  key: '0x12da4a69d04dd09f0653129fc93752bff95612ee',
  meter: {
    id: 'm1',
    role: 'exchange',
    profile: 'sdm630',
    brand: 'Eastron',
    model: 'SDM630',
    lastReading: { at: '2026-11-18T11:59:50.000Z', quality: ['measured'], values: { activePowerW: 412 } },
  },
  outbox: { ...counts, queued: 3, signed: 8, anchored: 4 },
  broker: { url: 'mqtts://b', connected: true, certificateEnd: '2026-12-28T12:00:00.000Z' },
  clock: { name: 'system', now: '2026-11-18T12:00:00.000Z', synchronised: true },
  signal: { interface: 'wlan0', dbm: -61 },
  lastVerdict: '2026-11-18T11:59:00.000Z',
};
const page = (more: object, fault?: string) =>
  statusPage([{ status: { ...status, ...more }, fault }], NOON_MS);

test('what an installer looks for is on the page', () => {
  const html = page({});
  for (const text of [
    'IT002E12345678',
    'Eastron SDM630',
    '2026-11-18T11:59:50.000Z (measured) · activePowerW 412',
    'wlan0, -61 dBm',
    '3 packets wait for the broker, 2 readings to be packed, 4 of 8 anchored',
    '2026-11-18T11:59:00.000Z',
    'until 2026-12-28T12:00:00.000Z (40 days)',
    'synchronised',
    'none are taken',
    '0.1.0.2',
    'Works',
  ])
    assert.ok(html.includes(text), text);
  assert.ok(!/<script|https?:\/\//.test(html), 'nothing runs and nothing is loaded');
});

test('what is wrong stands out, and says what to do', () => {
  const meterError = { code: 'LN_METER_TIMEOUT', message: 'no answer', help: 'Check the unit number.' };
  assert.match(
    page({ meter: { ...status.meter, meterError } }),
    /class="bad">no answer Check the unit number\./,
  );
  const broker = { ...status.broker, connected: false, certificateEnd: '2026-11-17T12:00:00.000Z' };
  const html = page({ broker, signal: undefined, lastVerdict: undefined }, 'sequence-fork: seq 3');
  assert.match(html, /<p class="bad">sequence-fork: seq 3<\/p>/);
  assert.match(html, /class="bad">not connected/);
  assert.match(html, /class="bad">ended 2026-11-17/);
  assert.match(html, /no way to the network/);
});

test('what a meter or a stranger says is text', () => {
  const html = page({ meter: { ...status.meter, model: '<script>alert("1")</script>' } }, '<b>');
  assert.ok(!html.includes('<script') && !html.includes('<b>'));
});
