import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Values } from '@access-layer/core/payloads/measurement';
import type { AnyMeter } from '../meter.ts';
import { NOON_MS, readingAt } from '../test/packets.ts';
import { createPowerProbe } from './power-probe.ts';

const asked = (read: () => Promise<{ takenAtMs: number; values: Values }>): AnyMeter => {
  return { read, close: async () => undefined };
};
const speaking: AnyMeter = {
  kind: 'push',
  silentAfterMs: 1000,
  start: () => undefined,
  close: async () => undefined,
};

test('a meter that answers is asked; three phases are summed up where there is no total', async () => {
  const total = createPowerProbe(asked(async () => ({ takenAtMs: NOON_MS, values: { activePowerW: 12 } })));
  assert.equal(await total.powerW(NOON_MS), 12);
  const values = { activePowerL1W: 1, activePowerL2W: 2, activePowerL3W: -5 };
  const phases = createPowerProbe(asked(async () => ({ takenAtMs: NOON_MS, values })));
  assert.equal(await phases.powerW(NOON_MS), -2);
});

test('no answer, or one without power, is no measurement', async () => {
  const silent = createPowerProbe(asked(() => Promise.reject(new Error('no answer'))));
  assert.equal(await silent.powerW(NOON_MS), undefined);
  const energy = createPowerProbe(asked(async () => ({ takenAtMs: NOON_MS, values: { energyImportWh: 1 } })));
  assert.equal(await energy.powerW(NOON_MS), undefined);
});

test('of a meter that speaks by itself counts what it measured since, and no average of a period', async () => {
  const probe = createPowerProbe(speaking);
  assert.equal(await probe.powerW(NOON_MS), undefined);
  probe.saw([readingAt(NOON_MS, { activePowerW: 700 })]);
  assert.equal(await probe.powerW(NOON_MS), 700);
  assert.equal(await probe.powerW(NOON_MS + 1), undefined, 'that was before');
  probe.saw([{ ...readingAt(NOON_MS + 5, { activePowerW: 1 }), periodS: 900 }]);
  assert.equal(await probe.powerW(NOON_MS), 700);
});
