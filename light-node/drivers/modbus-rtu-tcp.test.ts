import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { startLine } from '@access-layer/simulators/meter';
import type { Fault } from '@access-layer/simulators/modbus-server';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import { modbusProfile } from '../test/profiles.ts';
import { withoutSocat } from '../test/programs.ts';
import rtu from './modbus-rtu.ts';
import driver from './modbus-rtu-tcp.ts';

const NOW_MS = Date.UTC(2026, 10, 18, 19, 24, 30);
const log = createLog({ name: 'test', level: 'silent' });
const house = (unit: number) => ({ unit, profile: 'sdm630', nowMs: () => NOW_MS, scale: unit });
const context = { profile: modbusProfile('sdm630'), nowMs: () => NOW_MS, log };

async function setUp(t: TestContext, units: number[]) {
  const line = await startLine({ framing: 'rtu' }, units.map(house));
  t.after(() => line.close());
  const meters = units.map((unit) => {
    const at = { host: '127.0.0.1', port: line.port, unit };
    const options = { name: 'modbus-rtu-tcp' as const, ...at, timeoutMs: 300, reconnectMinMs: 1 };
    return driver.create({ ...context, options });
  });
  t.after(() => Promise.all(meters.map((meter) => meter.close())));
  return { line, meters };
}

test('the meters of a bus share one line, each reading in one piece', async (t) => {
  const { line, meters } = await setUp(t, [1, 2, 3]);
  const readings = await Promise.all([...meters, ...meters].map((meter) => meter.read()));
  const watts = readings.map(({ values }) => values.activePowerW);
  assert.deepEqual(watts, [2546, 5092, 7638, 2546, 5092, 7638]);
  assert.equal(line.connections(), 1);
  const units = line.requests.map(({ unit }) => unit);
  for (let index = 0; index < units.length; index += 2) assert.equal(units[index], units[index + 1]);
  await meters[0]!.close();
  assert.equal((await meters[1]!.read()).values.activePowerW, 5092, 'the others keep the line');
});

const failures: [Fault, string][] = [
  [{ kind: 'silent' }, 'LN_METER_TIMEOUT'],
  [{ kind: 'exception', code: 4 }, 'LN_METER_EXCEPTION'],
  [{ kind: 'wrong-length' }, 'LN_METER_ANSWER'],
  [{ kind: 'wrong-unit' }, 'LN_METER_ANSWER'],
  [{ kind: 'wrong-crc' }, 'LN_METER_ANSWER'],
  [{ kind: 'garbage' }, 'LN_METER_ANSWER'],
  [{ kind: 'hang-up' }, 'LN_METER_UNREACHABLE'],
];

for (const [fault, code] of failures) {
  test(`${fault.kind}: the read fails with ${code}, and the next one works when the meter does`, async (t) => {
    const { line, meters } = await setUp(t, [1]);
    line.setFault(fault);
    await assert.rejects(meters[0]!.read(), { code, retryable: true });
    line.setFault(undefined);
    assert.equal((await meters[0]!.read()).values.activePowerW, 2546);
  });
}

test('one line cannot be set in two ways', async (t) => {
  const options = { name: 'modbus-rtu' as const, path: '/nowhere/tty', unit: 1 };
  const first = rtu.create({ ...context, options });
  t.after(() => first.close());
  assert.throws(() => rtu.create({ ...context, options: { ...options, unit: 2, parity: 'even' } }), {
    code: 'CONFIG_INVALID',
    message: /\/nowhere\/tty is in use as .*"parity":"none".*"parity":"even"/,
  });
  await assert.rejects(first.read(), { code: 'LN_METER_UNREACHABLE', message: /\/nowhere\/tty/ });
});

test('on a serial line, where answers have no number, a late one is never taken for the next', {
  skip: withoutSocat(),
}, async (t) => {
  const pair = await openSerialPair();
  t.after(() => pair.close());
  const line = await startLine({ path: pair.meterPath }, [house(1)]);
  t.after(() => line.close());
  const options = { name: 'modbus-rtu' as const, path: pair.readerPath, unit: 1, timeoutMs: 400 };
  const meter = rtu.create({ ...context, options: { ...options, reconnectMinMs: 1 } });
  t.after(() => meter.close());
  const guest = { own: false };
  const read = (address: number) =>
    meter.bus.run(guest, (bus) => bus.exchange(1, Buffer.from([4, 0, address, 0, 2])));
  assert.equal((await meter.read()).values.activePowerW, 2546);
  line.setFault({ kind: 'slow', delayMs: 500 });
  await assert.rejects(read(0), { code: 'LN_METER_TIMEOUT' });
  line.setFault({ kind: 'slow', delayMs: 250 }); // what is asked at once would be answered after the late one
  assert.equal((await read(52)).readFloatBE(2), 2546, 'power, and not the voltage that came late');
});
