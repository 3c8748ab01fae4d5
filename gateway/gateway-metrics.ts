import { createMetrics } from '@access-layer/kit/metrics';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Overload } from './proxy/overload.ts';
import type { ResponseCache } from './proxy/response-cache.ts';
import type { Upstream } from './proxy/upstream.ts';

export interface GatewayMetrics {
  registry: Registry;
  record(request: { route: string; method: string; status: number; durationMs: number }): void;
  cached(result: 'hit' | 'revalidated' | 'miss'): void;
}

interface Watched {
  upstreams: Upstream[];
  overload: Overload;
  cache: ResponseCache;
}

/** What Prometheus sees: requests by route and status, how long they took, and how the services behind are. */
export function createGatewayMetrics({ upstreams, overload, cache }: Watched): GatewayMetrics {
  const registry = createMetrics();
  const registers = [registry];
  const requests = new Counter({
    name: 'access_layer_gateway_requests_total',
    help: 'Requests by route of the table, method and status; 499: the caller went away',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'access_layer_gateway_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const cacheAnswers = new Counter({
    name: 'access_layer_gateway_cache_total',
    help: 'Cacheable requests: answered from memory, after asking whether it still holds, or by the service',
    labelNames: ['result'],
    registers,
  });
  addGauge(registry, 'access_layer_gateway_cache_bytes', 'Answers kept in memory', () => cache.bytes);
  addGauge(
    registry,
    'access_layer_gateway_event_loop_delay_seconds',
    'Mean of the last half second',
    () => overload.delayMs() / 1000,
  );
  for (const [name, help, read] of UPSTREAM_GAUGES) addUpstreamGauge(registry, name, help, upstreams, read);
  return {
    registry,
    record({ route, method, status, durationMs }) {
      requests.inc({ route, method, status: String(status) });
      duration.observe({ route }, durationMs / 1000);
    },
    cached: (result) => cacheAnswers.inc({ result }),
  };
}

const CIRCUIT = { closed: 1, 'half-open': 0.5, open: 0 };
const UPSTREAM_GAUGES: [string, string, (upstream: Upstream) => number][] = [
  [
    'access_layer_gateway_upstream_up',
    'Circuit of a service: 1 closed, 0.5 being tried, 0 open',
    ({ circuit }) => CIRCUIT[circuit],
  ],
  ['access_layer_gateway_upstream_requests', 'Requests under way', ({ underWay }) => underWay.requests],
  ['access_layer_gateway_upstream_streams', 'Streams open', ({ underWay }) => underWay.streams],
];

function addGauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

function addUpstreamGauge(
  registry: Registry,
  name: string,
  help: string,
  upstreams: Upstream[],
  read: (upstream: Upstream) => number,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['upstream'],
    registers: [registry],
    collect() {
      for (const upstream of upstreams) this.set({ upstream: upstream.name }, read(upstream));
    },
  });
}
