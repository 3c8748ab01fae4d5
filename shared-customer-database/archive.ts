import { AccessLayerError } from '@access-layer/core/errors';

/**
 * The archive: for each UTC day the files of its parts, and the manifests that say which of them count.
 *
 * An adapter MUST resolve `addFile` and `addManifest` only when what was added survives power loss; MUST show a file or
 * a manifest whole or not at all; MUST leave alone what has the name already and answer false, so that two archivers
 * never overwrite each other; MUST give back the bytes as they came; MUST remove a file with every older version of it,
 * so that an erasure is one. It MUST NOT change or remove a manifest, and MUST NOT look into a file: manifests, trees
 * and anchors hold no payload and no PoD and may be locked against removal, files with payloads may not.
 */
export interface Archive {
  /** Days that have a manifest (yyyy-MM-dd), ascending. */
  days(): Promise<string[]>;
  /** The manifest of the highest version, or of one before it; undefined where the day has none. */
  manifest(day: string, version?: number): Promise<{ version: number; text: string } | undefined>;
  /** Adds version 1, or the one after the highest. False where that version is there: another archiver was first. */
  addManifest(day: string, version: number, text: string): Promise<boolean>;
  /** Files of a day, whether a manifest names them or not, by name. */
  files(day: string): Promise<ArchivedFile[]>;
  /** Takes in a local file. False where the name is there. */
  addFile(day: string, name: string, fromPath: string): Promise<boolean>;
  /** A local copy to read until it is released. @throws AccessLayerError SCD_ARCHIVE_MISSING */
  openFile(day: string, name: string): Promise<LocalFile>;
  /** What is not there is no error. */
  removeFile(day: string, name: string): Promise<void>;
  close(): Promise<void>;
}

export interface ArchivedFile {
  name: string;
  bytes: number;
}

export interface LocalFile {
  path: string;
  release(): Promise<void>;
}

/** Names that every file system and object store takes. */
export const ARCHIVE_NAME = /^[a-z0-9][a-z0-9.-]{0,99}$/;
export const ARCHIVE_DAY = /^\d{4}-\d{2}-\d{2}$/;

export const MANIFEST_NAME = /^manifest-(\d{6})\.json$/;

export function manifestName(version: number): string {
  return `manifest-${String(version).padStart(6, '0')}.json`;
}

/** Manifests, and files of batches with their trees and anchors: they hold no payload and no PoD. */
export function isLockable(name: string): boolean {
  return MANIFEST_NAME.test(name) || name.endsWith('.batches.parquet');
}

/** @throws AccessLayerError SCD_ARCHIVE_NAME */
export function requireDay(day: string): string {
  if (ARCHIVE_DAY.test(day)) return day;
  throw new AccessLayerError({
    code: 'SCD_ARCHIVE_NAME',
    message: `"${day}" is no day of the archive; expected yyyy-MM-dd`,
  });
}

/** Of a file that is no manifest. @throws AccessLayerError SCD_ARCHIVE_NAME */
export function requireFileName(name: string): string {
  if (ARCHIVE_NAME.test(name) && !MANIFEST_NAME.test(name)) return name;
  throw new AccessLayerError({
    code: 'SCD_ARCHIVE_NAME',
    message: `"${name}" is no file name for the archive; expected up to 100 of a-z, 0-9, dot and hyphen`,
  });
}

/** What each file in `archives/` exports by default. */
export interface ArchiveAdapter<Options> {
  name: string;
  create(options: Options): Promise<Archive>;
}
