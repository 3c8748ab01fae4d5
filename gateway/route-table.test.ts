import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { DEFAULT_LIMITS } from './config.ts';
import { readTable } from './gateway.ts';
import { forwardedPrefix, readRouteTable, scopeFor, upstreamPath } from './route-table.ts';

const shipped = readRouteTable(join(import.meta.dirname, 'routes.yaml'));

function tableOf(yaml: string) {
  const file = join(temporaryFolder('gateway-'), 'routes.yaml');
  writeFileSync(file, yaml);
  return readRouteTable(file);
}

test('the longest prefix of whole segments decides', () => {
  const prefixOf = (path: string) => shipped.match(path)?.prefix;
  assert.equal(prefixOf('/v1/pods'), '/v1');
  assert.equal(prefixOf('/v1'), '/v1');
  assert.equal(prefixOf('/v10/pods'), undefined);
  assert.equal(prefixOf('/v1/events/stream'), '/v1/events');
  assert.equal(prefixOf('/v1/eventsx'), '/v1');
  assert.equal(prefixOf('/kafka/v3/clusters/x/topics'), '/kafka/v3');
  assert.equal(prefixOf('/kafka/metrics'), undefined);
  assert.equal(prefixOf('/oauth/interaction/x/login'), '/oauth/interaction');
  assert.equal(prefixOf('/'), undefined);
});

test('the shipped table: nothing is open but sign-in and documents, every class is known, prefixes are stripped', () => {
  const open = shipped.routes.filter((route) => route.public).map(({ prefix }) => prefix);
  for (const prefix of open) assert.match(prefix, /^\/(oauth|\.well-known|docs|openapi|asyncapi)/);
  for (const { limit } of shipped.routes) assert.ok(Object.hasOwn(DEFAULT_LIMITS, limit), limit);
  const bal = shipped.match('/bal/packets/0x1')!;
  assert.equal(upstreamPath(bal, '/bal/packets/0x1'), '/packets/0x1');
  assert.equal(upstreamPath(bal, '/bal'), '/');
  assert.equal(upstreamPath(shipped.match('/openapi/bal.json')!, '/openapi/bal.json'), '/openapi/bal.json');
  const consumers = shipped.match('/kafka/consumers/g')!;
  assert.equal(upstreamPath(consumers, '/kafka/consumers/g'), '/consumers/g');
  assert.deepEqual([forwardedPrefix(consumers), forwardedPrefix(bal)], ['/kafka', '/bal']);
  assert.equal(forwardedPrefix(shipped.match('/v1/pods')!), undefined);
  assert.equal(scopeFor(bal, 'POST'), undefined, 'a kind that is not named is closed');
  assert.deepEqual(scopeFor(shipped.match('/v1/pods')!, 'PUT'), ['ingest:write']);
  assert.deepEqual(scopeFor(shipped.match('/v1/pods')!, 'HEAD'), ['data:read', 'ingest:write']);
});

test('every mistake in a table is told: unknown keys, open by oversight, there twice', () => {
  const read = (yaml: string) => () => tableOf(yaml);
  assert.throws(read('routes:\n  - { prefx: /a, upstream: x, limit: data }\n'), /did you mean "prefix"/);
  assert.throws(
    read('routes:\n  - { prefix: /a, upstream: x, limit: data }\n'),
    /either "public: true" or the scopes/,
  );
  const twice = '  - { prefix: /a, upstream: x, limit: data, public: true }\n';
  assert.throws(read(`routes:\n${twice}${twice}`), /is there twice/);
  assert.throws(read('routes: ['), { code: 'CONFIG_INVALID' });
});

test('a table that names what the configuration does not have is refused', () => {
  const dataDir = temporaryFolder('gateway-');
  const routesFile = join(dataDir, 'routes.yaml');
  writeFileSync(routesFile, 'routes:\n  - { prefix: /a, upstream: nowhere, limit: none, public: true }\n');
  const http = { host: '127.0.0.1', port: 0 };
  assert.throws(
    () => readTable({ dataDir, routesFile, http, upstreams: {} }),
    /upstream "nowhere" is not in the configuration.*\n.*no limit class "none"/,
  );
});
