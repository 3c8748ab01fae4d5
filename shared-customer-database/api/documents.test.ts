import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentOf } from './documents.ts';

const whole = {
  openapi: '3.0.3',
  info: { title: 'All', version: '1', description: 'Everything' },
  tags: [{ name: 'readings' }, { name: 'unused' }],
  paths: {
    '/v1/pods': { get: { tags: ['readings'] } },
    '/topics': { get: { tags: ['Events: Kafka REST v2'] } },
    '/v1/events/stream': { get: { tags: ['Events: server-sent events'] } },
    '/asyncapi.json': { get: { tags: ['Events: documents'] } },
  },
};

test('each document has its own paths, tags and words', () => {
  const data = documentOf(whole, 'data');
  assert.deepEqual(Object.keys(data.paths), ['/v1/pods']);
  assert.deepEqual(data.tags, [{ name: 'readings' }]);
  assert.equal(data.info.description, 'Everything');
  const events = documentOf(whole, 'events');
  assert.deepEqual(Object.keys(events.paths), ['/topics', '/v1/events/stream', '/asyncapi.json']);
  assert.deepEqual(events.tags, []);
  assert.match(events.info.description, /Kafka REST/);
});

test('Kafka REST is told where the front door has it; what stands at the same path in both places is not', () => {
  const { paths } = documentOf(whole, 'events');
  const serversOf = (item: object) =>
    (item as { servers?: { url: string }[] }).servers?.map(({ url }) => url);
  assert.deepEqual(serversOf(paths['/topics']), ['/kafka', '/']);
  assert.equal(serversOf(paths['/v1/events/stream']), undefined);
  assert.equal(serversOf(paths['/asyncapi.json']), undefined);
});
