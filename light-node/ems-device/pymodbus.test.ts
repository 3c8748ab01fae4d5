import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { REGISTER_DEVICES } from '@access-layer/simulators/ems/register-orders';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import type { Ems } from '../ems.ts';
import { loadAdapter } from '../load-adapter.ts';
import { withoutPymodbus, withoutSocat } from '../test/programs.ts';
import { startPymodbus, type Units } from '../test/pymodbus.ts';
import { loadTemplate } from './template.ts';

const log = createLog({ name: 'test', level: 'silent' });
const SITE = { ratedPowerW: 10_000, phases: 3 } as const;

/** Each Modbus template writes into a unit of its own, which has the registers of its device and no mind. */
const TEMPLATES = Object.keys(REGISTER_DEVICES).filter((name) => name !== 'ev-charger-modbus');
const units: Units = Object.fromEntries(
  TEMPLATES.map((name, index) => {
    const registers = REGISTER_DEVICES[name]!().initial();
    const holding = Object.fromEntries([...registers].map(([address, word]) => [address, [word]]));
    return [index + 1, { holding, input: { 0: [0] } }];
  }),
);

async function emsOf(t: TestContext, name: string, options: { name: string }): Promise<Ems> {
  const adapter = await loadAdapter('ems', options);
  const ems = adapter.create({ options, template: loadTemplate(name), site: SITE, log });
  t.after(() => ems.close());
  return ems;
}

async function commandAll(t: TestContext, line: (unit: number) => { name: string }): Promise<void> {
  for (const [index, name] of TEMPLATES.entries()) {
    const ems = await emsOf(t, name, line(index + 1));
    for (const mode of Object.keys(loadTemplate(name).modes) as ('limit-import' | 'target')[]) {
      // What was written is read back before it counts.
      assert.deepEqual(await ems.apply({ mode, valueW: 2500 }), { ok: true, commandedW: 2500 }, name);
    }
    await ems.release();
  }
}

test('every Modbus template writes a pymodbus slave and reads it back, on TCP', {
  skip: withoutPymodbus(),
}, async (t) => {
  const port = await startPymodbus(t, 'tcp', units);
  await commandAll(t, (unit) => ({ ...{ name: 'modbus-tcp', host: '127.0.0.1', port }, unit }));
});

const skip = withoutPymodbus() || withoutSocat();
test('and on a serial line', { skip }, async (t) => {
  const pair = await openSerialPair();
  t.after(() => pair.close());
  await startPymodbus(t, 'serial', units, pair.meterPath);
  const line = { name: 'modbus-rtu', path: pair.readerPath, baudRate: 19_200 };
  await commandAll(t, (unit) => ({ ...line, unit }));
});
