import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { loadAdapter } from './load-adapter.ts';

const valid: Record<string, { name: string; [key: string]: unknown }> = {
  'drivers/modbus-tcp': { name: 'modbus-tcp', host: 'meter.local', port: 502, unit: 1 },
  'drivers/modbus-rtu': {
    name: 'modbus-rtu',
    path: '/dev/ttyUSB0',
    baudRate: 19200,
    parity: 'even',
    unit: 1,
  },
  'drivers/modbus-rtu-tcp': { name: 'modbus-rtu-tcp', host: 'gateway.local', port: 4001, unit: 1 },
  'drivers/chain2-gate': { name: 'chain2-gate', url: 'ws://gateway.local:81' },
  'drivers/mqtt': { name: 'mqtt', url: 'mqtts://broker.local', vars: { device: 'plug-1' } },
  'drivers/rest': { name: 'rest', url: 'http://shelly.local', vars: { channel: '0' } },
  'drivers/z-wave': { name: 'z-wave', port: '/dev/ttyACM0', cacheDir: '/var/lib/zwave', node: 3 },
  'ems/modbus-tcp': { name: 'modbus-tcp', host: 'inverter.local', port: 502, unit: 1 },
  'ems/modbus-rtu': { name: 'modbus-rtu', path: '/dev/ttyUSB1', unit: 1 },
  'ems/z-wave': { name: 'z-wave', port: '/dev/ttyACM0', cacheDir: '/var/lib/zwave', node: 2 },
  'ems/rest': { name: 'rest', url: 'https://community.local', device: 'house-1' },
  'ems/mqtt': { name: 'mqtt', url: 'mqtts://broker.local', device: 'house-1' },
  'clocks/system': { name: 'system' },
  'clocks/replay': { name: 'replay', realStart: 0, simulatedStart: 0, speed: 1 },
};

test('every adapter is loaded by its file name, and has that name', async () => {
  for (const port of ['drivers', 'clocks', 'ems'] as const) {
    const files = readdirSync(new URL(`./${port}`, import.meta.url)).filter(
      (file) => !file.includes('.test.'),
    );
    for (const name of files.map((file) => file.replace('.ts', ''))) {
      assert.equal((await loadAdapter(port, valid[`${port}/${name}`]!)).name, name);
    }
  }
});

test('an unknown name and wrong options are refused by name', async () => {
  await assert.rejects(loadAdapter('drivers', { name: '../main' }), { code: 'LN_ADAPTER_UNKNOWN' });
  await assert.rejects(loadAdapter('clocks', { name: 'sytem' }), { message: /did you mean "system"/ });
  const options = { ...valid['drivers/modbus-tcp']!, port: '502' };
  await assert.rejects(loadAdapter('drivers', options), {
    code: 'CONFIG_INVALID',
    message: /port: "502" must be integer/,
  });
});
