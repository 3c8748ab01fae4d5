import assert from 'node:assert/strict';
import type { RunningToxiproxy } from '@access-layer/engines/toxiproxy';

/** A way to a server that a test can cut and slow down. */
export interface Link {
  /** `host:port` to go there by. */
  at: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Every answer comes so much later, until `work` is done. */
  slow(latencyMs: number, work: () => Promise<void>): Promise<void>;
}

/** Lays a way through Toxiproxy to `host:port`. */
export async function openLink({ api }: RunningToxiproxy, name: string, upstream: string): Promise<Link> {
  const ask = async (method: string, path: string, body?: object): Promise<string> => {
    const response = await fetch(api + path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await response.text();
    assert.ok(response.ok, `${path}: ${response.status} ${text}`);
    return text;
  };
  const made = await ask('POST', '/proxies', { name, listen: '127.0.0.1:0', upstream });
  const { listen } = JSON.parse(made) as { listen: string };
  const enable = (enabled: boolean) => ask('POST', `/proxies/${name}`, { enabled }).then(() => undefined);
  return {
    at: listen,
    cut: () => enable(false),
    mend: () => enable(true),
    async slow(latencyMs, work) {
      const toxic = { name: 'late', type: 'latency', attributes: { latency: latencyMs } };
      await ask('POST', `/proxies/${name}/toxics`, toxic);
      await work();
      await ask('DELETE', `/proxies/${name}/toxics/late`);
    },
  };
}
