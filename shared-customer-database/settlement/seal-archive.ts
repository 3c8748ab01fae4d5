import type { Hex } from '@access-layer/core/bytes';
import { toUtf8 } from '@access-layer/core/bytes';
import {
  fileOf,
  MANIFEST,
  type Manifest,
  manifestText,
  signatureEntry,
} from '@access-layer/core/dossier/manifest';
import type { ZipEntry } from '@access-layer/core/dossier/zip';
import { addressOf, signPayload } from '@access-layer/core/sign';
import { loadKey } from '@access-layer/kit/keystore';

/** Signs archives with the key of this service. */
export interface ArchiveSigner {
  address: Hex;
  sign(text: string): Hex;
}

/** @throws AccessLayerError of the keystore */
export function openArchiveSigner(signing: { keystoreFile: string; passphraseFile: string }): ArchiveSigner {
  const key = loadKey(signing.keystoreFile, signing.passphraseFile);
  return { address: addressOf(key), sign: (text) => signPayload(text, key).signature };
}

/** The last two entries of an archive: what is in it, and who says so. */
export function manifestEntries(
  about: Omit<Manifest, 'accessLayerManifest' | 'files'>,
  files: Manifest['files'],
  signer: ArchiveSigner,
): ZipEntry[] {
  const text = manifestText({ ...about, files });
  return [{ name: MANIFEST, bytes: toUtf8(text) }, signatureEntry(signer.address, signer.sign(text))];
}

/** Files with their manifest and its signature. */
export function sealed(
  about: Omit<Manifest, 'accessLayerManifest' | 'files'>,
  entries: ZipEntry[],
  signer: ArchiveSigner,
): ZipEntry[] {
  return [...entries, ...manifestEntries(about, entries.map(fileOf), signer)];
}
