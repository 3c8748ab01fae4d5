import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStore } from './adapter.ts';
import { configFaults, requireLoopback } from './config.ts';
import { SCD_ERRORS, statusOf } from './errors.ts';
import { configIn } from './test/test-process.ts';

test('loopback hosts pass, all others are refused by name', () => {
  for (const host of [undefined, 'localhost', '127.0.0.1', '127.8.9.1', '::1']) {
    assert.deepEqual(configFaults(configIn('/nowhere', { http: { host, port: 0 } })), []);
    requireLoopback(host);
  }
  for (const host of ['0.0.0.0', '::', '192.168.1.4', '127.0.0.1.example.org', 'example.org']) {
    const [fault, ...more] = configFaults(configIn('/nowhere', { http: { host, port: 0 } }));
    assert.ok(fault!.startsWith(`http.host: "${host}" is not a loopback address`), String(fault));
    assert.deepEqual(more, []);
    assert.throws(() => requireLoopback(host), { code: 'SCD_NOT_LOOPBACK' });
  }
});

test('all faults that the schema cannot see come at once', () => {
  const faults = configFaults(configIn('/nowhere', { http: { host: '10.0.0.1', port: 0 }, podPattern: '(' }));
  assert.equal(faults.length, 2);
  assert.equal(faults[1], 'podPattern: "(" is no regular expression');
});

test('an adapter that does not exist is named', async () => {
  await assert.rejects(openStore({ name: 'punch-cards', dir: '/nowhere' }), {
    code: 'SCD_ADAPTER',
    message: /store\.name: there is no store adapter "punch-cards"/,
  });
});

test('every code has a status and a line of help; other codes have none here', () => {
  for (const [code, { status, help }] of Object.entries(SCD_ERRORS)) {
    assert.equal(statusOf(code), status);
    assert.ok(status >= 400 && help.length > 10, code);
  }
  assert.equal(statusOf('CHAIN_TIMEOUT'), undefined);
});
