import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROOM = join(ROOT, 'light-node');

/** Loaded by the name in a configuration: each stays a file of its own, and more can be put beside them. */
const ADAPTER_FOLDERS = ['drivers', 'ems', 'clocks'];
const DATA_FOLDERS = ['meters', 'ems-templates'];
/** Installed beside the bundle where it is needed: it brings a database of devices and a native package. */
const EXTERNAL = ['zwave-js'];

export interface App {
  version: string;
  /** Packages of npm that went in, with their licences. */
  packages: { name: string; version: string; licence: string }[];
}

/**
 * Makes the Light Node as JavaScript in an empty folder: `main.js`, the tools for installers, adapters in folders of
 * their own, profiles and templates beside them. The same source and packages give the same bytes.
 */
export async function buildApp(dir: string): Promise<App> {
  rmSync(dir, { recursive: true, force: true });
  const bundle = await rolldown({
    input: entries(),
    cwd: ROOT,
    platform: 'node',
    external: EXTERNAL,
    logLevel: 'warn',
  });
  const { output } = await bundle.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared-[hash].js',
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    comments: false,
  });
  await bundle.close();
  for (const folder of DATA_FOLDERS) copyYaml(join(ROOM, folder), join(dir, folder));
  copyFileSync(wasmFile(), join(dir, 'secp256k1.wasm'));
  const { version } = readPackage(ROOM);
  writeFileSync(join(dir, 'package.json'), `${JSON.stringify({ type: 'module', version })}\n`);
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  return { version, packages: packagesOf(modules) };
}

function entries(): Record<string, string> {
  const own = ['main', 'device-main', 'read-meter-main', 'room'];
  const adapters = ADAPTER_FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOM, folder))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => `${folder}/${basename(file, '.ts')}`),
  );
  const files = [...own, ...adapters].map((name) => [name, join(ROOM, `${name}.ts`)]);
  return { ...Object.fromEntries(files), errors: join(ROOT, 'core/errors.ts') };
}

function copyYaml(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true, filter: (file) => file === from || file.endsWith('.yaml') });
}

function wasmFile(): string {
  const entry = createRequire(join(ROOM, 'main.ts')).resolve('tiny-secp256k1');
  return join(dirname(entry), '..', 'secp256k1.wasm');
}

function packagesOf(modules: readonly string[]): App['packages'] {
  const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []));
  return [...folders]
    .map((folder) => readPackage(folder))
    .map(({ name, version, license = 'see the package' }) => ({ name, version, licence: license }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readPackage(folder: string): { name: string; version: string; license?: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
