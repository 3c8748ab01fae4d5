import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { GENERATED, generateTypes } from './client-types.ts';
import { DOCUMENTS, type OpenApiDocuments, readDocuments } from './openapi-documents.ts';

interface Parameter {
  in: string;
  name: string;
  example?: unknown;
  schema?: { example?: unknown; default?: unknown; enum?: unknown[] };
}
interface Operation {
  summary?: string;
  tags?: string[];
  operationId?: string;
  security?: unknown[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, unknown>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

let documents: OpenApiDocuments;
before(async () => {
  documents = await readDocuments();
});

test('the types of the client are those of the documents: else `npm run client` and commit', async () => {
  const made = await generateTypes(documents);
  assert.deepEqual(readdirSync(GENERATED).sort(), Object.keys(made).sort());
  for (const [name, text] of Object.entries(made)) {
    const committed = readFileSync(new URL(name, GENERATED), 'utf8');
    const [now, then] = [text.split('\n'), committed.split('\n')];
    const line = now.findIndex((words, index) => words !== then[index]);
    const seen = `line ${line + 1}\n  committed: ${then[line]}\n  now:       ${now[line]}`;
    assert.ok(text === committed, `client/generated/${name} is old (run \`npm run client\`): ${seen}`);
  }
});

/** Words of JSON Schema that OpenAPI 3.0 does not know. */
const FOREIGN = ['const', 'patternProperties', 'examples', '$defs', 'prefixItems', 'propertyNames'];

for (const name of DOCUMENTS) {
  describe(`the document ${name}`, () => {
    const document = () => documents[name] as Document;
    const operations = () =>
      Object.entries(document().paths).flatMap(([path, { servers: _, ...item }]) =>
        Object.entries(item).map(([method, operation]) => ({ at: `${method} ${path}`, operation })),
      );

    test('is OpenAPI 3.0.3 and uses no words of later versions', () => {
      assert.equal(document().openapi, '3.0.3');
      assert.deepEqual(foreignWords(document()), []);
    });

    test('has summary, tag and all answers of the door for each operation', () => {
      for (const { at, operation } of operations()) {
        assert.ok(operation.summary && operation.tags?.length, at);
        if (operation.security?.length === 0) continue;
        for (const status of ['400', '401', '403', '503'])
          assert.ok(operation.responses[status], `${at} ${status}`);
      }
      const ids = operations().flatMap(({ operation }) => operation.operationId ?? []);
      assert.equal(new Set(ids).size, ids.length);
    });

    test('has an example for each parameter of a path and each body', () => {
      const without = operations().flatMap(({ at, operation }) => [
        ...(operation.parameters ?? [])
          .filter((parameter) => parameter.in === 'path' && !hasExample(parameter))
          .map((parameter) => `${at} ${parameter.name}`),
        ...Object.entries(operation.requestBody?.content ?? {})
          .filter(([, body]) => !mentionsExample(body, document()))
          .map(([type]) => `${at} ${type}`),
      ]);
      assert.deepEqual(without, []);
    });
  });
}

function hasExample({ example, schema }: Parameter): boolean {
  return example !== undefined || schema?.example !== undefined;
}

function mentionsExample(value: unknown, { components }: Document): boolean {
  const text = JSON.stringify(value);
  if (text.includes('"example":')) return true;
  const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, schema]) => schema!);
  return names.some((schema) => JSON.stringify(components.schemas[schema]).includes('"example":'));
}

function foreignWords(value: unknown, path = '#'): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => foreignWords(item, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const isName = path.endsWith('/properties');
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'example') return [];
    const isWrongType = key === 'type' && !isName && (Array.isArray(item) || item === 'null');
    const isWrongLimit = key.startsWith('exclusive') && typeof item === 'number';
    const isForeign = !isName && FOREIGN.includes(key);
    return [
      ...(isWrongType || isWrongLimit || isForeign ? [`${path}/${key}`] : []),
      ...foreignWords(item, `${path}/${key}`),
    ];
  });
}
