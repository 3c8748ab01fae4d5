import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AccessLayerError } from '@access-layer/core/errors';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsOutput,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  ARCHIVE_DAY,
  ARCHIVE_NAME,
  type Archive,
  type ArchiveAdapter,
  type ArchivedFile,
  isLockable,
  type LocalFile,
  MANIFEST_NAME,
  manifestName,
  requireDay,
  requireFileName,
} from '../archive.ts';
import { createClient, isLocked, isMissing, type S3Options, unavailable } from './s3-client.ts';
import { type Lock, type Place, putFileOnce, putOnce } from './s3-upload.ts';

const DAY_MS = 86_400_000;

/** Where a list of versions goes on. */
interface Marker {
  KeyMarker?: string;
  VersionIdMarker?: string;
}

/** Keys as in the folder: `2026-02-01/manifest-000001.json` and the files that it names. */
class S3Archive implements Archive {
  readonly #client: S3Client;
  readonly #options: S3Options;

  constructor(options: S3Options) {
    this.#client = createClient(options);
    this.#options = options;
  }

  async days(): Promise<string[]> {
    const days = new Set<string>();
    for (const { key } of await this.#list('')) {
      const [day = '', name = ''] = key.split('/');
      if (ARCHIVE_DAY.test(day) && MANIFEST_NAME.test(name)) days.add(day);
    }
    return [...days].sort();
  }

  async manifest(day: string, asked?: number): Promise<{ version: number; text: string } | undefined> {
    const version = asked ?? (await this.#lastVersion(requireDay(day)));
    if (version === 0) return undefined;
    const { client, ...at } = this.#place(day, manifestName(version));
    try {
      const { Body } = await client.send(new GetObjectCommand(at));
      return { version, text: await Body!.transformToString('utf-8') };
    } catch (error) {
      if (isMissing(error)) return undefined;
      return unavailable(`manifest ${version} of ${day}`)(error);
    }
  }

  async addManifest(day: string, version: number, text: string): Promise<boolean> {
    if (version !== (await this.#lastVersion(requireDay(day))) + 1) return false;
    const name = manifestName(version);
    const place = this.#place(day, name);
    return putOnce(place, Buffer.from(text), this.#lockOf(name)).catch(unavailable(`${day}/${name}`));
  }

  async files(day: string): Promise<ArchivedFile[]> {
    const listed = await this.#list(`${requireDay(day)}/`);
    return listed
      .map(({ key, bytes }) => ({ name: key.slice(day.length + 1), bytes }))
      .filter(({ name }) => ARCHIVE_NAME.test(name) && !MANIFEST_NAME.test(name));
  }

  async addFile(day: string, name: string, fromPath: string): Promise<boolean> {
    const place = this.#place(requireDay(day), requireFileName(name));
    return putFileOnce(place, fromPath, this.#lockOf(name)).catch(unavailable(`${day}/${name}`));
  }

  async openFile(day: string, name: string): Promise<LocalFile> {
    const { client, ...at } = this.#place(requireDay(day), requireFileName(name));
    const dir = await mkdtemp(join(this.#options.scratchDir ?? tmpdir(), 'access-layer-archive-'));
    const path = join(dir, name);
    const release = () => rm(dir, { recursive: true, force: true });
    try {
      const { Body } = await client.send(new GetObjectCommand(at));
      await pipeline(Body as Readable, createWriteStream(path, { mode: 0o600 }));
      return { path, release };
    } catch (error) {
      await release();
      if (isMissing(error)) throw missing(day, name, at);
      return unavailable(`${day}/${name}`)(error);
    }
  }

  /** Every version of it. Of one that is locked the content stays until its time is over, and it is listed no more. */
  async removeFile(day: string, name: string): Promise<void> {
    const { client, ...at } = this.#place(requireDay(day), requireFileName(name));
    try {
      for (const VersionId of await this.#versionsOf(at)) {
        try {
          await client.send(new DeleteObjectCommand({ ...at, VersionId }));
        } catch (error) {
          if (!isLocked(error) || !isLockable(name)) throw error;
          await client.send(new DeleteObjectCommand(at));
          return;
        }
      }
    } catch (error) {
      unavailable(`removing ${day}/${name}`)(error);
    }
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #place(day: string, name: string): Place {
    const { bucket, prefix = '' } = this.#options;
    return { client: this.#client, Bucket: bucket, Key: `${prefix}${day}/${name}` };
  }

  #lockOf(name: string): Lock {
    const { lock } = this.#options;
    if (!lock || !isLockable(name)) return {};
    return {
      ObjectLockMode: lock.mode === 'compliance' ? 'COMPLIANCE' : 'GOVERNANCE',
      ObjectLockRetainUntilDate: new Date(Date.now() + lock.days * DAY_MS),
    };
  }

  async #lastVersion(day: string): Promise<number> {
    const names = (await this.#list(`${day}/manifest-`)).map(({ key }) => key.slice(day.length + 1));
    return Math.max(0, ...names.map((name) => Number(MANIFEST_NAME.exec(name)?.[1] ?? 0)));
  }

  /** Keys behind the archive's own prefix, ascending. */
  async #list(under: string): Promise<{ key: string; bytes: number }[]> {
    const { bucket, prefix = '' } = this.#options;
    const found: { key: string; bytes: number }[] = [];
    const asked = { Bucket: bucket, Prefix: prefix + under };
    try {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, asked)) {
        for (const { Key, Size } of Contents)
          found.push({ key: Key!.slice(prefix.length), bytes: Size ?? 0 });
      }
    } catch (error) {
      unavailable(`what is under ${under || 'it'}`)(error);
    }
    return found;
  }

  async #versionsOf({ Bucket, Key }: { Bucket: string; Key: string }): Promise<string[]> {
    const versions: string[] = [];
    for (let from: Marker | undefined = {}; from; ) {
      const asked = { Bucket, Prefix: Key, ...from };
      const page: ListObjectVersionsOutput = await this.#client.send(new ListObjectVersionsCommand(asked));
      const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      versions.push(...all.filter((each) => each.Key === Key).map(({ VersionId }) => VersionId ?? 'null'));
      from = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
    }
    return versions;
  }
}

function missing(day: string, name: string, { Bucket, Key }: { Bucket: string; Key: string }) {
  return new AccessLayerError({
    code: 'SCD_ARCHIVE_MISSING',
    message: `the archive has no ${day}/${name}; expected ${Key} in the bucket ${Bucket}`,
    context: { day, name },
  });
}

export default {
  name: 's3',
  create: async (options: S3Options) => new S3Archive(options),
} satisfies ArchiveAdapter<S3Options>;
