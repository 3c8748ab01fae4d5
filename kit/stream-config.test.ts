import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkConfig } from '@access-layer/core/config';
import Type from 'typebox';
import { loadConfig } from './config.ts';
import { StreamConfig } from './stream-config.ts';

const schema = Type.Object({ stream: StreamConfig }, { additionalProperties: false });

function errorsOf(stream: unknown): string {
  const checked = checkConfig(schema, { stream });
  return checked.ok ? '' : checked.errors.join('\n');
}

test('the name says which keys go with it', () => {
  assert.equal(errorsOf({ name: 'embedded', dir: 'stream' }), '');
  assert.equal(errorsOf({ name: 'kafka', brokers: ['127.0.0.1:9092'], replicas: 1 }), '');
  assert.match(errorsOf({ name: 'kafka', broker: ['127.0.0.1:9092'] }), /stream: missing brokers/);
  assert.match(
    errorsOf({ name: 'kafka', broker: [], brokers: ['a:1'] }),
    /"broker"; did you mean "brokers"\?/,
  );
  assert.match(errorsOf({ name: 'embedded', dir: 'stream', brokers: [] }), /stream: unknown key "brokers"/);
  assert.match(errorsOf({ name: 'pigeons' }), /stream\.name: "pigeons" must be one of embedded, kafka/);
  assert.match(errorsOf({ name: 'kafka', brokers: ['http://x'] }), /stream\.brokers\.0: "http:\/\/x"/);
});

test('the environment reaches the keys of each; paths are relative to the file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'stream-config-'));
  const file = join(dir, 'config.yaml');
  writeFileSync(file, 'stream: { name: kafka, brokers: ["a:1"], caFile: ca.pem }\n');
  const env = { T_STREAM_PASSWORDFILE: 'secret', T_STREAM_USER: 'gateway' };
  assert.deepEqual(loadConfig(schema, { file, env, prefix: 'T' }).stream, {
    ...{ name: 'kafka', brokers: ['a:1'], caFile: join(dir, 'ca.pem') },
    ...{ passwordFile: join(dir, 'secret'), user: 'gateway' },
  });
  rmSync(dir, { recursive: true });
});
