import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchBundle, type UpdateServer, wrongBundle } from './fetch-file.ts';
import type { BundleFile, Manifest } from './manifest.ts';
import type { Slots } from './slots.ts';
import { compareVersions, releaseOf } from './version-order.ts';

const START_TIMEOUT_MS = 60_000;

/** Why a manifest that is authentic is not for this box; undefined where it is. `highest` is what was well here. */
export function misfit(
  manifest: Manifest,
  running: string,
  highest: string,
): { reason: string; detail: string } | undefined {
  const { version, kind } = manifest;
  if (compareVersions(version, highest) <= 0) {
    const detail = `version ${version}; ${highest} was installed, and versions only rise`;
    return { reason: 'not-newer', detail };
  }
  if (kind === 'drivers' && releaseOf(version) !== releaseOf(running)) {
    return { reason: 'other-release', detail: `drivers for ${releaseOf(version)}; ${running} runs` };
  }
  if (!fileFor(manifest)) {
    return { reason: 'other-processor', detail: `there is no bundle for ${process.arch}` };
  }
  return undefined;
}

/**
 * Fetches the bundle, puts it beside the running version, and asks it whether it starts with this node's configuration.
 * @throws AccessLayerError LN_UPDATE_UNREACHABLE, LN_UPDATE_BUNDLE; and what the disk says
 */
export async function stageUpdate(
  manifest: Manifest,
  { server, slots, configFiles }: { server: UpdateServer; slots: Slots; configFiles: readonly string[] },
): Promise<void> {
  const file = fileFor(manifest)!;
  const bundle = join(slots.home, 'download');
  try {
    await fetchBundle(server, file, bundle);
    const release = await slots.stage(bundle, manifest.kind);
    const [is, signed] = [release, { ...manifest, ...file }].map(
      (each) => `${each?.kind ?? 'release'} ${each?.version} for ${each?.architecture}`,
    );
    if (is !== signed) throw wrongBundle(`the bundle is ${is}; ${signed} is signed`);
    await askWhetherItStarts(slots.staged(), configFiles);
  } finally {
    rmSync(bundle, { force: true });
  }
}

function fileFor({ files, kind }: Manifest): BundleFile | undefined {
  const architecture = kind === 'drivers' ? 'any' : process.arch;
  return files.find((file) => file.architecture === architecture);
}

async function askWhetherItStarts(slot: string, configFiles: readonly string[]): Promise<void> {
  const args = ['--check-config', ...configFiles.flatMap((file) => ['--config', file])];
  try {
    await promisify(execFile)(join(slot, 'bin/node'), [join(slot, 'app/main.js'), ...args], {
      timeout: START_TIMEOUT_MS,
    });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const words = (stderr || message).trim().slice(0, 500);
    throw wrongBundle(`the new version does not start: ${words}`, error);
  }
}
