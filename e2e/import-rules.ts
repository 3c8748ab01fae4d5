import { dirname, join, normalize } from 'node:path/posix';

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  path: string;
  text: string;
}

/** Which of our rooms each room may import; the package dependencies of npm are checked apart. */
const MAY_IMPORT: Record<string, string[]> = {
  core: [],
  kit: ['core'],
  contracts: ['core'],
  'light-node': ['core', 'kit'],
  'blockchain-access-layer': ['core', 'kit', 'contracts'],
  'shared-customer-database': ['core', 'kit', 'contracts'],
  registrar: ['core', 'kit', 'contracts'],
  onboarding: ['core', 'kit'],
  // It reads over the public APIs, as anybody does.
  alarms: ['core', 'kit', 'client'],
  gateway: ['core', 'kit'],
  client: ['core'],
  dashboard: ['core', 'client'],
  simulators: ['core', 'kit', 'client'],
  cli: [
    ...[
      'core',
      'kit',
      'contracts',
      'registrar',
      'onboarding',
      'alarms',
      'simulators',
      'light-node',
      'gateway',
    ],
    'shared-customer-database',
  ],
};

/** Rooms that run in the browser too. */
const IN_BROWSERS = ['core', 'client', 'dashboard'];

/** Rooms that look at everything from outside: whole flows, measurements, development, what others install. */
const OUTSIDE = ['e2e', 'engines', 'bench', 'scripts', 'deploy', 'examples'];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"();]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Everything a file imports, dynamic imports of a fixed name included. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

/** What breaks the architecture's rules, one sentence each. `dependencies` are those of each room's package.json. */
export function violations(files: SourceFile[], dependencies: Record<string, string[]>): string[] {
  const product = files.filter(
    ({ path }) => !isTest(path) && !isBuild(path) && !OUTSIDE.includes(roomOf(path)),
  );
  const adapters = new Set(product.filter(({ text }) => isAdapter(text)).map(({ path }) => path));
  return product.flatMap((file) => [
    ...roomViolations(file),
    ...packageViolations(file, dependencies),
    ...adapterViolations(file, adapters),
    ...surroundingsViolations(file),
  ]);
}

function roomViolations({ path, text }: SourceFile): string[] {
  const room = roomOf(path);
  const allowed = MAY_IMPORT[room];
  if (!allowed) return [`${path}: the room ${room} has no rule; add it to the table`];
  return importsOf(text).flatMap((name) => {
    if (IN_BROWSERS.includes(room) && name.startsWith('node:'))
      return [`${path} imports ${name}: ${room} runs in the browser`];
    const other = name.startsWith('.') ? roomOf(resolveFrom(path, name)) : roomOfPackage(name);
    if (!other || other === room || allowed.includes(other)) return [];
    return [`${path} imports ${name}: ${room} may import ${allowed.join(', ') || 'nothing of ours'}`];
  });
}

/** An undeclared package works here by hoisting, and is missing where the room is deployed on its own. */
function packageViolations({ path, text }: SourceFile, dependencies: Record<string, string[]>): string[] {
  const declared = dependencies[roomOf(path)] ?? [];
  return importsOf(text)
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    .map((name) => packageOf(name))
    .filter((name) => !declared.includes(name))
    .map((name) => `${path} imports ${name}, which ${roomOf(path)}/package.json does not depend on`);
}

/** Adapters are loaded by the name in the configuration; only what wires may name one in code. */
function adapterViolations({ path, text }: SourceFile, adapters: Set<string>): string[] {
  if (isMain(path) || roomOf(path) === 'cli') return [];
  return importsOf(text)
    .map((name) => fileOf(path, name))
    .filter((target) => target !== undefined && adapters.has(target) && dirname(target) !== dirname(path))
    .map((target) => `${path} imports the adapter ${target}; load it by its name instead`);
}

function surroundingsViolations({ path, text }: SourceFile): string[] {
  // What starts the services hands its own environment on to them.
  if (isMain(path) || path.startsWith('cli/bin/') || path === 'cli/system/service-process.ts') return [];
  const read = /\bprocess\s*\.\s*(env|argv)\b/.exec(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''));
  return read ? [`${path} reads process.${read[1]}; only a main.ts does`] : [];
}

function isMain(path: string): boolean {
  return path.endsWith('/main.ts') || path.endsWith('-main.ts');
}

export function isTest(path: string): boolean {
  return /\.test\.ts$|\.test-[a-z-]+\.ts$|\/test-[a-z-]+\.ts$|\/tests?\//.test(path);
}

/** How a room is built runs in Node, whatever the room runs in. */
function isBuild(path: string): boolean {
  return path.endsWith('.config.ts');
}

function isAdapter(text: string): boolean {
  return /^export default /m.test(text) && /\bname: '[a-z-]+'/.test(text) && /\bcreate\b/.test(text);
}

function roomOf(path: string): string {
  return path.split('/')[0]!;
}

function roomOfPackage(name: string): string | undefined {
  if (name === 'access-layer' || name.startsWith('access-layer/')) return 'cli';
  return name.startsWith('@access-layer/') ? name.split('/')[1] : undefined;
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function resolveFrom(path: string, name: string): string {
  return normalize(join(dirname(path), name));
}

function fileOf(path: string, name: string): string | undefined {
  if (name.startsWith('.')) return resolveFrom(path, name);
  const room = roomOfPackage(name);
  return (
    room &&
    `${room}/${name
      .split('/')
      .slice(room === 'cli' ? 1 : 2)
      .join('/')}.ts`
  );
}
