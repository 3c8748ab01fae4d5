/** The four kinds of report, with set-points apart from power: what PoDs are put together by. */
export const REPORTS = {
  'service-type': 'By service',
  municipality: 'By municipality',
  'power-class': 'By power',
  'set-point': 'By set-point',
  aggregator: 'By aggregator',
} as const;
export type ReportKind = keyof typeof REPORTS;

/** PoD codes of each group of each kind, as the registry has them at the time of the making. */
export type Groups = Record<ReportKind, Record<string, string[]>>;

interface RegisteredPod {
  id: string;
  municipality: string;
  powerClass: string;
  serviceTypes: string[];
}

export interface RegistryFacts {
  pods: RegisteredPod[];
  portfolios: { aggregator: string; pod: string; from: string; until?: string }[];
  /** PoDs with a set-point at any time. */
  commanded: ReadonlySet<string>;
}

/** What the engine does not know of a PoD is in the registry: it puts PoDs together beforehand. */
export function groupsOf({ pods, portfolios, commanded }: RegistryFacts, nowMs: number): Groups {
  const isNow = ({ from, until }: { from: string; until?: string }) =>
    Date.parse(from) <= nowMs && (until === undefined || nowMs < Date.parse(until));
  const inForce = new Map(portfolios.filter(isNow).map(({ pod, aggregator }) => [pod, aggregator]));
  return {
    'service-type': grouped(pods, ({ serviceTypes }) => (serviceTypes.length > 0 ? serviceTypes : ['none'])),
    municipality: grouped(pods, ({ municipality }) => [municipality]),
    'power-class': grouped(pods, ({ powerClass }) => [powerClass]),
    'set-point': grouped(pods, ({ id }) => [commanded.has(id) ? 'with set-points' : 'without set-points']),
    aggregator: grouped(pods, ({ id }) => [inForce.get(id) ?? 'none']),
  };
}

function grouped(
  pods: readonly RegisteredPod[],
  groups: (pod: RegisteredPod) => string[],
): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const pod of pods) {
    for (const group of groups(pod)) {
      const own = found[group] ?? [];
      own.push(pod.id);
      found[group] = own;
    }
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => a.localeCompare(b)));
}
