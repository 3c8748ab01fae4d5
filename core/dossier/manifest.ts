import { sha256 } from '@noble/hashes/sha2.js';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { type Hex, toHex, toUtf8, tryFromUtf8 } from '../bytes.ts';
import { signerOf } from '../message.ts';
import { Address, Count, closed, Hash, SignatureText, Time } from '../payloads/common.ts';
import type { ZipEntry } from './zip.ts';

export const MANIFEST = 'manifest.json';
export const MANIFEST_SIGNATURE = 'manifest.sig.json';

/** Names every file of an archive. Its bytes are signed by EIP-191; it has no `type`, so no message can be taken for one. */
export const Manifest = Type.Object(
  {
    accessLayerManifest: Type.Literal(1),
    network: Type.String({ minLength: 1, maxLength: 64 }),
    kind: Type.Enum(['activation', 'month']),
    through: Type.Optional({ ...Time, description: 'Latest receipt of what is in it' } as typeof Time),
    files: Type.Array(
      Type.Object(
        { name: Type.String({ minLength: 1, maxLength: 200 }), bytes: Count, sha256: Hash },
        closed,
      ),
    ),
  },
  closed,
);
export type Manifest = Type.Static<typeof Manifest>;

export const ManifestSignature = Type.Object({ signer: Address, signature: SignatureText }, closed);

const manifestChecker = Compile(Manifest);
const signatureChecker = Compile(ManifestSignature);

export function fileOf({ name, bytes }: ZipEntry): Manifest['files'][number] {
  return { name, bytes: bytes.length, sha256: toHex(sha256(bytes)) };
}

export function manifestText(manifest: Omit<Manifest, 'accessLayerManifest'>): string {
  return `${JSON.stringify({ accessLayerManifest: 1, ...manifest })}\n`;
}

export function signatureEntry(signer: Hex, signature: Hex): ZipEntry {
  return { name: MANIFEST_SIGNATURE, bytes: toUtf8(`${JSON.stringify({ signer, signature })}\n`) };
}

export interface OpenedManifest {
  manifest: Manifest;
  /** Undefined where the signature is not the signer's. */
  signer: Hex | undefined;
  claimedSigner: string;
}

/** Reads manifest and signature of an archive. Never throws. */
export function openManifest(
  entries: readonly ZipEntry[],
): { ok: true; opened: OpenedManifest } | { ok: false; detail: string } {
  const textOf = (name: string) => {
    const entry = entries.find((each) => each.name === name);
    return entry && tryFromUtf8(entry.bytes);
  };
  const [text, signatureText] = [textOf(MANIFEST), textOf(MANIFEST_SIGNATURE)];
  const [manifest, signed] = [parsed(text), parsed(signatureText)];
  if (text === undefined || !manifestChecker.Check(manifest))
    return { ok: false, detail: `no ${MANIFEST} that fits` };
  if (!signatureChecker.Check(signed)) return { ok: false, detail: `no ${MANIFEST_SIGNATURE} that fits` };
  const signer = signerOf({ payload: text, signature: signed.signature as Hex });
  return {
    ok: true,
    opened: { manifest, signer: signer === signed.signer ? signer : undefined, claimedSigner: signed.signer },
  };
}

/** Files that are missing, not named, or other than the manifest says. */
export function manifestFaults({ files }: Manifest, entries: readonly ZipEntry[]): string[] {
  const named = new Map(files.map((file) => [file.name, file]));
  const present = new Map(entries.map((entry) => [entry.name, entry]));
  const missing = files.filter(({ name }) => !present.has(name)).map(({ name }) => `${name} is missing`);
  const others = entries
    .filter(({ name }) => name !== MANIFEST && name !== MANIFEST_SIGNATURE)
    .flatMap((entry) => {
      const said = named.get(entry.name);
      if (!said) return [`${entry.name} is not in the manifest`];
      return fileOf(entry).sha256 === said.sha256 ? [] : [`${entry.name} is not the file that was signed`];
    });
  return [...missing, ...others];
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
