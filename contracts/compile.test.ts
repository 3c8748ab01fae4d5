import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileArtifacts } from './compile.ts';

test('the committed artifacts are what the sources compile to', () => {
  const compiled = compileArtifacts();
  const committed = readdirSync(new URL('artifacts/', import.meta.url)).map((name) => `artifacts/${name}`);
  assert.deepEqual([...compiled.keys()].sort(), committed.sort());
  for (const [path, text] of compiled) {
    const current = readFileSync(new URL(path, import.meta.url), 'utf8') === text;
    assert.ok(current, `${path} is not current: run node contracts/compile.ts`);
  }
});

test('what a proof reads stands in slots of its own', () => {
  const layoutOf = (name: string) => {
    const text = readFileSync(new URL(`artifacts/${name}.json`, import.meta.url), 'utf8');
    const { storageLayout } = JSON.parse(text) as {
      storageLayout: {
        storage: { label: string; slot: string }[];
        types: Record<string, { label: string; numberOfBytes: string }>;
      };
    };
    return storageLayout;
  };
  const registry = layoutOf('KeyRegistry');
  assert.deepEqual(
    registry.storage.map(({ label, slot }) => [label, slot]),
    [
      ['_roles', '0'],
      ['network', '1'],
      ['_keys', '2'],
      ['_periods', '3'],
      ['_commitments', '4'],
    ],
  );
  const structs = Object.values(registry.types).filter(({ label }) => /KeyInfo|Period$/.test(label));
  assert.deepEqual(
    structs.filter(({ label }) => label.startsWith('struct')).map(({ numberOfBytes }) => numberOfBytes),
    ['32', '32'],
  );
  assert.deepEqual(
    layoutOf('BatchAnchor').storage.map(({ label, slot }) => [label, slot]),
    [
      ['_roles', '0'],
      ['_heads', '1'],
      ['slot', '2'],
    ],
  );
});
