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

test('a database and an object store elsewhere are asked over TLS only, and keys come in pairs', () => {
  const faultsOf = (extra: object) => configFaults(configIn('/nowhere', extra));
  const mongodb = (url: string, rest = {}) => ({ registry: { name: 'mongodb' as const, url, ...rest } });
  const s3 = (rest: object) => ({
    archive: { ...{ name: 's3' as const, bucket: 'days', region: 'eu' }, ...rest },
  });
  const [host, endpoint] = ['mongodb://127.0.0.1:1,db-2:2/', 'https://s3.example.org'];
  for (const good of [
    ...[mongodb('mongodb://127.0.0.1:1/'), mongodb(`${host}?tls=true`), mongodb(host, { caFile: 'ca.pem' })],
    ...[s3({}), s3({ endpoint }), s3({ endpoint: 'http://127.0.0.1:9000' })],
  ])
    assert.deepEqual(faultsOf(good), []);
  for (const [bad, fault] of [
    [mongodb(host), 'registry.url: plain TCP to db-2:2'],
    [mongodb(`${host}?tls=false`, { caFile: 'ca.pem' }), 'registry.url: plain TCP'],
    [mongodb(`${host}?tls=true`, { user: 'scd' }), 'registry: user and passwordFile'],
    [s3({ endpoint: 'http://s3.example.org' }), 'archive.endpoint: "http://s3.example.org" is plain HTTP'],
    [s3({ accessKeyId: 'a' }), 'archive: accessKeyId and secretAccessKeyFile'],
  ] as const) {
    const faults = faultsOf(bad);
    assert.equal(faults.length, 1);
    assert.ok(faults[0]!.startsWith(fault), String(faults[0]));
  }
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
