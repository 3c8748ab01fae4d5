import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { sendConditional } from './conditional.ts';

test('who has the bytes already gets 304 and none of them', async () => {
  let body = '{"a":1}';
  const http = Fastify();
  http.get('/', (request, reply) => sendConditional(request, reply.type('application/json'), body));
  const get = (tag?: string) =>
    http.inject({ url: '/', headers: tag === undefined ? {} : { 'if-none-match': tag } });
  const first = await get();
  const tag = first.headers.etag as string;
  assert.match(tag, /^"[\w-]{27}"$/);
  assert.deepEqual(
    [first.statusCode, first.body, first.headers['cache-control'], first.headers.vary],
    [200, body, 'private, no-cache', 'accept, authorization'],
  );
  for (const held of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
    const { statusCode, headers, body: none } = await get(held);
    assert.deepEqual([statusCode, headers.etag, headers['content-type'], none], [304, tag, undefined, '']);
  }
  assert.equal((await get('"other"')).statusCode, 200);
  body = '{"a":2}';
  const changed = await get(tag);
  assert.deepEqual([changed.statusCode, changed.body], [200, body]);
  assert.notEqual(changed.headers.etag, tag);
});
