import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseTemplate } from '@access-layer/light-node/ems-device/template';
import { parseProfile } from '@access-layer/light-node/profile';
import type { ReleaseFile } from '@access-layer/light-node/update/manifest';
import { type Plugin, rolldown } from 'rolldown';
import { ROOT } from './app.ts';
import { filesOf, type Packed, pack } from './pack.ts';

const CODE = ['drivers', 'ems'];
/** Profiles and templates are read as a Light Node reads them: a wrong one goes into no bundle. */
const DATA: Record<string, (name: string, text: string) => unknown> = {
  meters: parseProfile,
  'ems-templates': parseTemplate,
};

/**
 * Makes a bundle of drivers from a folder with some of drivers/*.ts, ems/*.ts, meters/*.yaml and ems-templates/*.yaml, for the
 * release that this source is. `number` rises with each set. It runs on every processor.
 */
export async function bundleDrivers({
  from,
  number,
  outDir,
}: {
  from: string;
  number: number;
  outDir: string;
}): Promise<{ release: ReleaseFile; packed: Packed }> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'light-node/package.json'), 'utf8'));
  const release = { version: `${version}.${number}`, architecture: 'any', kind: 'drivers' } as const;
  const work = mkdtempSync(join(tmpdir(), 'light-node-drivers-'));
  try {
    for (const folder of CODE) await buildAdapters(join(from, folder), join(work, 'app', folder));
    for (const [folder, parse] of Object.entries(DATA))
      copyChecked(join(from, folder), join(work, 'app', folder), parse);
    const files = existsSync(join(work, 'app')) ? filesOf(join(work, 'app'), 'app') : [];
    if (files.length === 0)
      throw new Error(`${from} has nothing in ${[...CODE, ...Object.keys(DATA)].join(', ')}`);
    writeFileSync(join(work, 'release.json'), `${JSON.stringify(release, null, 2)}\n`);
    const all = [{ source: join(work, 'release.json'), target: 'release.json' }, ...files];
    mkdirSync(outDir, { recursive: true });
    const name = `access-layer-light-node-${version}-drivers-${number}.tar.gz`;
    return { release, packed: await pack(all, join(outDir, name)) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Each is one file that needs nothing but the errors of the release, which are told apart by their class. */
async function buildAdapters(from: string, to: string): Promise<void> {
  for (const file of filesIn(from, '.ts')) {
    const bundle = await rolldown({
      input: join(from, file),
      platform: 'node',
      external: ['../errors.js', 'zwave-js'],
      plugins: [fromThisSource],
      logLevel: 'warn',
    });
    await bundle.write({
      file: join(to, `${basename(file, '.ts')}.js`),
      format: 'esm',
      codeSplitting: false,
      comments: false,
    });
    await bundle.close();
  }
}

/** What a driver imports by name is this project's, wherever the driver stands. */
const fromThisSource: Plugin = {
  name: 'from-this-source',
  resolveId(id, importer) {
    if (id === '@access-layer/core/errors') return { id: '../errors.js', external: true };
    if (!importer || id.startsWith('.') || id.startsWith('/') || importer.startsWith(ROOT)) return null;
    return this.resolve(id, join(ROOT, 'light-node/main.ts'), { skipSelf: true });
  },
};

function copyChecked(from: string, to: string, parse: (name: string, text: string) => unknown): void {
  for (const file of filesIn(from, '.yaml')) {
    const text = readFileSync(join(from, file), 'utf8');
    parse(basename(file, '.yaml'), text);
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, file), text);
  }
}

function filesIn(dir: string, extension: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((file) => file.endsWith(extension) && !file.endsWith('.test.ts'))
    .sort();
}
