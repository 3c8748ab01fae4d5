import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import envoy, { validate } from '@access-layer/engines/envoy';
import { envoyYaml } from '@access-layer/gateway/export/envoy';
import { ONE_MACHINE } from '@access-layer/gateway/export/outside-gateway';
import { readRouteTable } from '@access-layer/gateway/route-table';
import { makeCaller, openDoor, startUpstream } from '@access-layer/gateway/test-door';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { ROOT } from '../source-files.ts';
import { needEngine } from './need-engine.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const table = readRouteTable(join(ROOT, 'gateway', 'routes.yaml'));
const scope = { after: (clean: () => void | Promise<void>) => after(clean) };

/** Says what reached it. */
const upstream = await startUpstream(scope, async (request, response) => {
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  const { url, headers } = request;
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ url, headers, bytes }));
});
const door = await openDoor(scope);
const at = (url: string) => new URL(url).host;
const reader = await makeCaller(door, 'reader', { scopes: ['data:read', 'events:read'] });
const another = await makeCaller(door, 'another', { scopes: ['data:read'] });
const LIMIT = { perS: 1, burst: 5 };

const engine = await needEngine((options) =>
  envoy.start({
    ...options,
    configure: ({ listen, admin }) =>
      envoyYaml(table, {
        ...ONE_MACHINE,
        listen: { host: '127.0.0.1', port: listen },
        adminPort: admin,
        upstreams: Object.fromEntries(
          Object.keys(ONE_MACHINE.upstreams).map((name) => [name, at(name === 'self' ? door.url : upstream)]),
        ),
        issuer: {
          ...{ issuer: door.url, audience: 'access-layer', clientClaim: 'client_id' },
          jwks: { address: at(door.url), path: '/oauth/jwks' },
        },
        // Only onboarding is of this class, so that nothing else here meets the limit.
        limits: { ...ONE_MACHINE.limits, admin: LIMIT },
      }),
  }),
);

interface Seen {
  url: string;
  headers: Record<string, string>;
  bytes: number;
}

if (engine) {
  const ask = (path: string, init: RequestInit & { as?: { authorization: string } } = {}) =>
    fetch(engine.url + path, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        ...(init.as && { authorization: init.as.authorization }),
      },
    });
  const seen = async (answer: Response) => (await answer.json()) as Seen;

  test('the shipped file is one that Envoy takes', async () => {
    const dir = temporaryFolder('envoy-');
    const identity = await issueIdentity(await readCa(await createCa('Test')), {
      ...{ commonName: 'gateway', serverNames: ['localhost'] },
    });
    const { certFile, keyFile } = writeIdentity(dir, 'gateway', identity);
    const text = readFileSync(join(ROOT, 'deploy/envoy/envoy.yaml'), 'utf8');
    const { tls } = ONE_MACHINE.listen;
    const file = join(dir, 'envoy.yaml');
    writeFileSync(file, text.replaceAll(tls!.certFile, certFile).replaceAll(tls!.keyFile, keyFile));
    await validate(file, say);
  });

  test('without a token, with a broken one and without the scope nothing gets through', async () => {
    assert.equal((await ask('/v1/pods')).status, 401);
    const [head, payload] = reader.authorization.split('.');
    const forged = { authorization: `${head}.${payload}.${'A'.repeat(86)}` };
    assert.equal((await ask('/v1/pods', { as: forged })).status, 401);
    assert.equal((await ask('/v1/pods', { as: reader })).status, 200);
    assert.equal((await ask('/v1/pods', { as: reader, method: 'POST', body: '{}' })).status, 403);
    assert.equal((await ask('/v1/events', { as: another })).status, 403, 'events are another scope');
    assert.equal((await ask('/v1/anomalies', { as: reader, method: 'POST' })).status, 403, 'closed');
    assert.equal((await ask('/v1x', { as: reader })).status, 404, 'whole segments only');
    assert.equal((await ask('/v1/%2e%2e%2fmetrics', { as: reader })).status, 400);
    assert.equal((await ask('/oauth/jwks')).status, 200, 'public');
  });

  test('a service sees the path that the table says, who called, and nothing that a caller claims', async () => {
    const claims = { 'x-forwarded-for': '8.8.8.8', 'x-forwarded-prefix': '/evil', cookie: 'a=1' };
    const answer = await ask('/kafka/topics/t?x=1', { as: reader, headers: claims });
    const { url, headers } = await seen(answer);
    assert.equal(url, '/topics/t?x=1');
    assert.equal(headers['x-forwarded-prefix'], '/kafka');
    assert.equal(headers['x-forwarded-for'], '127.0.0.1');
    assert.equal(headers.authorization, reader.authorization);
    assert.equal(headers.cookie, undefined);
    assert.equal(headers['x-correlation-id'], answer.headers.get('x-correlation-id'));
    assert.match(headers['x-correlation-id']!, /^[0-9a-f-]{36}$/);
    const urls = [];
    for (const path of ['/bal', '/bal/batches?limit=1', '/v1/pods/p']) {
      const { url: reached, headers: had } = await seen(await ask(path, { as: reader }));
      urls.push([reached, had['x-forwarded-prefix']]);
    }
    assert.deepEqual(urls, [
      ['/', '/bal'],
      ['/batches?limit=1', '/bal'],
      ['/v1/pods/p', undefined],
    ]);
  });

  test('a body that is too large is refused with 413, and none that is not', async () => {
    const { maxBodyBytes } = table.match('/kafka/topics')!;
    const writer = await makeCaller(door, 'writer', { scopes: ['events:write'] });
    const post = (bytes: number) =>
      ask('/kafka/topics/t', { as: writer, method: 'POST', body: new Uint8Array(bytes) });
    const good = await post(maxBodyBytes!);
    assert.equal((await seen(good)).bytes, maxBodyBytes);
    assert.equal((await post(maxBodyBytes! + 1)).status, 413);
  });

  test('who asks too often gets 429, and nobody else does', async () => {
    const answers = await Promise.all(
      Array.from({ length: LIMIT.burst * 4 }, () => ask('/v1/nodes', { as: reader })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    assert.ok(
      refused.length > 0 && refused.length < answers.length,
      `${refused.length} of ${answers.length}`,
    );
    assert.equal((await ask('/v1/nodes', { as: another })).status, 200, 'another client');
    assert.equal((await ask('/v1/pods', { as: reader })).status, 200, 'another class');
  });

  test('its statistics are for Prometheus', async () => {
    const text = await (await fetch(`${engine.admin}/stats/prometheus`)).text();
    assert.match(text, /envoy_cluster_upstream_rq_total\{[^}]*"shared-customer-database"[^}]*\} [1-9]/);
  });
}
