import { createHttp } from '@access-layer/kit/http';
import type { Log } from '@access-layer/kit/log';
import { createMetrics, type DurableCount } from '@access-layer/kit/metrics';
import type { LightNode } from './node.ts';
import type { OutboxCounts } from './outbox.ts';
import { PAGE_POLICY, statusPage } from './status-page.ts';

/** HTTP of one or more nodes: a page for people at /, /health, /metrics, /status, /status/:node. Listening is up to the caller. */
export function createNodeHttp(nodes: readonly LightNode[], log: Log): ReturnType<typeof createHttp> {
  const http = createHttp({
    log,
    metrics: createMetrics(countsOf(nodes)),
    health() {
      const faults = nodes.flatMap((node) => node.fault()?.replace(/^/, `${node.id}: `) ?? []);
      const parts = Object.fromEntries(nodes.map((node) => [node.id, healthOf(node)]));
      return faults.length > 0
        ? { status: 'degraded', reason: faults.join('; '), nodes: parts }
        : { status: 'ok', nodes: parts };
    },
  });
  http.get('/', async (_request, reply) => {
    reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8');
    const shown = nodes.map((node) => ({ status: node.status(), fault: node.fault() }));
    return statusPage(shown, Date.now());
  });
  http.get('/status', async () => ({ nodes: nodes.map((node) => node.status()) }));
  http.get<{ Params: { node: string } }>('/status/:node', async (request, reply) => {
    const node = nodes.find(({ id }) => id === request.params.node);
    if (node) return node.status();
    return reply.code(404).send({ code: 'NOT_FOUND', message: `no node "${request.params.node}" runs here` });
  });
  return http;
}

function healthOf(node: LightNode): object {
  const { meter, broker, clock, outbox } = node.status();
  return {
    meter: meter.meterError ? meter.meterError.code : 'ok',
    broker: broker.connected ? 'connected' : 'offline',
    clock: clock.synchronised ? 'synchronised' : 'not-synchronised',
    queued: outbox.queued,
  };
}

function countsOf(nodes: readonly LightNode[]): DurableCount[] {
  const count = (name: string, help: string, pick: (counts: OutboxCounts) => number): DurableCount => ({
    name,
    help,
    read: () => nodes.map((node) => ({ labels: { node: node.id }, value: pick(node.counts()) })),
  });
  return [
    count('access_layer_measured_total', 'Readings measured.', (c) => c.measured),
    count('access_layer_signed_total', 'Packets signed.', (c) => c.signed),
    count('access_layer_node_meter_errors_total', 'Readings without values.', (c) => c.meterErrors),
    count('access_layer_node_acknowledged_total', 'Packets with a PUBACK that holds.', (c) => c.acknowledged),
    count(
      'access_layer_node_anchored_total',
      'Packets erased, as a verdict says they are anchored.',
      (c) => c.anchored,
    ),
    count('access_layer_node_refused_total', 'Packets finally refused, kept as evidence.', (c) => c.refused),
    count('access_layer_node_pending_readings', 'Readings on disk that wait to be packed.', (c) => c.pending),
    count('access_layer_node_queued_packets', 'Packets that wait for a PUBACK.', (c) => c.queued),
    count('access_layer_node_held_packets', 'Packets to try again later.', (c) => c.held),
    count('access_layer_node_dropped_total', 'Packets given up when there was no room.', (c) => c.dropped),
    count(
      'access_layer_node_outbox_packets',
      'Packets kept until anchored.',
      (c) => c.signed - c.anchored - c.refused - c.dropped,
    ),
  ];
}
