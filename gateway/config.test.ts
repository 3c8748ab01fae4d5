import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { stringify } from 'yaml';
import { contradictions, type GatewayConfig, loadGatewayConfig } from './config.ts';

const base: GatewayConfig = { dataDir: 'data', http: { host: '127.0.0.1', port: 8080 }, upstreams: {} };

test('plain HTTP is for loopback only, and metrics are never on a public port', () => {
  assert.deepEqual(contradictions(base), []);
  assert.deepEqual(contradictions({ ...base, http: { host: '::1', port: 1 } }), []);
  const open = contradictions({ ...base, http: { host: '0.0.0.0', port: 80 } });
  assert.equal(open.length, 3, open.join('\n'));
  assert.match(open[0]!, /plain HTTP would show tokens/);
  const tls = { certFile: 'c', keyFile: 'k' };
  const management = { host: '127.0.0.1', port: 9 };
  const secure = {
    ...base,
    http: { host: '0.0.0.0', port: 443, tls },
    management,
    publicUrl: 'https://a.example',
  };
  assert.deepEqual(contradictions(secure), []);
  assert.equal(contradictions({ ...secure, management: { host: '0.0.0.0', port: 9 } }).length, 1);
  assert.equal(contradictions({ ...secure, publicUrl: 'http://a.example' }).length, 1);
  assert.match(contradictions({ ...base, publicUrl: 'https://a.example' })[0]!, /management: missing/);
});

test('a configuration file: environment over it, relative paths, nearest known key', () => {
  const dir = temporaryFolder('gateway-');
  const file = join(dir, 'gateway.yaml');
  writeFileSync(file, stringify(base));
  const config = loadGatewayConfig(file, { ACCESS_LAYER_GATEWAY_HTTP_PORT: '9090' });
  assert.deepEqual([config.dataDir, config.http.port], [join(dir, 'data'), 9090]);
  writeFileSync(file, stringify({ ...base, limts: {} }));
  assert.throws(() => loadGatewayConfig(file), /did you mean "limits"/);
  writeFileSync(file, stringify({ ...base, http: { host: '0.0.0.0', port: 80 } }));
  assert.throws(() => loadGatewayConfig(file), { code: 'CONFIG_INVALID' });
});
