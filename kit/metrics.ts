import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface DurableCount {
  /** Prometheus name; counters end in `_total`. */
  name: string;
  help: string;
  /** Read from durable state at each scrape, so it is right after every crash. */
  read: () => number | { labels: Record<string, string>; value: number }[];
}

/** A registry of metrics with the process's own, and with values read from durable state at each scrape. */
export function createMetrics(durable: DurableCount[] = []): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'access_layer_' });
  for (const { name, help, read } of durable) addDurable(registry, name, help, read);
  return registry;
}

function addDurable(registry: Registry, name: string, help: string, read: DurableCount['read']): void {
  const sample = read();
  const labelNames = Array.isArray(sample) ? Object.keys(sample[0]?.labels ?? { node: '' }) : [];
  // A gauge that is set at scrape: prom-client's counters can only be added to, and these live in the database.
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      const now = read();
      if (!Array.isArray(now)) return this.set(now);
      for (const { labels, value } of now) this.set(labels, value);
    },
  });
}
