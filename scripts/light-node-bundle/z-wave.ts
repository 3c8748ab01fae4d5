import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './app.ts';
import type { BundleFile } from './pack.ts';
import type { Architecture } from './runtime.ts';

/** What only a developer looks at. */
const LEFT_OUT = /\.(map|d\.[cm]?ts|tsbuildinfo)$|\/prebuilds\/(?!linux-)/;

/**
 * zwave-js and all that it needs, as npm has installed it, for `app/node_modules`: it reads its database of devices by
 * path and loads a native package for the serial port, so it cannot be one file.
 */
export function zwaveFiles(architecture: Architecture): BundleFile[] {
  const folders = new Set<string>();
  collect('zwave-js', join(ROOT, 'light-node'), folders);
  return [...folders]
    .sort()
    .flatMap((folder) => filesIn(folder))
    .filter((file) => !LEFT_OUT.test(file))
    .filter((file) => !file.includes('/prebuilds/') || file.includes(`/prebuilds/linux-${architecture}/`))
    .map((source) => ({ source, target: `app/${relative(ROOT, source)}` }));
}

/** As Node finds packages: in the nearest node_modules above. */
function collect(name: string, from: string, folders: Set<string>): void {
  const folder = join(from, 'node_modules', name);
  if (!existsSync(folder)) {
    if (from !== ROOT && from.startsWith(ROOT)) collect(name, dirname(from), folders);
    return; // an optional one that is not for this platform
  }
  if (folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies }))
    collect(needed, folder, folders);
}

/** Without packages inside, which are collected by themselves. */
function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'node_modules')
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}
