import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Compile } from 'typebox/compile';
import { createEngineClient } from './engine-client.ts';
import { SearchStoreConfig, searchFaults } from './search-config.ts';

test('readings go in the clear on this machine only, and a user has a password', () => {
  const config = (more: object): SearchStoreConfig => ({
    name: 'search',
    nodes: ['https://es-1:9200'],
    ...more,
  });
  assert.deepEqual(searchFaults(config({})), []);
  assert.deepEqual(searchFaults(config({ nodes: ['http://127.0.0.1:9200', 'http://[::1]:9200'] })), []);
  assert.match(
    searchFaults(config({ nodes: ['http://es-1:9200'] }))[0]!,
    /"http:\/\/es-1:9200" would carry readings/,
  );
  assert.match(searchFaults(config({ user: 'database' }))[0]!, /expected both or none/);
  const checker = Compile(SearchStoreConfig);
  assert.ok(
    !checker.Check(config({ nodes: ['https://user:secret@es-1:9200'] })),
    'no password in an address',
  );
});

test('a node that does not answer is passed over; where none does, it is told which and why', async (t) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.writeHead(asked.length === 1 ? 503 : 200).end('{"ok":true}');
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const live = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Nobody listens on port 9.
  const client = createEngineClient({ nodes: ['http://127.0.0.1:9', live] });
  assert.deepEqual((await client.ask('GET', '/_cluster/health')).body, { ok: true });
  assert.equal(asked.length, 2, 'once refused with 503, then answered');
  await client.close();
  const dead = createEngineClient({ nodes: ['http://127.0.0.1:9'] }, { patienceMs: 0 });
  await assert.rejects(dead.ask('GET', '/'), {
    code: 'SCD_SEARCH_DOWN',
    retryable: true,
    message: /127\.0\.0\.1:9/,
  });
  await dead.close();
});
