import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { openSerialPort } from '@access-layer/kit/serial-port';
import { createEmsDevice } from '@access-layer/simulators/ems/device';
import { createRegisterDevice } from '@access-layer/simulators/ems/modbus-device';
import { serveModbusRtu } from '@access-layer/simulators/ems/modbus-rtu-device';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import { loadAdapter } from '../load-adapter.ts';
import { loadTemplate } from './template.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
const skip =
  hasSocat || process.env.CI === 'true'
    ? false
    : 'NOT SHOWN HERE: socat is missing (apt-get install -y socat)';

test('storage follows over Modbus RTU on a serial line', { skip }, async (t) => {
  const pair = await openSerialPair();
  const device = createEmsDevice({ naturalW: () => 500 });
  const port = await openSerialPort({ path: pair.meterPath, baudRate: 9600 });
  serveModbusRtu(port, createRegisterDevice('storage-modbus', device), 7);
  t.after(async () => {
    port.destroy();
    await pair.close();
  });
  const options = { name: 'modbus-rtu', path: pair.readerPath, unit: 7 };
  const adapter = await loadAdapter('ems', options);
  const template = loadTemplate('storage-modbus');
  const ems = adapter.create({ options, template, site: {}, log: createLog({ name: 't', level: 'silent' }) });
  assert.deepEqual(await ems.apply({ mode: 'target', valueW: -3000 }), { ok: true, commandedW: -3000 });
  assert.equal(device.powerW(), -3000);
  device.behaviour = 'refuses';
  const refused = await ems.apply({ mode: 'target', valueW: 100 });
  assert.equal(refused.ok ? 'ok' : refused.reason, 'device-refused');
  device.behaviour = 'obeys';
  await ems.release();
  assert.equal(device.powerW(), 500);
  await ems.close();
});
