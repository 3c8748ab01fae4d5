import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import Type from 'typebox';
import { loadConfig } from './config.ts';

const closed = { additionalProperties: false };
const schema = Type.Object(
  {
    dataDir: Type.String(),
    http: Type.Object({ port: Type.Integer() }, closed),
    keyFile: Type.Optional(Type.String()),
  },
  closed,
);

function withFile(yaml: string, use: (file: string, dir: string) => void): void {
  const dir = mkdtempSync(join(tmpdir(), 'config-'));
  const file = join(dir, 'config.yaml');
  writeFileSync(file, yaml);
  try {
    use(file, dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test('paths are relative to the file; the environment lies over it', () => {
  withFile('dataDir: state\nkeyFile: ../key\nhttp:\n  port: 1\n', (file, dir) => {
    const env = { ACCESS_LAYER_TEST_HTTP_PORT: '8080', OTHER: 'x' };
    assert.deepEqual(loadConfig(schema, { file, env, prefix: 'ACCESS_LAYER_TEST' }), {
      dataDir: join(dir, 'state'),
      keyFile: join(dir, '..', 'key'),
      http: { port: 8080 },
    });
  });
});

test('errors carry every fault, in the file and in the environment', () => {
  withFile('dataDir: 1\nhttp:\n  prt: 1\n', (file) => {
    assert.throws(
      () => loadConfig(schema, { file }),
      (error: Error & { code?: string }) =>
        error.code === 'CONFIG_INVALID' &&
        /dataDir/.test(error.message) &&
        /did you mean "port"/.test(error.message),
    );
  });
  withFile('dataDir: x\nhttp:\n  port: 1\n', (file) => {
    const env = { ACCESS_LAYER_TEST_HTTPS: '1' };
    assert.throws(
      () => loadConfig(schema, { file, env, prefix: 'ACCESS_LAYER_TEST' }),
      /unknown key "HTTPS"/,
    );
  });
});

test('a missing file and broken YAML are configuration errors', () => {
  assert.throws(() => loadConfig(schema, { file: '/nonexistent/config.yaml' }), { code: 'CONFIG_INVALID' });
  withFile('a: [', (file) => assert.throws(() => loadConfig(schema, { file }), { code: 'CONFIG_INVALID' }));
});
