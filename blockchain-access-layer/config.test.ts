import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkConfig } from '@access-layer/core/config';
import { BalConfig, type BalConfig as Config, requireSafe, withDefaults } from './config.ts';
import { BAL_ERRORS } from './errors.ts';

const config: Config = {
  network: 'test-1',
  dataDir: 'bal',
  mqtt: { host: '127.0.0.1', port: 8883, caFile: 'ca.pem', certFile: 'broker.pem', keyFile: 'broker.key' },
  http: { host: '127.0.0.1', port: 8080 },
  chain: {
    rpcUrl: 'http://127.0.0.1:8545',
    chainId: 31_337,
    registry: `0x${'11'.repeat(20)}`,
    anchorContract: `0x${'22'.repeat(20)}`,
    confirmations: 1,
  },
  stream: { name: 'embedded', dir: 'stream' },
  keystoreFile: 'keystore.json',
  passphraseFile: 'passphrase',
  openOnLoopback: true,
};

test('a configuration with no more than is needed has every default', () => {
  assert.ok(checkConfig(BalConfig, config).ok);
  const settings = withDefaults(config);
  requireSafe(settings);
  const { windowMs, verdictIntervalS, streamRetentionDays, maxClockStepMs } = settings;
  assert.deepEqual(
    [windowMs, verdictIntervalS, streamRetentionDays, maxClockStepMs],
    [5000, 3600, 30, 60_000],
  );
  assert.deepEqual([settings.chain.maxInFlight, settings.mqtt.maxConnections], [8, 10_000]);
  assert.ok(settings.verifyThreads >= 1);
});

test('who may read is said: by tokens and rules, or open to this machine; never both and never neither', () => {
  const auth = { issuer: 'http://127.0.0.1/', audience: 'access-layer', jwksUri: 'http://127.0.0.1/jwks' };
  const { openOnLoopback: _open, ...unsaid } = config;
  const withTokens = { ...unsaid, auth, accessUrl: 'http://127.0.0.1:8081' };
  assert.ok(checkConfig(BalConfig, withTokens).ok);
  requireSafe(withDefaults(withTokens));
  assert.throws(() => requireSafe(withDefaults(unsaid)), {
    code: 'CONFIG_INVALID',
    message: /auth: missing/,
  });
  assert.throws(() => requireSafe(withDefaults({ ...withTokens, openOnLoopback: true })), /contradicts/);
  assert.throws(() => requireSafe(withDefaults({ ...unsaid, auth })), /accessUrl: missing/);
});

test('REST on an address that others reach is refused, as is a pattern that is none', () => {
  for (const host of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) {
    requireSafe(withDefaults({ ...config, http: { host, port: 0 } }));
  }
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'localhost.example', '127.0.0.1.example']) {
    const settings = withDefaults({ ...config, http: { host, port: 0 } });
    assert.throws(() => requireSafe(settings), { code: 'CONFIG_INVALID', message: /loopback/ });
  }
  assert.throws(() => requireSafe(withDefaults({ ...config, podPattern: '(' })), /podPattern/);
});

test('a signer elsewhere is asked over TLS only, and is told who asks', () => {
  const address = `0x${'33'.repeat(20)}`;
  const signer = { name: 'remote', url: 'https://signer:9000', address, tokenFile: 'token' } as const;
  assert.ok(checkConfig(BalConfig, { ...config, signer }).ok);
  requireSafe(withDefaults({ ...config, signer }));
  const inTheClear = { ...config, signer: { ...signer, url: 'http://signer:9000' } };
  assert.throws(() => requireSafe(withDefaults(inTheClear)), /plain HTTP to another machine/);
});

test('--check-config tells all errors at once and ends with 1; with 0 where there is none', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'bal-config-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const run = (value: object) => {
    const file = join(dir, 'config.yaml');
    writeFileSync(file, JSON.stringify(value));
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    return spawnSync(process.execPath, [main, '--config', file, '--check-config'], { encoding: 'utf8' });
  };
  assert.equal(run(config).status, 0);
  const { windowMs: _none, ...rest } = {
    ...config,
    windowMs: 1,
    windowMS: 5000,
    http: { host: '0.0.0.0', port: -1 },
  };
  const { status, stderr } = run(rest);
  assert.equal(status, 1);
  assert.match(stderr, /unknown key "windowMS"; did you mean "windowMs"\?/);
  assert.match(stderr, /http\.port/);
});

test('every code that is thrown is in the table, and every code of the table is thrown', () => {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'errors.ts',
  );
  const text = files.map((file) => readFileSync(join(here, file), 'utf8')).join('\n');
  const thrown = new Set([...text.matchAll(/'(BAL_[A-Z_]+)'/g)].map(([, code]) => code));
  assert.deepEqual([...thrown].sort(), Object.keys(BAL_ERRORS).sort());
});
