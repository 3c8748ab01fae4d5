import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive, openStore } from '@access-layer/shared-customer-database/adapter';
import type { Archive } from '@access-layer/shared-customer-database/archive';
import { archiveDay } from '@access-layer/shared-customer-database/archive/archive-day';
import { checkDay } from '@access-layer/shared-customer-database/archive/check-day';
import { type Bench, sqlText, withBench } from '@access-layer/shared-customer-database/archive/duck';
import { fileEntryOf } from '@access-layer/shared-customer-database/archive/file-entry';
import {
  manifestText,
  parseManifest,
  sha256Of,
} from '@access-layer/shared-customer-database/archive/manifest';
import { BatchReader } from '@access-layer/shared-customer-database/batches/batch-reader';
import type { LifecycleStore } from '@access-layer/shared-customer-database/lifecycle-store';
import type { Attack, Scene } from '../attack.ts';
import { networkName } from '../intruder.ts';

const POD_PATTERN = /^IT\d{3}E\d{8}$/;

export default {
  name: 'edited-archive',
  summary: 'readings in the archive are changed, and its checksums with them',
  has: 'write access to the files of an archive',
  undo: 'done on an archive of today of its own, which is thrown away; the real one is not touched',
  async run(scene) {
    const dir = mkdtempSync(join(tmpdir(), 'access-layer-attack-'));
    const scratchDir = join(dir, 'scratch');
    const archive = await openArchive({ name: 'folder', dir: join(dir, 'archive') });
    try {
      const day = new Date().toISOString().slice(0, 10);
      await fill(scene, archive, { day, scratchDir });
      const before = await damages(scene, archive, { day, scratchDir });
      if (before.length > 0) throw new Error(`the archive is damaged before it is touched: ${before[0]}`);
      await edit(archive, { day, dir: join(dir, 'archive', day), scratchDir });
      scene.say('a kilowatt more in every reading, and the manifest says that this is how it was written');
      const [first, ...more] = await damages(scene, archive, { day, scratchDir });
      return first && `${first}, and ${more.length} more of that kind`;
    } finally {
      await archive.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
} satisfies Attack;

interface Place {
  day: string;
  scratchDir: string;
}

/** Archives what is stored and anchored of the day so far. */
async function fill(
  { folder, say, ...scene }: Scene,
  archive: Archive,
  { day, scratchDir }: Place,
): Promise<void> {
  const dir = join(folder.scd, 'measurements');
  const store = (await openStore({ name: 'sqlite-days', dir, readOnly: true })) as LifecycleStore;
  const batches = new BatchReader(join(folder.scd, 'batches.db'));
  try {
    const network = networkName({ folder, ...scene });
    const { packets } = await archiveDay({ archive, store, batches, network, scratchDir }, day, Date.now());
    if (packets === 0) throw new Error('nothing of today is anchored yet; run the attack again in a minute');
    say(`archived ${packets} packets of today into an archive of its own`);
  } finally {
    batches.close();
    await store.close();
  }
}

/** Rewrites the packets of the first part, and the checksums of the manifest with them. */
async function edit(archive: Archive, { day, dir, scratchDir }: Place & { dir: string }): Promise<void> {
  const { version, text } = (await archive.manifest(day))!;
  const parsed = parseManifest(text, { day, version });
  if (!parsed.ok) throw new Error(parsed.detail);
  const { manifest } = parsed;
  const { packets } = manifest.parts[0]!.files;
  await withBench(scratchDir, async ({ duck, dir: bench }: Bench) => {
    const [from, to] = [join(dir, packets.name), join(bench, 'edited.parquet')];
    const payload = `regexp_replace(payload, '"activePowerW":', '"activePowerW":1', 'g')`;
    await duck.run(
      `COPY (SELECT * REPLACE (${payload} AS payload) FROM ${sqlText(from)}) TO ${sqlText(to)} (FORMAT parquet)`,
    );
    renameSync(to, from);
  });
  manifest.parts[0]!.files.packets = await fileEntryOf(packets.name, join(dir, packets.name));
  const next = { ...manifest, version: version + 1, previous: sha256Of(text) };
  await archive.addManifest(day, version + 1, manifestText(next));
}

async function damages(scene: Scene, archive: Archive, { day, scratchDir }: Place): Promise<string[]> {
  const rules = { network: networkName(scene), podPattern: POD_PATTERN };
  const found = await withBench(scratchDir, (bench) => checkDay({ archive, rules, bench }, day));
  return found.damages.map(({ file, reason, detail }) => `${file}: ${reason}: ${detail}`);
}
