import type { BindingAnswer } from '@access-layer/core/binding';
import type { Hex } from '@access-layer/core/bytes';
import type { ProofFile } from '@access-layer/core/proof';
import type { WorkerPool } from '../aggregates/worker-pool.ts';
import type { BatchReader } from '../batches/batch-reader.ts';
import type { ParquetWriter } from '../exports/parquet.ts';
import type { LedgerReader, Pod } from '../ledger/ledger-reader.ts';
import type { LifecycleBook } from '../lifecycle/lifecycle-book.ts';
import { podUnknown, type Released } from '../released/released.ts';
import type { ReleasedAggregates } from '../released/released-aggregates.ts';
import type { ArchivedIn } from './archived.ts';
import { badRequest } from './bad-request.ts';

/** What the routes answer from. All of it only reads. */
export interface ApiSources {
  /** The data of PoDs, cut to what the caller may see. */
  released: Released;
  /** Sums of it, cut likewise. */
  aggregates: ReleasedAggregates;
  /** Runs `reading-page-task.ts`. */
  pages: WorkerPool;
  parquet: ParquetWriter;
  ledger: LedgerReader;
  batches: BatchReader;
  podPattern: RegExp;
  lateAfterS: number;
  /** Answers served since ever. */
  served: () => number;
  /** What is in the archive and not in the store. */
  archived: ArchivedIn;
  /** The life of days. */
  book: LifecycleBook;
  /** What the registry contract says of a binding; throws where the chain does not answer. */
  bindingAt: (key: Hex, commitment: Hex, timeMs: number) => Promise<BindingAnswer>;
  /**
   * The `chain` part of a proof file; absent on a development network. Undefined where the chain does not answer: the
   * proof is then served without it.
   */
  chainPartOf?: ((proof: ProofFile) => Promise<ProofFile['chain']>) | undefined;
}

/**
 * The PoD that a path names, which must be known. People type a 15th check character: it is dropped.
 * @throws AccessLayerError SCD_BAD_REQUEST, SCD_POD_UNKNOWN
 */
export function knownPod({ ledger, podPattern }: ApiSources, text: string): Pod {
  const code = [text, text.slice(0, -1)].find((candidate) => podPattern.test(candidate));
  if (code === undefined) throw badRequest('pod', text, `a PoD code that fits ${podPattern.source}`);
  const pod = ledger.pod(code);
  if (pod) return pod;
  throw podUnknown(code);
}
