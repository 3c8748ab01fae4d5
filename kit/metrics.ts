import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

const PREFIX = 'access_layer_';

export interface DurableCount {
  /** Prometheus name; counters end in `_total`. */
  name: string;
  help: string;
  /** Names of the labels; without it, those of the first sample. */
  labelNames?: string[];
  /** Read from durable state at each scrape, so it is right after every crash. */
  read: () => number | { labels: Record<string, string>; value: number }[];
}

/** A registry of metrics with the process's own, and with values read from durable state at each scrape. */
export function createMetrics(durable: DurableCount[] = []): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  // Gauges whose names say that they are counters; the same by type are there without them.
  for (const what of ['handles', 'requests', 'resources']) {
    registry.removeSingleMetric(`${PREFIX}nodejs_active_${what}_total`);
  }
  for (const count of durable) addDurable(registry, count);
  return registry;
}

function addDurable(registry: Registry, { name, help, labelNames, read }: DurableCount): void {
  const sample = labelNames ? undefined : read();
  const names = labelNames ?? (Array.isArray(sample) ? Object.keys(sample[0]?.labels ?? {}) : []);
  const samples = () => {
    const now = read();
    return Array.isArray(now) ? now : [{ labels: {}, value: now }];
  };
  const common = { name, help, labelNames: names, registers: [registry] };
  // What is counted lives in the database: at each scrape the metric is emptied and filled from there.
  if (name.endsWith('_total')) {
    new Counter({
      ...common,
      collect() {
        this.reset();
        for (const { labels, value } of samples()) this.inc(labels, value);
      },
    });
    return;
  }
  new Gauge({
    ...common,
    collect() {
      this.reset();
      for (const { labels, value } of samples()) this.set(labels, value);
    },
  });
}
