import { randomBytes } from 'node:crypto';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Archive } from '../archive.ts';
import { fileEntryOf } from './file-entry.ts';
import {
  type ArchivePart,
  type FileEntry,
  type Manifest,
  manifestText,
  PART_FILES,
  type PartFile,
  parseManifest,
  sha256Of,
} from './manifest.ts';

/** The manifest that counts, and its text. @throws AccessLayerError SCD_ARCHIVE_DAMAGED */
export async function currentManifest(
  archive: Archive,
  day: string,
): Promise<{ manifest: Manifest; text: string } | undefined> {
  const found = await archive.manifest(day);
  if (!found) return undefined;
  const parsed = parseManifest(found.text, { day, version: found.version });
  if (parsed.ok) return { manifest: parsed.manifest, text: found.text };
  throw new AccessLayerError({
    code: 'SCD_ARCHIVE_DAMAGED',
    message: `manifest ${found.version} of ${day} cannot be trusted: ${parsed.detail}. Put a copy of it in its place`,
    context: { day, version: found.version },
  });
}

export type PartPaths = Record<PartFile, string>;

/** Takes the files of a part in; they count when a manifest names them. */
export async function addPartFiles(
  archive: Archive,
  day: string,
  { part, version, paths }: { part: number; version: number; paths: PartPaths },
): Promise<ArchivePart['files']> {
  // Names are never used again: what another archiver or a crash has left is in nobody's way.
  const stem = `part-${String(part).padStart(4, '0')}-v${version}-${randomBytes(4).toString('hex')}`;
  const files = {} as Record<PartFile, FileEntry>;
  for (const kind of PART_FILES) {
    const entry = await fileEntryOf(`${stem}.${kind}.parquet`, paths[kind]);
    if (!(await archive.addFile(day, entry.name, paths[kind]))) throw taken(day, entry.name);
    files[kind] = entry;
  }
  return files;
}

/**
 * Adds the version of the manifest that `change` makes of the present one. False where another archiver was first: then
 * nothing has changed, and what it did must be looked at.
 */
export async function commitManifest(
  archive: Archive,
  day: string,
  {
    network,
    atMs,
    before,
    change,
  }: {
    network: string;
    atMs: number;
    before: { manifest: Manifest; text: string } | undefined;
    change: (manifest: Manifest) => Manifest;
  },
): Promise<boolean> {
  const version = (before?.manifest.version ?? 0) + 1;
  const base: Manifest = {
    ...{ archive: 1, network, day, version, createdAt: new Date(atMs).toISOString() },
    previous: before ? sha256Of(before.text) : null,
    parts: before?.manifest.parts ?? [],
    erasures: before?.manifest.erasures ?? [],
    ...(before?.manifest.repairs ? { repairs: before.manifest.repairs } : {}),
  };
  return archive.addManifest(day, version, manifestText(change(base)));
}

function taken(day: string, name: string): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_ARCHIVE_CONFLICT',
    message: `${day}/${name} is in the archive already; another archiver works on it. Try again`,
    retryable: true,
  });
}
