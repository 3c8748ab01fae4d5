import { setTimeout as delay } from 'node:timers/promises';

/** An anomaly as `GET /v1/anomalies` answers it, as far as it is shown. */
export interface SeenAnomaly {
  id: number;
  type: string;
  severity: string;
  state: string;
  node: string;
  subject?: string;
  count: number;
  lastAtMs: number;
}

const LOOK_EVERY_MS = 500;

/** Looks at the list of anomalies, as the DSO's operator. */
export function createDefender(
  url: string,
  operator: () => Promise<{ authorization: string }>,
  patienceMs: number,
) {
  async function list(query: Record<string, string>): Promise<SeenAnomaly[]> {
    const text = new URLSearchParams({ order: 'newest', ...query });
    const response = await fetch(`${url}/v1/anomalies?${text}`, { headers: await operator() });
    if (!response.ok) throw new Error(`/v1/anomalies: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { items: SeenAnomaly[] }).items;
  }

  return {
    /** Waits for an anomaly that was noticed after a time; undefined where none comes. */
    async sees(
      { type, node, state }: { type: string; node?: string; state?: 'open' | 'closed' },
      sinceMs: number,
      withinMs = patienceMs,
    ): Promise<SeenAnomaly | undefined> {
      const query = {
        ...{ type, since: new Date(sinceMs).toISOString() },
        ...(node === undefined ? {} : { node }),
        ...(state === undefined ? {} : { open: String(state === 'open') }),
      };
      for (const endMs = Date.now() + withinMs; Date.now() < endMs; await delay(LOOK_EVERY_MS)) {
        const [found] = await list(query);
        if (found) return found;
      }
      return undefined;
    },
  };
}

export type Defender = ReturnType<typeof createDefender>;

export function inWords({ id, type, severity, state, node, subject, count }: SeenAnomaly): string {
  return `anomaly ${id}, ${severity}: ${type} of ${node}${subject ? ` (${subject})` : ''}, ${count}×, ${state}`;
}
