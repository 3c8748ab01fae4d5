import { stageMetric } from '@access-layer/core/stage';
import { createMetrics, type DurableCount } from '@access-layer/kit/metrics';
import type { BatchReader } from './batches/batch-reader.ts';
import type { LedgerReader } from './ledger/ledger-reader.ts';
import type { LifecycleBook } from './lifecycle/lifecycle-book.ts';
import { lifecycleMetrics } from './lifecycle/lifecycle-metrics.ts';

export interface ScdMetricsSources {
  served: () => number;
  daysBehind: () => number;
  book: LifecycleBook;
  /** How far the groups of this process are behind. */
  lag?: DurableCount[];
}

/** Everything that is counted, from durable state at each scrape. */
export function createScdMetrics(
  ledger: LedgerReader,
  batches: BatchReader,
  { served, daysBehind, book, lag = [] }: ScdMetricsSources,
): ReturnType<typeof createMetrics> {
  return createMetrics([
    { name: stageMetric('stored'), help: 'Distinct packets stored', read: () => ledger.counts().stored },
    { name: stageMetric('served'), help: 'Answers of the Data API', read: served },
    {
      name: 'access_layer_scd_stored_readings_total',
      help: 'Readings in the packets stored',
      read: () => ledger.counts().storedReadings,
    },
    {
      name: 'access_layer_statements_stored_total',
      help: 'Distinct signed messages of parties, services and the DSO whose certificates are stored',
      read: () => ledger.counts().storedStatements,
    },
    {
      name: 'access_layer_scd_anchored_packets',
      help: 'Stored packets in batches that the chain was seen to hold',
      read: () => batches.counts().anchoredPackets,
    },
    {
      name: 'access_layer_scd_duplicates_total',
      help: 'Certificates of packets that were stored already',
      read: () => ledger.counts().duplicates,
    },
    {
      name: 'access_layer_scd_quarantined_total',
      help: 'Records put aside, by reason',
      read: () =>
        Object.entries(ledger.counts().quarantined).map(([reason, value]) => ({ labels: { reason }, value })),
    },
    {
      name: 'access_layer_scd_batches',
      help: 'Batches by state',
      read: () => {
        const { anchoredPackets: _, anchorsWaiting: __, ...states } = batches.counts();
        return Object.entries(states).map(([state, value]) => ({ labels: { state }, value }));
      },
    },
    {
      name: 'access_layer_scd_anchors_waiting',
      help: "Anchor records that wait for the chain's word",
      read: () => batches.counts().anchorsWaiting,
    },
    {
      name: 'access_layer_scd_sums_behind',
      help: 'Days whose sums are not ready: the next question about them makes them first',
      read: daysBehind,
    },
    ...lifecycleMetrics(book),
    ...lag,
  ]);
}
