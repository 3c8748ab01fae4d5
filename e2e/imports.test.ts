import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { importsOf, violations } from './import-rules.ts';
import { ROOT, sourceFiles } from './source-files.ts';

const files = sourceFiles();
const dependencies = Object.fromEntries(
  [...new Set(files.map(({ path }) => path.split('/')[0]!))]
    .filter((room) => existsSync(join(ROOT, room, 'package.json')))
    .map((room) => [room, dependenciesOf(room)]),
);

function dependenciesOf(room: string): string[] {
  const { name, dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(ROOT, room, 'package.json'), 'utf8'),
  );
  return [name, ...Object.keys({ ...dependencies, ...peerDependencies })]; // a peer is there where it is configured
}

test('the project keeps its import rules', () => {
  assert.deepEqual(violations(files, dependencies), []);
});

describe('the import rules refuse', () => {
  const declared = {
    core: ['typebox'],
    'light-node': ['@access-layer/core', '@access-layer/blockchain-access-layer'],
  };
  const cases = [
    ['a node module in core', 'core/leaf.ts', "import { readFileSync } from 'node:fs';"],
    [
      'a service that imports another',
      'light-node/sample.ts',
      "import { x } from '@access-layer/blockchain-access-layer/verify';",
    ],
    [
      'a way around by a relative path',
      'light-node/sample.ts',
      "import { x } from '../blockchain-access-layer/verify.ts';",
    ],
    ['a package that the room does not declare', 'core/leaf.ts', "import viem from 'viem';"],
    [
      'a domain file that imports an adapter',
      'light-node/sample.ts',
      "import modbus from './drivers/modbus-tcp.ts';",
    ],
    [
      'a domain file that loads an adapter by a fixed name',
      'light-node/sample.ts',
      "await import('./drivers/modbus-tcp.ts');",
    ],
    ['a domain file that reads the environment', 'light-node/sample.ts', 'const home = process.env.HOME;'],
    ['a room without a rule', 'attic/old.ts', ''],
  ] as const;
  const adapter = {
    path: 'light-node/drivers/modbus-tcp.ts',
    text: "export default { name: 'modbus-tcp', create };",
  };
  for (const [what, path, text] of cases) {
    test(what, () => assert.equal(violations([adapter, { path, text }], declared).length, 1));
  }

  test('nothing of a main.ts that wires', () => {
    const text = "import modbus from './drivers/modbus-tcp.ts';\nconst port = process.env.PORT;";
    assert.deepEqual(violations([adapter, { path: 'light-node/main.ts', text }], declared), []);
  });
});

test('imports of every form are seen', () => {
  const text =
    "import a from 'a';\nimport type { B } from 'b';\nimport 'c';\nexport { d } from 'd';\nawait import('e');\n";
  assert.deepEqual(importsOf(text), ['a', 'b', 'c', 'd', 'e']);
});
