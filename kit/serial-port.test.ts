import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSerialPort } from './serial-port.ts';

test('what is no serial port is refused with its name', async () => {
  await assert.rejects(openSerialPort({ path: '/nowhere/tty', baudRate: 9600 }), /\/nowhere\/tty/);
  await assert.rejects(openSerialPort({ path: '/dev/null', baudRate: 9600 }), /\/dev\/null/);
});
