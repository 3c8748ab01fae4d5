import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareSchemas } from './openapi.ts';

const error = { title: 'Error', type: 'object', properties: { code: { type: 'string' } } };
const answerOf = (schema: object) => ({
  get: { responses: { 200: { content: { 'application/json': { schema } } } } },
});

test('a titled schema stands once, whatever it is in, and titles in it are shared too', () => {
  const list = { title: 'Errors', type: 'array', items: error };
  const document = shareSchemas({
    openapi: '3.0.3',
    info: { title: 'Not a schema', version: '1' },
    components: { securitySchemes: { token: { type: 'http' } } },
    paths: { '/a': answerOf(error), '/b': answerOf({ type: 'array', items: error }), '/c': answerOf(list) },
  });
  const ref = { $ref: '#/components/schemas/Error' };
  assert.deepEqual(document.paths, {
    '/a': answerOf(ref),
    '/b': answerOf({ type: 'array', items: ref }),
    '/c': answerOf({ $ref: '#/components/schemas/Errors' }),
  });
  assert.deepEqual(document.components, {
    securitySchemes: { token: { type: 'http' } },
    schemas: { Error: error, Errors: { ...list, items: ref } },
    responses: {},
  });
  assert.equal(document.info.title, 'Not a schema');
});

test('an answer that is nothing but a titled schema stands once too', () => {
  const json = { 'application/json': { schema: error } };
  const answer = { description: 'Default Response', content: json };
  const described = { description: 'Refused', content: json };
  const { paths, components } = shareSchemas({
    paths: { '/a': { parameters: [], get: { responses: { 400: answer, 422: described } } } },
    components: {},
  }) as Record<string, unknown>;
  const shared = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  const responses = {
    400: { $ref: '#/components/responses/Error' },
    422: { description: 'Refused', content: shared },
  };
  assert.deepEqual(paths, { '/a': { parameters: [], get: { responses } } });
  assert.deepEqual((components as { responses: object }).responses, {
    Error: { description: 'Error', content: shared },
  });
});

test('a property that is called title is not the title of a schema', () => {
  const book = { type: 'object', properties: { title: { type: 'string' } } };
  assert.deepEqual(shareSchemas({ paths: { '/a': answerOf(book) } }).paths, { '/a': answerOf(book) });
});

test('two schemas of one title are refused', () => {
  const other = { ...error, properties: {} };
  assert.throws(
    () => shareSchemas({ paths: { '/a': answerOf(error), '/b': answerOf(other) } }),
    /the title "Error"/,
  );
});
