import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import rtu from '../drivers/modbus-rtu.ts';
import rtuTcp from '../drivers/modbus-rtu-tcp.ts';
import tcp from '../drivers/modbus-tcp.ts';
import { listProfiles, loadProfile, type ProfileOf } from '../profile.ts';
import type { Frame } from '../test/frame-decoders.ts';
import { withoutPymodbus, withoutSocat } from '../test/programs.ts';
import { startPymodbus, type Units } from '../test/pymodbus.ts';
import type { BusMeter } from './bus-meter.ts';
import { checkWritten, readRequest, registersOf, writeOneRequest, writeRequest } from './pdu.ts';

type Probed = ProfileOf<'modbus' | 'sunspec'>;

const log = createLog({ name: 'test', level: 'silent' });
const profiles = listProfiles()
  .map((name) => loadProfile(name))
  .filter(({ protocol }) => protocol === 'modbus' || protocol === 'sunspec') as Probed[];
const frames = profiles.map(
  ({ name }) => JSON.parse(readFileSync(new URL(`../frames/${name}.json`, import.meta.url), 'utf8')) as Frame,
);

/** Each frame as a unit of the slave, and one unit with registers to write. */
const units: Units = { [profiles.length + 1]: { holding: { 100: [0, 0, 0, 0] }, input: { 100: [7] } } };
for (const [index, { answers }] of frames.entries()) {
  const area = Object.fromEntries(
    (answers as { address: number; words: string }[]).map(({ address, words }) => [
      address,
      words.match(/.{4}/g)!.map((word) => Number.parseInt(word, 16)),
    ]),
  );
  const { functionCode } = profiles[index]!;
  const [holding, input] = functionCode === 3 ? [area, { 0: [0] }] : [{ 0: [0] }, area];
  units[index + 1] = { holding, input };
}

const nowMs = () => 0;
const lines: [string, 'tcp' | 'rtu-tcp', (port: number, unit: number, profile: Probed) => BusMeter][] = [
  [
    'Modbus TCP',
    'tcp',
    (port, unit, profile) =>
      tcp.create({ options: { name: 'modbus-tcp', host: '127.0.0.1', port, unit }, profile, nowMs, log }),
  ],
  [
    'RTU in TCP',
    'rtu-tcp',
    (port, unit, profile) =>
      rtuTcp.create({
        options: { name: 'modbus-rtu-tcp', host: '127.0.0.1', port, unit },
        profile,
        nowMs,
        log,
      }),
  ],
];

for (const [name, kind, create] of lines) {
  test(`every profile reads a pymodbus slave by ${name}, and registers are written`, {
    skip: withoutPymodbus(),
  }, async (t) => {
    const port = await startPymodbus(t, kind, units);
    await readAndWrite(t, (unit, profile) => create(port, unit, profile));
  });
}

test('every profile reads a pymodbus slave on a serial line, and registers are written', {
  skip: withoutPymodbus() || withoutSocat(),
}, async (t) => {
  const pair = await openSerialPair();
  t.after(() => pair.close());
  await startPymodbus(t, 'serial', units, pair.meterPath);
  await readAndWrite(t, (unit, profile) => {
    const options = { name: 'modbus-rtu' as const, path: pair.readerPath, baudRate: 19_200, unit };
    return rtu.create({ options, profile, nowMs, log });
  });
});

/** All meters at once: they share the line, as on a bus. */
async function readAndWrite(
  t: TestContext,
  meterOf: (unit: number, profile: Probed) => BusMeter,
): Promise<void> {
  const meters = profiles.map((profile, index) => meterOf(index + 1, profile));
  t.after(() => Promise.all(meters.map((meter) => meter.close())));
  const readings = await Promise.all(meters.map((meter) => meter.read()));
  for (const [index, { values }] of readings.entries()) {
    assert.deepEqual(values, frames[index]!.values, profiles[index]!.name);
  }
  const unit = profiles.length + 1;
  const ask = (request: Buffer) =>
    meters[0]!.bus.run({ own: true }, async (line) => ({
      answer: await line.exchange(unit, request),
      peer: { where: line.where, unit },
    }));
  for (const request of [writeOneRequest(100, 0xbeef), writeRequest(101, [1, 0, 0xffff])]) {
    const { answer, peer } = await ask(request);
    checkWritten(request, answer, peer);
  }
  const readBack = readRequest(3, 100, 4);
  const { answer, peer } = await ask(readBack);
  assert.equal(registersOf(readBack, answer, peer).toString('hex'), 'beef00010000ffff');
  const nowhere = writeOneRequest(200, 1);
  const refusal = await ask(nowhere);
  assert.throws(() => checkWritten(nowhere, refusal.answer, peer), {
    code: 'LN_METER_EXCEPTION',
    message: /exception 2/,
  });
}
