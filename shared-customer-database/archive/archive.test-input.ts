import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openArchive, openStore } from '../adapter.ts';
import { BatchReader } from '../batches/batch-reader.ts';
import { LedgerReader } from '../ledger/ledger-reader.ts';
import type { LifecycleStore } from '../lifecycle-store.ts';
import { NETWORK, type Sealed } from '../test/test-records.ts';
import { POD_PATTERN, publish, startTestScd } from '../test/test-scd.ts';
import type { ArchiveSources } from './archive-day.ts';
import { checkDay, type DayCheckOptions } from './check-day.ts';
import { withBench } from './duck.ts';

export const RULES = { network: NETWORK, podPattern: POD_PATTERN };

/** A database that has ingested these batches and is at rest, and an empty archive beside it. */
export async function archivable(t: TestContext, batches: Sealed[]) {
  const scd = await startTestScd(t);
  await publish(scd, batches);
  await scd.stop();
  return openSources(t, scd.dir);
}

export async function openSources(t: TestContext, dir: string) {
  const store = (await openStore({ name: 'sqlite-days', dir: join(dir, 'measurements') })) as LifecycleStore;
  const archive = await openArchive({ name: 'folder', dir: join(dir, 'archive') });
  const batchReader = new BatchReader(join(dir, 'batches.db'));
  const ledger = new LedgerReader(join(dir, 'ledger.db'));
  t.after(async () => {
    await store.close();
    batchReader.close();
    ledger.close();
  });
  const scratchDir = join(dir, 'scratch');
  const sources: ArchiveSources = { archive, store, batches: batchReader, network: NETWORK, scratchDir };
  return { dir, sources, archive, store, ledger, batches: batchReader, scratchDir };
}

/** All that is archived of a day, checked. */
export function checked(
  { archive, scratchDir }: Pick<ArchiveSources, 'archive' | 'scratchDir'>,
  day: string,
  options: Partial<DayCheckOptions> = {},
) {
  return withBench(scratchDir, (bench) => checkDay({ archive, rules: RULES, bench, ...options }, day));
}
