/** What of a signed measurement is needed here. */
export interface Measurement {
  type: string;
  pod: string;
  meter: string;
  role: string;
  readings: { at: string; values: { activePowerW?: number } }[];
}

export interface Load {
  municipality: string;
  /** Begin of the quarter-hour. */
  quarter: string;
  /** Sum over the PoDs of the mean active power of each. */
  loadW: number;
  pods: number;
}

const QUARTER_MS = 900_000;
/** Readings may be as late as this. */
const GRACE_MS = 900_000;

/**
 * Folds measurements into quarter-hours. One is over when every partition has gone on for longer than the grace behind
 * its end; what comes for it later is left out. The same reading counts once, however often it comes.
 */
export function createLoads(municipalityOf: Readonly<Record<string, string>>, partitions: readonly number[]) {
  const latestMs = new Map(partitions.map((partition) => [partition, 0]));
  /** Quarter, then PoD, then instant with meter: power. */
  const quarters = new Map<number, Map<string, Map<string, number>>>();
  let overMs = 0;

  function add({ pod, meter, readings }: Measurement): number {
    let latest = 0;
    for (const { at, values } of readings) {
      const atMs = Date.parse(at);
      latest = Math.max(latest, atMs);
      const quarter = Math.floor(atMs / QUARTER_MS) * QUARTER_MS;
      if (values.activePowerW === undefined || quarter < overMs) continue;
      const pods = quarters.get(quarter) ?? new Map<string, Map<string, number>>();
      const powers = pods.get(pod) ?? new Map<string, number>();
      quarters.set(quarter, pods.set(pod, powers.set(`${at} ${meter}`, values.activePowerW)));
    }
    return latest;
  }

  function* over(): Iterable<Load> {
    const untilMs = Math.min(...latestMs.values()) - GRACE_MS;
    for (const quarter of [...quarters.keys()].sort((a, b) => a - b)) {
      if (quarter + QUARTER_MS > untilMs) return;
      yield* sums(quarter, quarters.get(quarter)!);
      quarters.delete(quarter);
      overMs = quarter + QUARTER_MS;
    }
  }

  function* sums(quarter: number, pods: Map<string, Map<string, number>>): Iterable<Load> {
    const byMunicipality = Map.groupBy(pods, ([pod]) => municipalityOf[pod] ?? 'unknown');
    for (const [municipality, own] of [...byMunicipality].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const loadW = own.reduce((sum, [, powers]) => sum + mean([...powers.values()]), 0);
      yield { municipality, quarter: new Date(quarter).toISOString(), loadW, pods: own.length };
    }
  }

  return {
    /** Takes a measurement of a partition; answers the loads of quarters that are over now. */
    take(partition: number, measurement: Measurement): Load[] {
      // What runs between customer and grid; meters behind it are in it already.
      if (measurement.type !== 'measurement' || measurement.role !== 'exchange') return [];
      latestMs.set(partition, Math.max(latestMs.get(partition) ?? 0, add(measurement)));
      return [...over()];
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
