import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { publish, startTestScd } from '../test/test-scd.ts';
import {
  CompletenessAnswer,
  PacketAnswer,
  PodsAnswer,
  QuarantineAnswer,
  ReadingsAnswer,
  StagesAnswer,
} from './schemas.ts';

interface Operation {
  operationId?: string;
  summary?: string;
  responses: Record<string, unknown>;
}

/** Words of JSON Schema that OpenAPI 3.0 does not know. */
const FOREIGN = ['const', 'patternProperties', 'examples', '$defs', 'if', 'prefixItems', 'propertyNames'];

function faultsIn(value: unknown, path = '#'): string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => faultsIn(item, `${path}/${i}`));
  if (typeof value !== 'object' || value === null) return [];
  const isPropertyList = path.endsWith('/properties');
  return Object.entries(value).flatMap(([key, item]) => {
    const own: string[] = [];
    if (!isPropertyList && FOREIGN.includes(key)) own.push(`${path}/${key}`);
    if (key === 'type' && !isPropertyList && (Array.isArray(item) || item === 'null'))
      own.push(`${path}/type`);
    if (key.startsWith('exclusive') && typeof item === 'number') own.push(`${path}/${key}`);
    return [...own, ...faultsIn(item, `${path}/${key}`)];
  });
}

test('the document is OpenAPI 3.0.3, complete, and each route says what it answers', async (t) => {
  const scd = await startTestScd(t);
  const document = (await scd.http.inject('/openapi.json')).json();
  assert.equal(document.openapi, '3.0.3');
  assert.deepEqual(Object.keys(document.paths).sort(), [
    '/v1/archive/calendar',
    '/v1/archive/damages',
    '/v1/archive/restores',
    '/v1/archive/restores/{id}',
    '/v1/archive/status',
    '/v1/packets/{hash}',
    '/v1/pods/{pod}/activations',
    '/v1/pods/{pod}/aggregates',
    '/v1/pods/{pod}/completeness',
    '/v1/pods/{pod}/packets',
    '/v1/pods/{pod}/proofs',
    '/v1/pods/{pod}/readings',
    '/v1/pods/{pod}/set-points',
    '/v1/pods/{pod}/set-points/{seq}/proof',
    '/v1/quarantine',
    '/v1/readings/{hash}/proof',
    '/v1/series',
    '/v1/stages',
  ]);
  assert.deepEqual(faultsIn(document), []);
  for (const [path, { get }] of Object.entries<{ get: Operation }>(document.paths)) {
    assert.ok(get.operationId && get.summary && get.responses['200'], path);
  }
  const readings = document.paths['/v1/pods/{pod}/readings'].get;
  assert.deepEqual(Object.keys(readings.responses['200'].content), [
    ...['application/json', 'application/x-ndjson', 'text/csv', 'application/vnd.apache.parquet'],
  ]);
  const from = readings.parameters.find(({ name }: { name: string }) => name === 'from');
  assert.deepEqual([from.in, from.required ?? false], ['query', false]);
});

test('answers are what the document says they are', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const packet = node.measure(START_MS, { readings: 1 });
  node.seq = 4;
  await publish(scd, [seal([packet, node.measure(START_MS + 5000)])]);
  await scd.stream.append('packets', [{ key: 'x', value: '{}' }]);
  const schemas: [string, Type.TSchema][] = [
    ['/v1/series', PodsAnswer],
    [`/v1/pods/${POD}/readings?limit=1`, ReadingsAnswer],
    [`/v1/pods/${POD}/completeness`, CompletenessAnswer],
    [`/v1/packets/${packet.payloadHash}`, PacketAnswer],
    ['/v1/quarantine', QuarantineAnswer],
    ['/v1/stages', StagesAnswer],
  ];
  for (const [url, schema] of schemas) {
    const closed = Compile(close(schema));
    const answer = (await scd.http.inject(url)).json();
    assert.ok(closed.Check(answer), `${url}: ${JSON.stringify([...closed.Errors(answer)].slice(0, 3))}`);
  }
});

/** The same schema, with nothing allowed that it does not name. */
function close(schema: Type.TSchema): Type.TSchema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
    return 'properties' in copy && copy.type === 'object' ? { ...copy, additionalProperties: false } : copy;
  };
  return Type.Unsafe(walk(schema) as object) as Type.TSchema;
}

test('the documentation is browsable and loads nothing from elsewhere', async (t) => {
  const scd = await startTestScd(t);
  const page = await scd.http.inject('/docs/data/');
  assert.equal(page.statusCode, 200);
  assert.match(page.body, /"withDefaultFonts": false/);
  assert.match(page.body, /"telemetry": false/);
  assert.doesNotMatch(page.body, /https?:\/\/(?!www\.w3\.org)/);
  const [, script] = /<script src="([^"]+)"/.exec(page.body)!;
  assert.equal((await scd.http.inject(`/docs/data/${script}`)).statusCode, 200);
});
