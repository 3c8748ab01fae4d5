import { createMetrics } from '@access-layer/kit/metrics';
import { ANOMALY_TYPES } from './anomalies/anomaly-types.ts';
import type { Anomalies } from './anomaly.ts';
import type { BatchStore } from './batch-store.ts';
import type { ClientWatch } from './client-watch.ts';
import type { PacketLog } from './packet-log.ts';
import type { Rejections } from './rejections.ts';
import type { SetPointBook } from './set-points/set-point-book.ts';

export interface MetricParts {
  packetLog: PacketLog;
  batches: BatchStore;
  rejections: Rejections;
  setPointBook: Pick<SetPointBook, 'counts'>;
  anomalies: Pick<Anomalies, 'openCounts'>;
  clients: Pick<ClientWatch, 'counts'>;
  /** Messages received and not answered yet. */
  pending: () => number;
  connections: () => number;
  /** Which of the configured chain nodes is asked; 0 is the first. */
  chainNode: () => number;
  now?: () => number;
}

/** Counts of distinct packets and of what waits, read from durable state at each scrape. */
export function createBalMetrics(parts: MetricParts) {
  const {
    packetLog,
    batches,
    rejections,
    setPointBook,
    anomalies,
    clients,
    pending,
    connections,
    chainNode,
    now = Date.now,
  } = parts;
  const ageS = () => {
    const { oldestWaitingMs } = batches.totals();
    return oldestWaitingMs === 0 ? 0 : Math.max(0, now() - oldestWaitingMs) / 1000;
  };
  const { senders } = packetLog;
  const throughId = {
    accepted: () => packetLog.lastId(),
    sealed: () => batches.totals().sealed,
    anchored: () => batches.totals().anchored,
  };
  const packets = (stage: keyof typeof throughId) => {
    const id = throughId[stage]();
    return id - senders.countUpTo(id);
  };
  const statements = (stage: keyof typeof throughId) => senders.countUpTo(throughId[stage]());
  return createMetrics([
    {
      name: 'access_layer_accepted_total',
      help: 'Distinct packets checked, on disk and acknowledged.',
      read: () => packets('accepted'),
    },
    {
      name: 'access_layer_sealed_total',
      help: 'Distinct packets in a sealed batch.',
      read: () => packets('sealed'),
    },
    {
      name: 'access_layer_anchored_total',
      help: 'Distinct packets whose batch is final on the chain.',
      read: () => packets('anchored'),
    },
    {
      name: 'access_layer_statements_accepted_total',
      help: 'Distinct signed messages of parties, services and the DSO, checked and on disk.',
      read: () => statements('accepted'),
    },
    {
      name: 'access_layer_statements_sealed_total',
      help: 'Those of them in a sealed batch.',
      read: () => statements('sealed'),
    },
    {
      name: 'access_layer_statements_anchored_total',
      help: 'Those of them whose batch is final on the chain.',
      read: () => statements('anchored'),
    },
    {
      name: 'access_layer_statements_refused_total',
      help: 'Signed messages of parties, services and the DSO that were refused and put aside, by reason.',
      labelNames: ['reason'],
      read: () => senders.refusedCounts().map(({ reason, count }) => ({ labels: { reason }, value: count })),
    },
    {
      name: 'access_layer_statements_held',
      help: 'Those that wait for their key or their predecessor.',
      read: () => senders.heldCount(),
    },
    {
      name: 'access_layer_refused_total',
      help: 'Packets refused, by reason; each time they came.',
      read: () => rejections.counts().map(({ reason, count }) => ({ labels: { reason }, value: count })),
    },
    {
      name: 'access_layer_set_points_total',
      help: 'What DSO Technical Platforms were told of their set-points, by status.',
      labelNames: ['status'],
      read: () => setPointBook.counts().map(({ status, count }) => ({ labels: { status }, value: count })),
    },
    {
      name: 'access_layer_anomalies_open',
      help: 'Anomalies that are not over, by type.',
      labelNames: ['type'],
      read: () => {
        const open = new Map(anomalies.openCounts().map(({ type, count }) => [type, count]));
        return ANOMALY_TYPES.map((type) => ({ labels: { type }, value: open.get(type) ?? 0 }));
      },
    },
    {
      name: 'access_layer_client_refusals_total',
      help: 'Times that clients were turned away or held back since the service started, by limit.',
      labelNames: ['limit'],
      read: () =>
        clients.counts().map(({ refusal, count }) => ({ labels: { limit: refusal }, value: count })),
    },
    {
      name: 'access_layer_batches_waiting',
      help: 'Sealed batches that are not final on the chain.',
      read: () => batches.totals().waiting,
    },
    {
      name: 'access_layer_oldest_unanchored_age_seconds',
      help: 'Age of the first packet in the oldest batch that is not final; 0 where none waits.',
      read: ageS,
    },
    { name: 'access_layer_intake_pending', help: 'Messages received and not answered yet.', read: pending },
    {
      name: 'access_layer_chain_fallback_in_use',
      help: '1 while the chain is asked at another node than the first that is configured.',
      read: () => (chainNode() === 0 ? 0 : 1),
    },
    { name: 'access_layer_connections', help: 'MQTT connections.', read: connections },
  ]);
}
