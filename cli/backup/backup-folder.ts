import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { requestDump } from '@access-layer/contracts/chain-control';
import { AccessLayerError } from '@access-layer/core/errors';
import { type BackedUpFile, type BackupManifest, sha256OfFile, writeManifest } from './backup-manifest.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { whatToCopy } from './what-to-copy.ts';

export interface BackupOptions {
  dataDir: string;
  /** A folder that does not exist, or is empty. */
  to: string;
  /** Control of the embedded chain of a running system. */
  chainControlUrl?: string | undefined;
  onFile?: (done: number, of: number, path: string) => void;
}

/** Attempts at the files of the archive: a part may be replaced by an erasure while it is copied. */
const ATTEMPTS = 5;

/**
 * Copies a data folder while the system runs. The chain comes first: a batch that it does not know yet is anchored again,
 * but one that nobody remembers would block its number. Then all databases at one instant; then what only grows. A
 * backup without `backup.json` is not finished.
 * @throws AccessLayerError CLI_BACKUP
 */
export async function backupFolder({
  dataDir,
  to,
  chainControlUrl,
  onFile,
}: BackupOptions): Promise<BackupManifest> {
  const startedMs = performance.now();
  const createdAt = new Date().toISOString();
  requireOutside(dataDir, to);
  await requireEmpty(to);
  const unfinished = `${to}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  if (chainControlUrl) await requestDump(chainControlUrl);
  const { chain, databases, others } = whatToCopy(dataDir);
  const files: BackedUpFile[] = [];
  const note = async (path: string) => {
    files.push(
      await describe(unfinished, path, (await stat(join(dataDir, path)).catch(() => undefined))?.mode),
    );
    onFile?.(files.length, chain.length + databases.length + others.length, path);
  };
  for (const path of chain) if (await copy(dataDir, unfinished, path)) await note(path);
  const snapshot = takeSnapshot(dataDir, databases);
  try {
    for (const path of snapshot.files) {
      await writeSnapshot(snapshot, path, unfinished);
      await note(path);
    }
  } finally {
    snapshot.close();
  }
  for (const path of await copyOthers(dataDir, unfinished)) await note(path);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const { heldMs } = snapshot;
  const manifest: BackupManifest = {
    ...{ accessLayerBackup: 1, createdAt, heldMs, tookMs: performance.now() - startedMs, files },
  };
  await writeManifest(unfinished, manifest);
  await rm(to, { recursive: true, force: true });
  await rename(unfinished, to);
  return manifest;
}

async function writeSnapshot(snapshot: Snapshot, path: string, to: string): Promise<void> {
  const target = join(to, path);
  await snapshot.write(path, target);
  await sync(target);
}

/** What is no database. Where a file has gone since the list was made, the list is made again. */
async function copyOthers(dataDir: string, to: string): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const { others } = whatToCopy(dataDir);
    const gone: string[] = [];
    for (const path of others) if (!(await copy(dataDir, to, path))) gone.push(path);
    if (gone.length === 0) return others;
    if (attempt === ATTEMPTS) throw failed(`${gone[0]} and others vanish while they are copied`);
    for (const path of others) await rm(join(to, path), { force: true });
  }
}

/** False where the file is not there any more. */
async function copy(from: string, to: string, path: string): Promise<boolean> {
  const target = join(to, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  try {
    await copyFile(join(from, path), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  await sync(target);
  return true;
}

async function describe(dir: string, path: string, mode = 0o600): Promise<BackedUpFile> {
  const { size } = await stat(join(dir, path));
  return { path, bytes: size, mode: mode & 0o777, sha256: await sha256OfFile(join(dir, path)) };
}

/** A backup in the folder would be in the next one, and no erasure reaches it there. */
function requireOutside(dataDir: string, to: string): void {
  const way = relative(resolve(dataDir), resolve(to));
  if (way.startsWith('..') || isAbsolute(way)) return;
  throw failed(`${to} lies in the data folder; expected a folder outside ${dataDir}`);
}

async function requireEmpty(dir: string): Promise<void> {
  if (!existsSync(dir) || (await readdir(dir)).length === 0) return;
  throw failed(`${dir} is not empty; expected a folder that does not exist yet`);
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

function failed(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_BACKUP', message });
}
