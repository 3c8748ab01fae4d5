import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import type { Hex } from '@access-layer/core/bytes';
import type { ChainReader } from '@access-layer/core/verify';
import { createHttp, type Health } from '@access-layer/kit/http';
import type { Log } from '@access-layer/kit/log';
import '@access-layer/kit/native';
import { openStore, openStream } from './adapter.ts';
import { addApi } from './api/create-api.ts';
import { openServed } from './api/served.ts';
import { BatchReader } from './batches/batch-reader.ts';
import { DEFAULT_GROUP, requireLoopback, type ScdConfig } from './config.ts';
import { statusOf } from './errors.ts';
import { createAnchorCheck } from './ingest/anchor-check.ts';
import { type Ingest, startIngest } from './ingest/start-ingest.ts';
import { LedgerReader } from './ledger/ledger-reader.ts';
import { createScdMetrics } from './service-metrics.ts';

export interface RunningService {
  /** Where the API listens. */
  url: string;
  stop(): Promise<void>;
}

const DEFAULTS = { group: DEFAULT_GROUP, batchRecords: 500, lateAfterS: 300, retryMs: 2000 };
const DEFAULT_STORE = { name: 'sqlite-days' };
const CHAIN_TIMEOUT_MS = 3000;

interface Rooms {
  store: { name: string; dir: string; openDays?: number };
  ledgerFile: string;
  batchesFile: string;
  servedFile: string;
}

/**
 * Starts what the roles name: `ingest`, `api` or both. Either is also a process of its own over the same folder.
 * @throws AccessLayerError SCD_NOT_LOOPBACK, SCD_ADAPTER
 */
export async function startService(config: ScdConfig, log: Log): Promise<RunningService> {
  requireLoopback(config.http.host);
  mkdirSync(config.dataDir, { recursive: true });
  const rooms = roomsIn(config);
  const chain = createChainReader({
    rpcUrl: config.chain.rpcUrl,
    registry: config.chain.registry as Hex,
    anchorContract: config.chain.anchorContract as Hex,
    timeoutMs: CHAIN_TIMEOUT_MS,
  });
  const roles = config.roles ?? ['ingest', 'api'];
  const ingest = roles.includes('ingest') ? await startIngestRole(config, rooms, chain, log) : undefined;
  const served = roles.includes('api') ? openServed(rooms.servedFile) : undefined;
  const ledger = new LedgerReader(rooms.ledgerFile);
  const batches = new BatchReader(rooms.batchesFile);
  const metrics = createScdMetrics(ledger, batches, () => served?.total() ?? 0);
  const http = createHttp({ log, metrics, statusOf, health: () => healthOf(roles, ingest) });
  const store = await openStore({ ...rooms.store, readOnly: true });
  if (served)
    await addApi(
      http,
      { store, ledger, batches, ...apiOptions(config, chain), served: served.total },
      served.add,
    );
  const url = await http.listen({ host: config.http.host ?? '127.0.0.1', port: config.http.port });
  log.info(
    { url, roles },
    'listening on loopback only: there are no access rules yet that could open it to others',
  );
  return {
    url,
    async stop() {
      await http.close();
      await ingest?.stop();
      await store.close();
      ledger.close();
      batches.close();
      served?.close();
    },
  };
}

function roomsIn({ dataDir, store = DEFAULT_STORE }: ScdConfig): Rooms {
  return {
    store: { ...store, dir: join(dataDir, 'measurements') },
    ledgerFile: join(dataDir, 'ledger.db'),
    batchesFile: join(dataDir, 'batches.db'),
    servedFile: join(dataDir, 'served.db'),
  };
}

async function startIngestRole(
  config: ScdConfig,
  rooms: Rooms,
  chain: ChainReader,
  log: Log,
): Promise<Ingest> {
  const stream = await openStream(config.stream);
  const store = await openStore(rooms.store);
  const { group = DEFAULTS.group, batchRecords = DEFAULTS.batchRecords } = config;
  const ingest = startIngest({
    ...{ stream, store, log, group, batchRecords },
    ...{ ledgerFile: rooms.ledgerFile, batchesFile: rooms.batchesFile },
    rules: { network: config.network, podPattern: new RegExp(config.podPattern) },
    verifyThreads: config.verifyThreads,
    checkAnchor: createAnchorCheck(chain, config.chain),
    retryMs: config.chain.retryMs ?? DEFAULTS.retryMs,
  });
  return {
    problems: ingest.problems,
    async stop() {
      await ingest.stop();
      await store.close();
      await stream.close();
    },
  };
}

function apiOptions(config: ScdConfig, chain: ChainReader) {
  return {
    podPattern: new RegExp(config.podPattern),
    lateAfterS: config.lateAfterS ?? DEFAULTS.lateAfterS,
    bindingAt: chain.bindingAt,
  };
}

/** A chain that does not answer is told, and is no fault of ours: readings stay sealed until it does. */
function healthOf(roles: string[], ingest: Ingest | undefined): Health {
  const { chain, ...problems } = ingest?.problems() ?? {};
  const parts = { roles, chain: chain ?? 'ok' };
  const [first] = Object.entries(problems);
  return first ? { status: 'degraded', reason: first.join(': '), ...parts } : { status: 'ok', ...parts };
}
