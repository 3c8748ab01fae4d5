import assert from 'node:assert/strict';
import { test } from 'node:test';
import swagger from '@fastify/swagger';
import Fastify from 'fastify';
import { INGESTION_TAGS, ingestionRoutes, registryRoutes } from './routes.ts';
import type { IngestionSources } from './sources.ts';

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  responses: Record<string, object>;
}

test('every route is in the OpenAPI document, with a scope, an id of its own, a tag and its errors', async () => {
  const http = Fastify();
  const scopes: unknown[] = [];
  http.addHook('onRoute', ({ config, method }) => {
    if (method !== 'HEAD') scopes.push((config as { scope?: string } | undefined)?.scope);
  });
  await http.register(swagger, {
    openapi: { openapi: '3.0.3', info: { title: 't', version: '1' }, tags: INGESTION_TAGS },
  });
  // The routes are described, not called: nothing behind them is needed.
  await ingestionRoutes(http, {} as IngestionSources);
  await registryRoutes(http, {} as IngestionSources);
  await http.ready();
  const document = http.swagger() as unknown as { paths: Record<string, Record<string, Operation>> };
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length);
  for (const { path, method, operation } of operations) {
    const name = `${method} ${path}`;
    assert.ok(operation.summary, name);
    assert.ok(
      INGESTION_TAGS.some((tag) => operation.tags.includes(tag.name)),
      name,
    );
    for (const status of ['400', '401', '403', '404'])
      assert.ok(operation.responses[status], `${name} ${status}`);
  }
  assert.ok(
    scopes.every((scope) => scope === 'ingest:write' || scope === 'data:read'),
    'no route without a scope',
  );
  const text = JSON.stringify(document);
  for (const word of ['"const":', '"exclusiveMinimum"', '"patternProperties"', '"null"']) {
    assert.ok(!text.includes(word), `${word} is not OpenAPI 3.0`);
  }
  assert.ok(text.includes('"example":"IT002E00000001"'));
});
