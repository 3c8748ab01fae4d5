import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import { createClient } from './create-client.ts';
import { items, pages } from './pages.ts';
import { startServer } from './test/service.ts';

const token = async () => 'a token';

test('items come over all pages, each asked for when the one before has been taken', async (t) => {
  const { url, seen } = await startServer(t, ({ path }, response) => {
    const cursor = Number(new URL(path, 'http://x').searchParams.get('cursor') ?? 0);
    const page = { items: [{ id: `h${cursor}` }, { id: `h${cursor + 1}` }], hidden: 0 };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(cursor < 4 ? { ...page, next: String(cursor + 2) } : page));
  });
  const { data } = createClient({ url, clientId: 'a', token });
  const ask = (cursor?: string) =>
    data.GET('/v1/holdings', { params: { query: { ...(cursor ? { cursor } : {}) } } });
  const ids: string[] = [];
  for await (const { id } of items('items', ask)) {
    ids.push(id);
    if (id === 'h3') break;
  }
  assert.deepEqual(ids, ['h0', 'h1', 'h2', 'h3']);
  assert.equal(seen.length, 2, 'the third page was not asked for');
  let count = 0;
  for await (const page of pages(ask)) count += page.items.length;
  assert.equal(count, 6);
  assert.ok(seen.every(({ headers }) => headers.authorization === 'Bearer a token'));
});

test('a refusal is an error with the code of the service', async (t) => {
  const { url } = await startServer(t, (_seen, response) => {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code: 'SCD_FORBIDDEN', message: 'no rule lets you', field: 'pod' }));
  });
  const { data } = createClient({ url, clientId: 'a', token });
  await assert.rejects(
    items('items', () => data.GET('/v1/pods')).next(),
    (error: AccessLayerError) =>
      error instanceof AccessLayerError &&
      error.code === 'SCD_FORBIDDEN' &&
      error.context.status === 403 &&
      error.context.field === 'pod' &&
      !error.retryable &&
      /no rule lets you/.test(error.message),
  );
});
