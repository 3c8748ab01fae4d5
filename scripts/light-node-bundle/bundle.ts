import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, buildApp, ROOT } from './app.ts';
import { type BundleFile, filesOf, type Packed, pack } from './pack.ts';
import { type Architecture, nodeProgram, nodeVersion } from './runtime.ts';
import { zwaveFiles } from './z-wave.ts';

/** What a bundle says of itself, in `release.json`. */
export interface Release {
  /** `major.minor.patch.drivers`: sets of drivers count on from the release that they belong to. */
  version: string;
  architecture: Architecture;
  node: string;
}

/**
 * Makes a bundle for each processor: Node, the Light Node, and what installs it, with nothing left to fetch. Calls
 * `done` for each as soon as it is there.
 */
export async function bundleLightNode(
  architectures: readonly Architecture[],
  { outDir, zwave = false }: { outDir: string; zwave?: boolean },
  done: (release: Release, packed: Packed) => void,
): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'light-node-bundle-'));
  try {
    const app = await buildApp(join(work, 'app'));
    for (const architecture of architectures) {
      const release = { version: `${app.version}.0`, architecture, node: nodeVersion() };
      const name = `access-layer-light-node-${app.version}-linux-${architecture}${zwave ? '-z-wave' : ''}`;
      const files = await filesFor(work, release, app);
      if (zwave) files.push(...zwaveFiles(architecture));
      done(release, await pack(files, join(outDir, `${name}.tar.gz`)));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function filesFor(work: string, release: Release, app: App): Promise<BundleFile[]> {
  const write = (name: string, text: string): BundleFile => {
    writeFileSync(join(work, name), text);
    return { source: join(work, name), target: name };
  };
  const licences = app.packages.map(({ name, version, licence }) => `${name} ${version}: ${licence}\n`);
  return [
    write('release.json', `${JSON.stringify(release, null, 2)}\n`),
    write(
      'PACKAGES',
      `node ${release.node}: MIT and others, https://github.com/nodejs/node/blob/main/LICENSE\n${licences.join('')}`,
    ),
    { source: join(ROOT, 'LICENSE'), target: 'LICENSE' },
    { source: await nodeProgram(release.architecture), target: 'bin/node', executable: true },
    ...filesOf(join(work, 'app'), 'app'),
    ...filesOf(join(ROOT, 'deploy/light-node'), 'deploy').map((file) => ({
      ...file,
      executable: /\/(launch|install\.sh|access-layer-node)$/.test(file.target),
    })),
  ];
}
