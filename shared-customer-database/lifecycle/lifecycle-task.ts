import type { RpcUrl } from '@access-layer/contracts/rpc-url';
import '@access-layer/kit/native';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { openStream } from '@access-layer/kit/open-stream';
import type { StreamConfig } from '@access-layer/kit/stream-config';
import { openArchive, openStore } from '../adapter.ts';
import type { ArchiveConfig } from '../archive/archive-config.ts';
import { type ArchivedDay, archiveDay } from '../archive/archive-day.ts';
import { type RepairedDay, repairDay } from '../archive/repair-day.ts';
import { BatchReader } from '../batches/batch-reader.ts';
import { type AnchorCheck, createAnchorCheck } from '../ingest/anchor-check.ts';
import { LedgerReader } from '../ledger/ledger-reader.ts';
import { type LifecycleStore, requireLifecycle, type StoreAction } from '../lifecycle-store.ts';
import { type RestoreOutcome, restoreDay } from './restore-day.ts';
import { restoreSnapshot, type SnapshotSources } from './restore-snapshot.ts';
import { type VerifiedDay, verifyDay } from './verify-day.ts';

/** Where everything is; goes to the worker thread as it is. */
export interface LifecyclePlaces {
  network: string;
  podPattern: string;
  store: { name: string; dir: string };
  archive: ArchiveConfig;
  stream: StreamConfig;
  ledgerFile: string;
  batchesFile: string;
  scratchDir: string;
  /** Absent: no chain is asked. */
  chain?: { rpcUrl: RpcUrl; chainId: number; registry: string; anchorContract: string } | undefined;
}

export type LifecycleTask =
  | { kind: 'archive'; day: string; atMs: number }
  | { kind: 'verify'; day: string }
  | { kind: 'restore'; day: string }
  | { kind: 'repair'; day: string; atMs: number }
  | { kind: 'merge'; day: string; actions: StoreAction[] };

export interface TaskAnswers {
  archive: ArchivedDay;
  verify: VerifiedDay;
  restore: RestoreOutcome;
  repair: RepairedDay;
  merge: undefined;
}

/** What a thread hands back: an error keeps its code and whether to try again. */
export type TaskOutcome<Answer> =
  | { ok: true; answer: Answer }
  | { ok: false; code: string; message: string; retryable: boolean };

const CHAIN_TIMEOUT_MS = 5000;

/**
 * The heavy work on one day at a time: Parquet, signatures, `VACUUM`. For a worker thread, or the command line. Who asks
 * the chain in another way than by its RPC says so.
 */
export function createWork(places: LifecyclePlaces, checkAnchor?: AnchorCheck) {
  let opened: ReturnType<typeof openRooms> | undefined;
  return {
    async run<T extends LifecycleTask>(task: T): Promise<TaskOutcome<TaskAnswers[T['kind']]>> {
      try {
        opened ??= openRooms(places, checkAnchor);
        return { ok: true, answer: (await withStore(places, await opened, task)) as TaskAnswers[T['kind']] };
      } catch (error) {
        if (!(error instanceof AccessLayerError)) throw error;
        const { code, message, retryable } = error;
        return { ok: false, code, message, retryable };
      }
    },
    async close(): Promise<void> {
      await (await opened)?.close();
    },
  };
}

type Rooms = Awaited<ReturnType<typeof openRooms>>;

async function openRooms(places: LifecyclePlaces, checkAnchor: AnchorCheck | undefined) {
  const archive = await openArchive(places.archive);
  const stream = await openStream(places.stream);
  const ledger = new LedgerReader(places.ledgerFile);
  const batches = new BatchReader(places.batchesFile);
  return {
    ...{ archive, stream, ledger, batches, network: places.network, scratchDir: places.scratchDir },
    rules: { network: places.network, podPattern: new RegExp(places.podPattern) },
    checkAnchor: checkAnchor ?? (places.chain && anchorCheckOf(places.chain)),
    async close(): Promise<void> {
      for (const room of [archive, stream]) await room.close();
      for (const room of [ledger, batches]) room.close();
    },
  };
}

function anchorCheckOf(chain: NonNullable<LifecyclePlaces['chain']>) {
  const { rpcUrl } = chain;
  const [registry, anchorContract] = [chain.registry as Hex, chain.anchorContract as Hex];
  const reader = createChainReader({ rpcUrl, registry, anchorContract, timeoutMs: CHAIN_TIMEOUT_MS });
  return createAnchorCheck(reader, chain);
}

/** The store is open as long as a task needs it: a day that is open somewhere cannot be made read-only. */
async function withStore(places: LifecyclePlaces, rooms: Rooms, task: LifecycleTask): Promise<unknown> {
  const readOnly = ['archive', 'verify', 'repair'].includes(task.kind);
  const store = requireLifecycle(await openStore({ ...places.store, readOnly }), places.store.name);
  try {
    return await perform({ ...rooms, store }, task);
  } finally {
    await store.close();
  }
}

async function perform(rooms: Rooms & { store: LifecycleStore }, task: LifecycleTask): Promise<unknown> {
  const { checkAnchor } = rooms;
  if (task.kind === 'archive') return archiveDay(rooms, task.day, task.atMs);
  if (task.kind === 'verify') return verifyDay(rooms, task.day);
  if (task.kind === 'repair') return repairDay(rooms, task.day, task.atMs);
  if (task.kind === 'merge') return rooms.store.rest(task.day, task.actions);
  if (checkAnchor) return restore({ ...rooms, checkAnchor }, task.day);
  throw new AccessLayerError({
    code: 'SCD_ARCHIVE_CHAIN',
    message: 'no chain was named to check the archive against',
  });
}

/** From the store's own snapshot, which is quick; what that lacks or has damaged, from the archive. */
async function restore(sources: SnapshotSources, day: string): Promise<RestoreOutcome> {
  const fromSnapshot = await restoreSnapshot(sources, day);
  if (fromSnapshot?.isWhole) return fromSnapshot;
  const fromArchive = await restoreDay(sources, day);
  return { ...fromArchive, damages: [...(fromSnapshot?.damages ?? []), ...fromArchive.damages] };
}
