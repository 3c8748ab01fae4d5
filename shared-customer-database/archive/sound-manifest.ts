import type { Archive } from '../archive.ts';
import type { Damage } from './damage.ts';
import { type Manifest, type ManifestRepair, parseManifest, sha256Of } from './manifest.ts';

export interface SoundManifest {
  /** What the next version follows. */
  before: { manifest: Manifest; text: string };
  /** The highest version that can be trusted; an empty one where there is none. */
  manifest: Manifest;
  /** Versions that are known to be damaged; the next one says so, and then they are no damage any more. */
  repairs: ManifestRepair[];
}

/** What a repair starts from, where some versions of a day's manifest are damaged. They stay: none is ever changed. */
export async function soundManifest(
  archive: Archive,
  { day, network, damages }: { day: string; network: string; damages: readonly Damage[] },
): Promise<SoundManifest> {
  const newest = (await archive.manifest(day))!;
  const repairs: ManifestRepair[] = [];
  let manifest: Manifest = emptyOf(day, network);
  for (let version = 1; version <= newest.version; version++) {
    const found = await archive.manifest(day, version);
    const parsed = found && parseManifest(found.text, { day, version });
    if (parsed?.ok) manifest = parsed.manifest;
    const isDamaged = damages.some(({ file }) => file === `manifest ${version}`);
    if (isDamaged) repairs.push({ version, sha256: found ? sha256Of(found.text) : null });
  }
  const known = manifest.repairs ?? [];
  const before = { manifest: { ...manifest, version: newest.version }, text: newest.text };
  return { before, manifest, repairs: [...known, ...repairs] };
}

function emptyOf(day: string, network: string): Manifest {
  return {
    ...{ archive: 1, network, day, version: 1, createdAt: '1970-01-01T00:00:00.000Z', previous: null },
    ...{ parts: [], erasures: [] },
  };
}
