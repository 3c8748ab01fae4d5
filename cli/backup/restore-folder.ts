import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AccessLayerError } from '@access-layer/core/errors';
import { type BackedUpFile, type BackupManifest, readManifest, sha256OfFile } from './backup-manifest.ts';

export interface RestoreOptions {
  from: string;
  /** A folder that does not exist, or is empty. */
  dataDir: string;
  onFile?: (done: number, of: number, path: string) => void;
}

/**
 * Makes a data folder of a backup. Every byte is checked, in the backup before anything is written and in the folder
 * afterwards; the folder is there as a whole or not at all. Nothing is started.
 * @throws AccessLayerError CLI_BACKUP
 */
export async function restoreFolder({ from, dataDir, onFile }: RestoreOptions): Promise<BackupManifest> {
  const manifest = await readManifest(from);
  if (existsSync(dataDir) && (await readdir(dataDir)).length > 0)
    throw failed(`${dataDir} is not empty; expected a folder that does not exist yet`);
  await requireSound(from, manifest.files, 'the backup');
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  for (const [i, file] of manifest.files.entries()) {
    await restoreFile(from, unfinished, file);
    onFile?.(i + 1, manifest.files.length, file.path);
  }
  await requireSound(unfinished, manifest.files, 'what was written');
  await rm(dataDir, { recursive: true, force: true });
  await rename(unfinished, dataDir);
  return manifest;
}

async function restoreFile(from: string, to: string, { path, mode }: BackedUpFile): Promise<void> {
  const target = join(to, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await copyFile(join(from, path), target);
  await chmod(target, mode);
  const file = await open(target, 'r');
  await file.sync().finally(() => file.close());
}

/** Names every file that is missing or not what the manifest says. */
async function requireSound(dir: string, files: BackedUpFile[], what: string): Promise<void> {
  const wrong: string[] = [];
  for (const { path, bytes, sha256 } of files) {
    const found = await stat(join(dir, path)).catch(() => undefined);
    if (!found) wrong.push(`${path}: missing`);
    else if (found.size !== bytes) wrong.push(`${path}: ${found.size} bytes; expected ${bytes}`);
    else if ((await sha256OfFile(join(dir, path))) !== sha256) wrong.push(`${path}: another checksum`);
  }
  if (wrong.length > 0) throw failed(`${what} is damaged:\n  ${wrong.join('\n  ')}`);
}

function failed(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CLI_BACKUP', message });
}
