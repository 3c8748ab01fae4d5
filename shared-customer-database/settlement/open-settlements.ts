import type { Hex } from '@access-layer/core/bytes';
import { createWorkerPool } from '../aggregates/worker-pool.ts';
import type { ScdConfig } from '../config.ts';
import type { StatementCertificates } from '../ingestion-api/statement-certificates.ts';
import type { LedgerReader } from '../ledger/ledger-reader.ts';
import { placesOf } from '../lifecycle/places-of.ts';
import type { Guard } from '../open-guard.ts';
import type { ActivationTaskOptions } from './activation-task.ts';
import { openArchiveSigner } from './seal-archive.ts';
import { settlementRules } from './settlement-config.ts';
import { createSettlements } from './settlements.ts';

export interface OpenSettlementsOptions {
  config: ScdConfig;
  guard: Pick<Guard, 'access' | 'sources' | 'readLedger'>;
  ledger: LedgerReader;
  certificates: StatementCertificates;
  rooms: Pick<ActivationTaskOptions, 'store' | 'batchesFile' | 'ledgerFile'>;
}

const MAX_WAITING = 32;

/** Settlements with the thread that works them out. */
export function openSettlements({ config, guard, ledger, certificates, rooms }: OpenSettlementsOptions) {
  const { rpcUrl, registry, anchorContract } = config.chain;
  const { store, batchesFile, ledgerFile } = rooms;
  const { places, bookFile } = placesOf(config);
  const { network, podPattern } = config;
  const options: ActivationTaskOptions = {
    ...{ store, batchesFile, ledgerFile, archive: places.archive, bookFile, rules: { network, podPattern } },
    chain: { rpcUrl, registry: registry as Hex, anchorContract: anchorContract as Hex },
  };
  const module = new URL('./activation-task.ts', import.meta.url);
  const pool = createWorkerPool({ module, options, threads: 1, maxWaiting: MAX_WAITING });
  const settlements = createSettlements({
    ...{ network, access: guard.access, registry: guard.sources.registry, ledger },
    reads: guard.readLedger.reads,
    ...{ certificates, pool, ...settlementRules(config.settlement) },
    signer: config.signing && openArchiveSigner(config.signing),
  });
  return { settlements, close: () => pool.close() };
}
