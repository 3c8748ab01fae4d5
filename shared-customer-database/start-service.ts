import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { watchEndpoints } from '@access-layer/contracts/watch-endpoints';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import type { ChainReader } from '@access-layer/core/verify';
import { followErasures } from '@access-layer/kit/erasure';
import { createHttp, type Health } from '@access-layer/kit/http';
import type { Log } from '@access-layer/kit/log';
import type { DurableCount } from '@access-layer/kit/metrics';
import { openStream } from '@access-layer/kit/open-stream';
import { watchLag } from '@access-layer/kit/stream-lag';
import '@access-layer/kit/native';
import { openStore } from './adapter.ts';
import { createArchivedIn, isArchivedIn } from './api/archived.ts';
import { createChainPartOf } from './api/chain-part-of.ts';
import { addApi } from './api/create-api.ts';
import { keepCursorKey } from './api/cursor.ts';
import { rememberBindings } from './api/remembered-bindings.ts';
import { openServed } from './api/served.ts';
import { BatchReader } from './batches/batch-reader.ts';
import { configFaults, DEFAULT_GROUP, requireLoopback, type ScdConfig } from './config.ts';
import { type ArchiveTurns, createEraseArchive } from './erasures/erase-archive.ts';
import { createEraseStore, knowErased } from './erasures/erase-store.ts';
import { ErasureBook } from './erasures/erasure-book.ts';
import { periodOf } from './erasures/order-of.ts';
import { STORE_PART } from './erasures/start-erasures.ts';
import { statusOf } from './errors.ts';
import { releaseByAccess } from './events-api/release-by-access.ts';
import { createParquetWriter } from './exports/parquet.ts';
import { createAnchorCheck } from './ingest/anchor-check.ts';
import { type Ingest, startIngest } from './ingest/start-ingest.ts';
import { createStatementCertificates } from './ingestion-api/statement-certificates.ts';
import { LedgerReader } from './ledger/ledger-reader.ts';
import { LifecycleBook } from './lifecycle/lifecycle-book.ts';
import { placesOf } from './lifecycle/places-of.ts';
import { startLifecycleRole } from './lifecycle/start-lifecycle-role.ts';
import { openGuard } from './open-guard.ts';
import { startPartyTopics } from './party-topics/start-party-topics.ts';
import { createReleased } from './released/released.ts';
import { createReleasedAggregates } from './released/released-aggregates.ts';
import { createScdMetrics } from './service-metrics.ts';
import { openSettlements } from './settlement/open-settlements.ts';
import type { Store } from './store.ts';
import type { StorePlace } from './store-config.ts';
import { openWorkPools } from './work-pools.ts';

export interface RunningService {
  /** Where the API listens. */
  url: string;
  stop(): Promise<void>;
}

const DEFAULTS = { group: DEFAULT_GROUP, batchRecords: 500, lateAfterS: 300, retryMs: 2000 };
const DEFAULT_STORE = { name: 'sqlite-days' } as const;
const CHAIN_TIMEOUT_MS = 3000;

interface Rooms {
  store: StorePlace;
  ledgerFile: string;
  batchesFile: string;
  servedFile: string;
  exportsDir: string;
}

/**
 * Starts what the roles name: `ingest` (with `lifecycle`), `api` or all. Either is also a process of its own over the same
 * folder.
 * @throws AccessLayerError SCD_NOT_LOOPBACK, SCD_ADAPTER
 */
export async function startService(config: ScdConfig, log: Log): Promise<RunningService> {
  requireLoopback(config.http.host);
  requireWhole(config);
  mkdirSync(config.dataDir, { recursive: true });
  keepCursorKey(join(config.dataDir, 'cursor.key'));
  const rooms = roomsIn(config);
  watchEndpoints(config.chain, log);
  const chain = createChainReader({
    rpcUrl: config.chain.rpcUrl,
    registry: config.chain.registry as Hex,
    anchorContract: config.chain.anchorContract as Hex,
    timeoutMs: CHAIN_TIMEOUT_MS,
  });
  const roles = config.roles ?? ['ingest', 'api', 'lifecycle'];
  let lifecycle: Awaited<ReturnType<typeof startLifecycleRole>>;
  const ingest = roles.includes('ingest')
    ? await startIngestRole(config, rooms, chain, log, () => lifecycle)
    : undefined;
  if (ingest && roles.includes('lifecycle')) lifecycle = await startLifecycleRole(config, ingest.store, log);
  const book = new LifecycleBook(placesOf(config).bookFile);
  const served = roles.includes('api') ? openServed(rooms.servedFile) : undefined;
  const ledger = new LedgerReader(rooms.ledgerFile);
  const batches = new BatchReader(rooms.batchesFile);
  const pools = served ? openWorkPools({ dataDir: config.dataDir, log, ...rooms }) : undefined;
  const metrics = createScdMetrics(ledger, batches, {
    served: () => served?.total() ?? 0,
    daysBehind: () => pools?.daysBehind() ?? 0,
    book,
    lag: ingest ? [ingest.lag] : [],
  });
  const health = () =>
    healthOf(roles, ingest, {
      'read-ledger': guard?.readLedger.problem(),
      'erasure-reports': guard?.erasures.problem(),
      archive: lifecycle?.problem(),
      'party-topics': routing?.problem(),
    });
  const http = createHttp({ log, metrics, statusOf, health });
  const store = await openStore({ ...rooms.store, readOnly: true });
  const { auth } = config;
  const certificates = createStatementCertificates({ ledger, batches, bindingAt: chain.bindingAt });
  const guard = served && auth ? await openGuard({ ...config, auth }, certificates, log) : undefined;
  const routing =
    guard &&
    config.partyTopics &&
    startPartyTopics({
      ...{ config: config.partyTopics, stream: guard.stream, registry: guard.sources.registry, log },
      ...{ release: releaseByAccess(guard.access), served: guard.readLedger.reads.delivered },
    });
  const settling = guard && openSettlements({ config, guard, ledger, certificates, rooms });
  if (served && pools) {
    // Files that an export had begun when the process ended.
    rmSync(rooms.exportsDir, { recursive: true, force: true });
    const access = { access: guard?.access, reads: guard?.readLedger.reads };
    const released = createReleased({ store, ledger, ...access, isArchived: isArchivedIn(book) });
    const aggregates = createReleasedAggregates({
      ...{ ...access, registry: guard?.sources.registry, pool: pools.aggregates },
      ...(config.fewestCustomers ? { fewestCustomers: config.fewestCustomers } : {}),
    });
    const parquet = createParquetWriter({ dir: rooms.exportsDir, pool: pools.parquet });
    const heavy = { aggregates, pages: pools.pages, parquet };
    const sources = {
      released,
      ...heavy,
      ledger,
      batches,
      ...apiOptions(config, chain),
      served: served.total,
      archived: createArchivedIn(book),
      book,
    };
    await addApi(http, sources, { onServed: served.add, guard, settlements: settling?.settlements });
  }
  const url = await http.listen({ host: config.http.host ?? '127.0.0.1', port: config.http.port });
  log.info({ url, roles }, guard ? 'listening' : 'listening, open to everyone on this machine');
  return {
    url,
    async stop() {
      await http.close();
      await pools?.close();
      await settling?.close();
      await routing?.stop();
      await guard?.close();
      await lifecycle?.stop();
      await ingest?.stop();
      await store.close();
      ledger.close();
      batches.close();
      served?.close();
      book.close();
    },
  };
}

/** @throws AccessLayerError CONFIG_INVALID */
function requireWhole(config: ScdConfig): void {
  const errors = configFaults(config);
  if (errors.length === 0) return;
  throw new AccessLayerError({ code: 'CONFIG_INVALID', message: errors.join('\n'), context: { errors } });
}

function roomsIn({ dataDir, store = DEFAULT_STORE }: ScdConfig): Rooms {
  return {
    store: { ...store, dir: join(dataDir, 'measurements') },
    ledgerFile: join(dataDir, 'ledger.db'),
    batchesFile: join(dataDir, 'batches.db'),
    servedFile: join(dataDir, 'served.db'),
    exportsDir: join(dataDir, 'exports'),
  };
}

async function startIngestRole(
  config: ScdConfig,
  rooms: Rooms,
  chain: ChainReader,
  log: Log,
  turns: ArchiveTurns,
): Promise<Ingest & { store: Store; lag: DurableCount }> {
  const stream = await openStream(config.stream);
  const store = await openStore(rooms.store);
  const { group = DEFAULTS.group, batchRecords = DEFAULTS.batchRecords } = config;
  const book = new ErasureBook(join(config.dataDir, 'erasures.db'));
  // A ledger that was lost comes back from the archive, and openings are on the stream only.
  if (!existsSync(rooms.ledgerFile)) await stream.seek(TOPICS.registry, group, 0, 0);
  knowErased(rooms.ledgerFile, book.confirmed());
  const ingest = startIngest({
    ...{ stream, store, log, group, batchRecords },
    erased: () => book.confirmed().map(periodOf),
    ...{ ledgerFile: rooms.ledgerFile, batchesFile: rooms.batchesFile },
    rules: { network: config.network, podPattern: new RegExp(config.podPattern) },
    verifyThreads: config.verifyThreads,
    checkAnchor: createAnchorCheck(chain, config.chain),
    retryMs: config.chain.retryMs ?? DEFAULTS.retryMs,
  });
  const erasing = followErasures({
    ...{ stream, part: STORE_PART, log },
    erase: createEraseStore({
      ...{ book, store, ledgerFile: rooms.ledgerFile, between: ingest.between },
      projectionsDir: join(config.dataDir, 'quarters'),
      eraseArchive: createEraseArchive(
        placesOf(config).places.archive,
        join(config.dataDir, 'scratch'),
        turns,
      ),
    }),
  });
  const followed = [TOPICS.packets, TOPICS.anchors, TOPICS.registry].map((topic) => ({ topic, group }));
  const lag = watchLag(stream, followed, { log });
  return {
    store,
    lag: lag.metric,
    problems: () => {
      const problem = erasing.problem();
      return { ...ingest.problems(), ...(problem ? { erasures: problem } : {}) };
    },
    between: ingest.between,
    async stop() {
      await lag.stop();
      await erasing.stop();
      await ingest.stop();
      book.close();
      await store.close();
      await stream.close();
    },
  };
}

function apiOptions(config: ScdConfig, chain: ChainReader) {
  return {
    podPattern: new RegExp(config.podPattern),
    lateAfterS: config.lateAfterS ?? DEFAULTS.lateAfterS,
    bindingAt: rememberBindings(chain.bindingAt),
    chainPartOf:
      config.chain.consensus === 'qbft' ? createChainPartOf(config.chain, CHAIN_TIMEOUT_MS) : undefined,
  };
}

/** A chain that does not answer is told, and is no fault of ours: readings stay sealed until it does. */
function healthOf(
  roles: string[],
  ingest: Ingest | undefined,
  others: Record<string, string | undefined>,
): Health {
  const { chain, ...ofIngest } = ingest?.problems() ?? {};
  const known = Object.entries(others).filter(([, problem]) => problem !== undefined);
  const problems = { ...ofIngest, ...Object.fromEntries(known) };
  const parts = { roles, chain: chain ?? 'ok' };
  const [first] = Object.entries(problems);
  return first ? { status: 'degraded', reason: first.join(': '), ...parts } : { status: 'ok', ...parts };
}
