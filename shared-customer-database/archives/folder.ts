import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AccessLayerError } from '@access-layer/core/errors';
import {
  ARCHIVE_DAY,
  ARCHIVE_NAME,
  type Archive,
  type ArchiveAdapter,
  type ArchivedFile,
  type LocalFile,
  MANIFEST_NAME,
  manifestName,
  requireDay,
  requireFileName,
} from '../archive.ts';

export interface FolderOptions {
  dir: string;
}

/** What is being written; a crash may leave one behind, and no reader looks at it. */
const UNFINISHED = '.unfinished-';

/** A folder a day: `2026-02-01/manifest-000001.json` and the files that it names. */
class FolderArchive implements Archive {
  readonly #dir: string;

  constructor({ dir }: FolderOptions) {
    this.#dir = dir;
  }

  async days(): Promise<string[]> {
    const names = (await list(this.#dir)).filter((name) => ARCHIVE_DAY.test(name)).sort();
    const versions = await Promise.all(names.map((day) => this.#lastVersion(day)));
    return names.filter((_day, i) => versions[i]! > 0);
  }

  async manifest(day: string, asked?: number): Promise<{ version: number; text: string } | undefined> {
    const version = asked ?? (await this.#lastVersion(day));
    try {
      return { version, text: await readFile(join(this.#folder(day), manifestName(version)), 'utf8') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async addManifest(day: string, version: number, text: string): Promise<boolean> {
    if (version !== (await this.#lastVersion(day)) + 1) return false;
    return this.#addOnce(day, manifestName(version), async (path) => {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(text).finally(() => file.close());
    });
  }

  async files(day: string): Promise<ArchivedFile[]> {
    const names = (await list(this.#folder(day))).filter((name) => ARCHIVE_NAME.test(name));
    const files = names.filter((name) => !MANIFEST_NAME.test(name)).sort();
    return Promise.all(
      files.map(async (name) => ({ name, bytes: (await stat(join(this.#folder(day), name))).size })),
    );
  }

  async addFile(day: string, name: string, fromPath: string): Promise<boolean> {
    return this.#addOnce(day, requireFileName(name), (path) => copyFile(fromPath, path));
  }

  async openFile(day: string, name: string): Promise<LocalFile> {
    const path = join(this.#folder(day), requireFileName(name));
    const found = await stat(path).catch(() => undefined);
    if (found) return { path, release: async () => undefined };
    throw new AccessLayerError({
      code: 'SCD_ARCHIVE_MISSING',
      message: `the archive has no ${day}/${name}; expected ${path}`,
      context: { day, name },
    });
  }

  async removeFile(day: string, name: string): Promise<void> {
    await rm(join(this.#folder(day), requireFileName(name)), { force: true });
    await sync(this.#folder(day)).catch(() => undefined); // no folder: nothing to remove
  }

  async close(): Promise<void> {}

  /** Written aside, fsynced, then linked to its name: `link` is atomic and refuses a name that is there. */
  async #addOnce(day: string, name: string, write: (path: string) => Promise<void>): Promise<boolean> {
    const folder = this.#folder(day);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unfinished = join(folder, `${UNFINISHED}${randomUUID()}-${name}`);
    try {
      await write(unfinished);
      await sync(unfinished);
      await link(unfinished, join(folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(unfinished, { force: true });
    }
    for (const changed of [folder, this.#dir]) await sync(changed);
    return true;
  }

  async #lastVersion(day: string): Promise<number> {
    const versions = (await list(this.#folder(day))).map((name) =>
      Number(MANIFEST_NAME.exec(name)?.[1] ?? 0),
    );
    return Math.max(0, ...versions);
  }

  #folder(day: string): string {
    return join(this.#dir, requireDay(day));
  }
}

async function list(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

export default {
  name: 'folder',
  create: async (options: FolderOptions) => new FolderArchive(options),
} satisfies ArchiveAdapter<FolderOptions>;
