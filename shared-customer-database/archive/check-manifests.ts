import type { Archive } from '../archive.ts';
import type { Damage } from './damage.ts';
import { type Manifest, parseManifest, sha256Of } from './manifest.ts';

/** The manifest that counts, if it can be trusted, and what is wrong with any version of it. */
export async function checkManifests(
  archive: Archive,
  day: string,
): Promise<{ manifest: Manifest | undefined; damages: Damage[] }> {
  const damages: Damage[] = [];
  const newest = await archive.manifest(day);
  const damaged = (version: number, detail: string) =>
    damages.push({ day, file: `manifest ${version}`, reason: 'manifest', detail });
  let previous: string | null = null;
  let manifest: Manifest | undefined;
  const texts = new Map<string, string | null>();
  for (let version = 1; version <= (newest?.version ?? 0); version++) {
    const found = await archive.manifest(day, version);
    const parsed = found && parseManifest(found.text, { day, version });
    manifest = parsed?.ok ? parsed.manifest : undefined;
    if (!found || !parsed) damaged(version, 'it is missing');
    else if (!parsed.ok) damaged(version, parsed.detail);
    else if (previous !== undefined && parsed.manifest.previous !== previous)
      damaged(version, 'it follows another version than the one before it');
    previous = found ? sha256Of(found.text) : null;
    texts.set(`manifest ${version}`, previous);
  }
  // What a repair has made up for is no damage, as long as it is as it was found then.
  const repaired = new Map(manifest?.repairs?.map(({ version, sha256 }) => [`manifest ${version}`, sha256]));
  const open = damages.filter(
    ({ file }) => !repaired.has(file) || repaired.get(file) !== (texts.get(file) ?? null),
  );
  return { manifest, damages: open };
}
