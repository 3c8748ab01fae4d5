import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { packTar, type TarSource } from 'modern-tar/fs';

/** A file of the bundle: where it comes from, and where it goes. */
export interface BundleFile {
  source: string;
  target: string;
  executable?: boolean;
}

export interface Packed {
  file: string;
  bytes: number;
  unpackedBytes: number;
  sha256: string;
}

/** Any fixed time: the bytes of a bundle depend on what is in it, and not on when it was made. */
const MODIFIED = new Date(Date.UTC(2026, 0, 1));

/** Files of a folder and the folders in it, as `target/...`, in a fixed order. */
export function filesOf(dir: string, target: string): BundleFile[] {
  return readdirSync(dir, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => {
      const [source, place] = [join(dir, name), `${target}/${name}`];
      return statSync(source).isDirectory() ? filesOf(source, place) : [{ source, target: place }];
    });
}

/** Writes `file` and `file.sha256`. The same files give the same bytes. */
export async function pack(files: readonly BundleFile[], file: string): Promise<Packed> {
  const sources: TarSource[] = files.map(({ source, target, executable }) => ({
    ...{ type: 'file', source, target, mtime: MODIFIED, uid: 0, gid: 0, uname: '', gname: '' },
    mode: executable ? 0o755 : 0o644,
  }));
  rmSync(file, { force: true });
  await pipeline(packTar(sources, { concurrency: 1 }), createGzip({ level: 6 }), createWriteStream(file));
  const sha256 = await sha256Of(file);
  const name = file.slice(file.lastIndexOf('/') + 1);
  writeFileSync(`${file}.sha256`, `${sha256}  ${name}\n`);
  const unpackedBytes = files.reduce((sum, { source }) => sum + statSync(source).size, 0);
  return { file, bytes: statSync(file).size, unpackedBytes, sha256 };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
