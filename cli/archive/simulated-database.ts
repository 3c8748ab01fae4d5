import { join } from 'node:path';
import '@access-layer/kit/native';
import type { AnchorRecord, CertifiedRecord } from '@access-layer/core/record';
import type { StreamRecord } from '@access-layer/kit/stream';
import { openArchive, openStore } from '@access-layer/shared-customer-database/adapter';
import { Anchors } from '@access-layer/shared-customer-database/batches/anchors';
import { Batches } from '@access-layer/shared-customer-database/batches/batches';
import { ingestAnchors } from '@access-layer/shared-customer-database/ingest/anchor-ingest';
import { createPacketIngest } from '@access-layer/shared-customer-database/ingest/packet-ingest';
import { verifyRecord } from '@access-layer/shared-customer-database/ingest/verify-record';
import { Ledger } from '@access-layer/shared-customer-database/ledger/ledger';
import { createLifecycle, type Progress } from '@access-layer/shared-customer-database/lifecycle/lifecycle';
import { LifecycleBook } from '@access-layer/shared-customer-database/lifecycle/lifecycle-book';
import {
  createWork,
  type LifecyclePlaces,
} from '@access-layer/shared-customer-database/lifecycle/lifecycle-task';
import type { RunTask } from '@access-layer/shared-customer-database/lifecycle/look-at-day';
import { DEFAULT_POLICY } from '@access-layer/shared-customer-database/lifecycle/policy';
import { unwrap } from '@access-layer/shared-customer-database/lifecycle/start-lifecycle';
import { requireLifecycle } from '@access-layer/shared-customer-database/lifecycle-store';
import { NETWORK, POD_PATTERN } from './simulated-fleet.ts';

/** As by default, but that the whole archive is read once a quarter and not once a month: a year is to pass in minutes. */
const POLICY = { ...DEFAULT_POLICY, verifyEveryDays: 90 };
const RULES = { network: NETWORK, podPattern: POD_PATTERN };

/** The real store, ledger, ingest, archive and lifecycle in a folder; only the clock and the chain's word are made up. */
export async function openSimulatedDatabase(
  dir: string,
  now: () => number,
  onProgress: (progress: Progress) => void,
) {
  const places: LifecyclePlaces = {
    ...{ network: NETWORK, podPattern: POD_PATTERN.source, scratchDir: join(dir, 'scratch') },
    store: { name: 'sqlite-days', dir: join(dir, 'measurements') },
    archive: { name: 'folder', dir: join(dir, 'archive') },
    stream: { name: 'embedded', dir: join(dir, 'stream') },
    ...{ ledgerFile: join(dir, 'ledger.db'), batchesFile: join(dir, 'batches.db') },
  };
  const store = requireLifecycle(await openStore(places.store), places.store.name);
  const archive = await openArchive(places.archive);
  const ledger = new Ledger(places.ledgerFile);
  const batches = new Batches(places.batchesFile);
  const anchors = new Anchors(batches.database);
  const book = new LifecycleBook(join(dir, 'lifecycle.db'));
  const work = createWork(places, async () => ({ answer: 'confirmed' }));
  const run: RunTask = async (task) => unwrap(await work.run(task));
  const { ingest } = createPacketIngest({ store, batches, ledger });
  const rooms = {
    store,
    archive,
    book,
    run,
    now,
    policy: POLICY,
    projectionsDir: join(dir, 'quarters'),
  };
  return {
    ...createLifecycle(rooms, onProgress),
    ...{ store, archive, book, run },

    /** Takes a batch in as ingest does; answers how many packets were new. */
    async take(records: CertifiedRecord[], anchor: AnchorRecord): Promise<number> {
      const texts = records.map((record) => JSON.stringify(record));
      const source = texts.map((value, offset) => streamRecord(value, offset));
      const { stored } = await ingest(
        source,
        texts.map((text) => verifyRecord(text, RULES)),
      );
      ingestAnchors(anchors, ledger, [streamRecord(JSON.stringify(anchor), anchor.index)]);
      for (const waiting of anchors.waiting(0, 10)) anchors.confirm(waiting);
      return stored;
    },

    async close(): Promise<void> {
      await work.close();
      await store.close();
      await archive.close();
      for (const room of [ledger, batches, book]) room.close();
    },
  };
}

function streamRecord(value: string, offset: number): StreamRecord {
  return { partition: 0, offset, timestampMs: 0, key: '', value };
}
