import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { openStream } from '@access-layer/kit/open-stream';
import '@access-layer/kit/native';
import type { BindingAnswer } from '@access-layer/core/binding';
import type { AnchorRecord } from '@access-layer/core/record';
import { createHttp } from '@access-layer/kit/http';
import type { NewRecord, Stream } from '@access-layer/kit/stream';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import pino from 'pino';
import { openStore } from '../adapter.ts';
import { createArchivedIn, isArchivedIn } from '../api/archived.ts';
import { addApi } from '../api/create-api.ts';
import { openServed } from '../api/served.ts';
import { BatchReader } from '../batches/batch-reader.ts';
import { statusOf } from '../errors.ts';
import { createParquetWriter } from '../exports/parquet.ts';
import type { AnchorCheck } from '../ingest/anchor-check.ts';
import { startIngest } from '../ingest/start-ingest.ts';
import { LedgerReader } from '../ledger/ledger-reader.ts';
import { LifecycleBook } from '../lifecycle/lifecycle-book.ts';
import { createReleased } from '../released/released.ts';
import { createReleasedAggregates } from '../released/released-aggregates.ts';
import { createScdMetrics } from '../service-metrics.ts';
import type { Store } from '../store.ts';
import type { StoreConfig, StorePlace } from '../store-config.ts';
import { openWorkPools } from '../work-pools.ts';
import type { Sealed } from './test-records.ts';
import { NETWORK, toStream } from './test-records.ts';
import { waitUntil } from './wait-until.ts';

export const POD_PATTERN = /^IT\d{3}E\d{8}$/;
export const quiet = pino({ level: 'silent' });

export interface TestScdOptions {
  dir?: string;
  store?: StoreConfig;
  checkAnchor?: AnchorCheck;
  bindingAt?: () => Promise<BindingAnswer>;
  batchRecords?: number;
  /** Stands between ingest and the store. */
  around?: (store: Store) => Store;
}

/** Ingest and API over a real stream on disk, in this process; the chain's word is given by the test. */
export async function startTestScd(t: TestContext, options: TestScdOptions = {}) {
  const dir = options.dir ?? temporaryFolder('scd-');
  const files = { ledgerFile: join(dir, 'ledger.db'), batchesFile: join(dir, 'batches.db') };
  const stream = await openStream({ name: 'embedded', dir: join(dir, 'stream'), pollMs: 5 } as never);
  const storeOptions: StorePlace = {
    ...(options.store ?? { name: 'sqlite-days', openDays: 4 }),
    dir: join(dir, 'measurements'),
  };
  const store = await openStore(storeOptions);
  const ingest = startIngest({
    ...{ stream, store: options.around?.(store) ?? store, ...files, log: quiet, group: 'scd', retryMs: 20 },
    batchRecords: options.batchRecords ?? 500,
    verifyThreads: 1,
    rules: { network: NETWORK, podPattern: POD_PATTERN },
    checkAnchor: options.checkAnchor ?? (async () => ({ answer: 'confirmed' })),
  });
  const reading = await openStore({ ...storeOptions, readOnly: true });
  const ledger = new LedgerReader(files.ledgerFile);
  const batches = new BatchReader(files.batchesFile);
  const served = openServed(join(dir, 'served.db'));
  const book = new LifecycleBook(join(dir, 'lifecycle.db'));
  const metrics = createScdMetrics(ledger, batches, { served: served.total, daysBehind: () => 0, book });
  const http = createHttp({ log: quiet, health: () => ({ status: 'ok' }), metrics, statusOf });
  const bindingAt = options.bindingAt ?? (() => Promise.reject(new Error('no chain in this test')));
  const isArchived = isArchivedIn(book);
  const released = createReleased({ store: reading, ledger, access: undefined, isArchived });
  const pools = openWorkPools({
    dataDir: dir,
    store: storeOptions,
    batchesFile: files.batchesFile,
    log: quiet,
  });
  const aggregates = createReleasedAggregates({
    ...{ access: undefined, registry: undefined, pool: pools.aggregates },
  });
  const parquet = createParquetWriter({ dir: join(dir, 'exports'), pool: pools.parquet });
  const heavy = { aggregates, pages: pools.pages, parquet };
  const sources = {
    released,
    ...heavy,
    ledger,
    batches,
    podPattern: POD_PATTERN,
    lateAfterS: 300,
    bindingAt,
    archived: createArchivedIn(book),
    book,
  };
  await addApi(http, { ...sources, served: served.total }, { onServed: served.add, guard: undefined });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await http.close();
    await pools.close();
    await ingest.stop();
    for (const room of [store, reading, stream]) await room.close();
    for (const room of [ledger, batches, served, book]) room.close();
  };
  t.after(stop);
  return { dir, stream, http, ingest, ledger, batches, book, store: reading, stop };
}

export type TestScd = Awaited<ReturnType<typeof startTestScd>>;

/** Publishes batches and waits until everything published so far is ingested. */
export async function publish(scd: { stream: Stream } & TestScd, batches: Sealed[]): Promise<void> {
  for (const { records } of batches) await scd.stream.append('packets', toStream(records));
  await scd.stream.append(
    'anchors',
    batches.map(({ anchor }) => anchorRecord(anchor)),
  );
  await settled(scd);
}

export function anchorRecord(anchor: AnchorRecord): NewRecord {
  return { key: anchor.anchorer, value: JSON.stringify(anchor) };
}

/** Waits until ingest has committed all that the stream holds, and no anchor waits. */
export async function settled(scd: TestScd, { anchors = true } = {}): Promise<void> {
  for (const topic of ['packets', 'anchors', 'registry'])
    await caughtUp(join(scd.dir, 'stream'), scd.stream, topic);
  if (anchors) await waitUntil('anchors to settle', () => scd.batches.counts().anchorsWaiting === 0);
}

/** Waits until a group has committed the end of a topic. */
export async function caughtUp(dir: string, stream: Stream, topic: string, group = 'scd'): Promise<void> {
  await waitUntil(`${group} to take all of ${topic}`, async () => {
    const [range] = await stream.offsets(topic);
    return range!.first === range!.next || committedIn(dir, topic, group) >= range!.next;
  });
}

function committedIn(dir: string, topic: string, group: string): number {
  const file = join(dir, 'offsets.db');
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const row = database.prepare('SELECT next FROM committed WHERE topic = ? AND name = ?').get(topic, group);
    return (row as { next: number } | undefined)?.next ?? 0;
  } finally {
    database.close();
  }
}
