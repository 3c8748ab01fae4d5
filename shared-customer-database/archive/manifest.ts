import { createHash } from 'node:crypto';
import { Hash } from '@access-layer/core/payloads/common';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

const closed = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0 });
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });

/** Bytes of a file that one checksum stands for: so much is named where a byte is not what it was. */
export const BLOCK_BYTES = 65_536;

export const FileEntry = Type.Object(
  {
    name: Type.String(),
    bytes: Count,
    sha256: Sha256,
    /** SHA-256 of each 64 KiB, in order: so that damage has a place. */
    blocks: Type.Array(Sha256),
  },
  closed,
);
export type FileEntry = Type.Static<typeof FileEntry>;

/** Kinds of files in a part: packets as they were signed, their readings as columns, trees and anchors. */
export const PART_FILES = ['packets', 'readings', 'batches'] as const;
export type PartFile = (typeof PART_FILES)[number];

/** What came to the archive at one time: the day at first, then what came late. An erasure makes a new version. */
export const ArchivePart = Type.Object(
  {
    part: Type.Integer({ minimum: 1 }),
    version: Type.Integer({ minimum: 1 }),
    createdAt: Time,
    /** Of them `erased` are without payload, signature and PoD. */
    packets: Count,
    erased: Count,
    readings: Count,
    files: Type.Object({ packets: FileEntry, readings: FileEntry, batches: FileEntry }, closed),
  },
  closed,
);
export type ArchivePart = Type.Static<typeof ArchivePart>;

/** Names the signed message that says why parts were rewritten. No PoD: that would survive the erasure. */
export const ArchiveErasure = Type.Object(
  { erasure: Hash, at: Time, packets: Count, parts: Type.Array(Type.Integer({ minimum: 1 })) },
  closed,
);

/** A version that was found damaged: a repair has made up for it. `sha256` of the text as it is; null where it is missing. */
export const ManifestRepair = Type.Object(
  { version: Type.Integer({ minimum: 1 }), sha256: Type.Union([Sha256, Type.Null()]) },
  closed,
);
export type ManifestRepair = Type.Static<typeof ManifestRepair>;

/** What counts of a day. It holds no payload and no PoD. */
export const Manifest = Type.Object(
  {
    archive: Type.Literal(1),
    network: Type.String(),
    day: Type.String(),
    version: Type.Integer({ minimum: 1 }),
    createdAt: Time,
    /** SHA-256 of the whole text of the version before; null at the first. */
    previous: Type.Union([Sha256, Type.Null()]),
    parts: Type.Array(ArchivePart),
    erasures: Type.Array(ArchiveErasure),
    repairs: Type.Optional(Type.Array(ManifestRepair)),
  },
  closed,
);
export type Manifest = Type.Static<typeof Manifest>;

const checker = Compile(Manifest);

/** The one spelling of a manifest: its checksum first, so that no byte of it can change unseen. */
export function manifestText(manifest: Manifest): string {
  const text = JSON.stringify(manifest);
  return `{"sha256":"${sha256Of(text)}","manifest":${text}}\n`;
}

/** Never throws: what is wrong is said. */
export function parseManifest(
  text: string,
  expected: { day: string; version: number },
): { ok: true; manifest: Manifest } | { ok: false; detail: string } {
  const manifest = jsonOf(text)?.manifest;
  if (!checker.Check(manifest)) {
    const [first] = checker.Errors(manifest);
    return {
      ok: false,
      detail: `it is no manifest: ${first?.instancePath ?? ''} ${first?.message ?? 'not JSON'}`,
    };
  }
  if (manifestText(manifest) !== text) return { ok: false, detail: 'its text does not give its checksum' };
  const { day, version } = manifest;
  if (day === expected.day && version === expected.version) return { ok: true, manifest };
  return {
    ok: false,
    detail: `it is version ${version} of ${day}; expected ${expected.version} of ${expected.day}`,
  };
}

export function sha256Of(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function jsonOf(text: string): { manifest?: unknown } | undefined {
  try {
    return JSON.parse(text) as { manifest?: unknown };
  } catch {
    return undefined;
  }
}
