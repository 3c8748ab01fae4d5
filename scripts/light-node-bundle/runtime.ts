import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar/fs';
import { ROOT } from './app.ts';

export const ARCHITECTURES = ['x64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

const run = promisify(execFile);

/** The version of Node that the whole project runs on, which the bundle carries. */
export function nodeVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules/node/package.json'), 'utf8'));
  return version;
}

/**
 * The program of Node for a processor. For this machine's own it is the one that npm installed; for another it is
 * fetched from npm, held to the checksum that the registry gives for it, and kept in .tools/.
 */
export async function nodeProgram(architecture: Architecture): Promise<string> {
  const own = join(ROOT, 'node_modules/node/bin/node');
  if (process.platform === 'linux' && process.arch === architecture) return own;
  const name = `node-linux-${architecture}`;
  const kept = join(ROOT, '.tools', `${name}-${nodeVersion()}`);
  if (!existsSync(kept)) await fetchPackage(`${name}@${nodeVersion()}`, kept);
  return join(kept, 'bin/node');
}

async function fetchPackage(spec: string, dir: string): Promise<void> {
  mkdirSync(join(ROOT, '.tools'), { recursive: true });
  const work = mkdtempSync(`${dir}.`);
  try {
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', work, spec], {
      maxBuffer: 16_000_000,
    });
    const { filename, integrity } = packed(JSON.parse(stdout));
    const tarball = join(work, filename);
    const hash = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    if (hash !== integrity)
      throw new Error(`${spec} has ${hash}; the registry says ${integrity}. Fetch it again`);
    const unpacked = join(work, 'unpacked');
    await pipeline(createReadStream(tarball), createGunzip(), unpackTar(unpacked, { strip: 1 }));
    renameSync(unpacked, dir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** npm answers with a list, and from version 12 on with an object by name. */
function packed(answer: unknown): { filename: string; integrity: string } {
  return Object.values(answer as object)[0];
}
