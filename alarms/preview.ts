import type { AccessLayerClient } from '@access-layer/client/create-client';
import { dataOf } from '@access-layer/client/errors';
import type { Parts } from './parts.ts';
import type { Condition, RuleBody } from './rule.ts';
import { fits, type SeenAnomaly } from './sources/anomalies.ts';
import { ANCHOR_AGE, metricSeries } from './sources/poll.ts';
import { judge, type Limit, QUIET, step, type Verdict } from './step.ts';

export interface Preview {
  fromMs: number;
  untilMs: number;
  series: { subject: string; points: Point[] }[];
  rings: Ring[];
  note?: string;
}
export interface Point {
  atMs: number;
  value: number;
}
export interface Ring {
  subject: string;
  fromMs: number;
  /** Absent where it would still ring. */
  untilMs?: number;
}

const DAY_MS = 86_400_000;
const PAGE = 10_000;
/** A day of readings every second. */
const MOST_PAGES = 9;
const MOST_PODS = 3;
const MOST_POINTS = 1200;

/**
 * When a rule would have rung over the past day, by the same steps that judge it. What is read is read by `client`, as who
 * asks: it shows him nothing that he may not read.
 */
export async function preview(parts: Parts, client: AccessLayerClient, body: RuleBody): Promise<Preview> {
  const untilMs = parts.now();
  const range = { fromMs: untilMs - DAY_MS, untilMs };
  return { ...range, ...(await previewOf(parts, client, body, range)) };
}

type Range = Pick<Preview, 'fromMs' | 'untilMs'>;
type Found = Omit<Preview, keyof Range>;

function previewOf(
  parts: Parts,
  client: AccessLayerClient,
  body: RuleBody,
  range: Range,
): Promise<Found> | Found {
  const { condition } = body;
  const forMs = (body.forS ?? 0) * 1000;
  switch (condition.kind) {
    case 'threshold':
      return ofThreshold(parts, client, condition, { ...range, forMs });
    case 'missing':
      return ofMissing(parts, client, condition, { ...range, forMs });
    case 'anomaly':
      return ofAnomalies(client, condition, { ...range, forMs });
    case 'anchor-age': {
      const limit: Limit = { side: 'above', limit: condition.aboveS };
      return ofSamples(parts, [[ANCHOR_AGE, 'anchoring']], limit, { ...range, forMs });
    }
    case 'metric': {
      const services = parts.settings.metrics.map(({ service }) => service);
      const of = services.filter((service) => (condition.service ?? service) === service);
      const series = of.map((service): [string, string] => [metricSeries(condition, service), service]);
      return ofSamples(parts, series, condition, { ...range, forMs });
    }
  }
}

type Asked = Range & { forMs: number };

async function ofThreshold(
  parts: Parts,
  client: AccessLayerClient,
  condition: Extract<Condition, { kind: 'threshold' }>,
  asked: Asked,
): Promise<Found> {
  const { pods, note } = podsOf(parts, condition.pod);
  const { value: name, role = 'exchange' } = condition;
  const found: Found = { series: [], rings: [], ...(note ? { note } : {}) };
  for (const pod of pods) {
    const roles = await rolesAt(client, pod);
    const readings = (await readDay(client, pod, asked)).filter(
      ({ meter }) => (roles.get(meter) ?? role) === role,
    );
    for (const [meter, of] of Object.entries(Object.groupBy(readings, ({ meter }) => meter))) {
      const subject = `${pod} ${meter}`;
      const points = (of ?? []).flatMap(({ atMs, values }): Point[] => {
        const value = values[name];
        return typeof value === 'number' ? [{ atMs, value }] : [];
      });
      found.series.push({ subject, points: thinned(points, asked) });
      found.rings.push(...ringsOf(subject, points.map(verdictBy(condition)), asked.forMs));
    }
  }
  return found;
}

const verdictBy =
  (limit: Limit) =>
  ({ atMs, value }: Point) => ({ atMs, verdict: judge(value, limit) });

/** By the times of measurement, as times of receipt are not kept for people. */
async function ofMissing(
  parts: Parts,
  client: AccessLayerClient,
  { pod, noneForS }: Extract<Condition, { kind: 'missing' }>,
  { forMs, ...range }: Asked,
): Promise<Found> {
  const { pods, note } = podsOf(parts, pod);
  const rings: Ring[] = [];
  for (const subject of pods) {
    const times = (await readDay(client, subject, range)).map(({ atMs }) => atMs).sort((a, b) => a - b);
    if (times.length === 0) continue;
    const ends = [...times.slice(1), undefined];
    for (const [index, atMs] of times.entries()) {
      const fromMs = atMs + noneForS * 1000 + forMs;
      const untilMs = ends[index];
      if (fromMs >= (untilMs ?? range.untilMs)) continue;
      rings.push({ subject, fromMs, ...(untilMs === undefined ? {} : { untilMs }) });
    }
  }
  return { series: [], rings, ...(note ? { note } : {}) };
}

async function ofAnomalies(
  client: AccessLayerClient,
  condition: Extract<Condition, { kind: 'anomaly' }>,
  { fromMs, untilMs, forMs }: Asked,
): Promise<Found> {
  const query = { since: new Date(fromMs).toISOString(), limit: '1000', order: 'newest' as const };
  const { items, next } = await dataOf(client.bal.GET('/anomalies', { params: { query } }));
  const rings = items.flatMap((anomaly): Ring[] => {
    const { type, node, subject: what, firstAtMs, closedAtMs } = anomaly;
    const start = Math.max(fromMs, firstAtMs) + forMs;
    if (!fits(condition, anomaly as SeenAnomaly) || start >= (closedAtMs ?? untilMs)) return [];
    const subject = [type, node, what].filter(Boolean).join(' ');
    return [{ subject, fromMs: start, ...(closedAtMs === undefined ? {} : { untilMs: closedAtMs }) }];
  });
  return { series: [], rings, ...(next ? { note: 'of the newest 1000 anomalies' } : {}) };
}

function ofSamples(
  { samples }: Parts,
  of: [series: string, subject: string][],
  limit: Limit,
  asked: Asked,
): Found {
  const series = of.map(([name, subject]) => ({
    subject,
    points: samples.since(name, asked.fromMs).map(({ at, value }) => ({ atMs: at, value })),
  }));
  const firstMs = Math.min(...series.flatMap(({ points }) => points[0]?.atMs ?? []));
  const note = Number.isFinite(firstMs)
    ? `known since ${new Date(firstMs).toISOString()}`
    : 'nothing is known of it yet: it is kept once a rule asks for it';
  return {
    series: series.map(({ subject, points }) => ({ subject, points: thinned(points, asked) })),
    rings: series.flatMap(({ subject, points }) =>
      ringsOf(subject, points.map(verdictBy(limit)), asked.forMs),
    ),
    ...(firstMs - asked.fromMs < 60_000 ? {} : { note }),
  };
}

export function ringsOf(
  subject: string,
  samples: { atMs: number; verdict: Verdict }[],
  forMs: number,
): Ring[] {
  const rings: Ring[] = [];
  let watch = QUIET;
  for (const { atMs, verdict } of samples) {
    const next = step(watch, verdict, atMs, forMs);
    watch = next.watch;
    if (next.change === 'rang') rings.push({ subject, fromMs: atMs });
    if (next.change === 'over') rings.at(-1)!.untilMs = atMs;
  }
  return rings;
}

/** For a picture: of each piece of the time its highest and lowest. */
export function thinned(points: Point[], { fromMs, untilMs }: Range): Point[] {
  if (points.length <= MOST_POINTS) return points;
  const pieces = Object.groupBy(points, ({ atMs }) =>
    Math.floor(((atMs - fromMs) / (untilMs - fromMs)) * (MOST_POINTS / 2)),
  );
  return Object.values(pieces).flatMap((of = []) => {
    const [low, high] = of.reduce(
      ([least, most], point) => [
        point.value < least.value ? point : least,
        point.value > most.value ? point : most,
      ],
      [of[0]!, of[0]!],
    );
    if (low === high) return [low];
    return low.atMs < high.atMs ? [low, high] : [high, low];
  });
}

function podsOf({ watches }: Parts, pod: string | undefined): { pods: string[]; note?: string } {
  if (pod !== undefined) return { pods: [pod] };
  const known = [...watches.seen.keys()].sort();
  if (known.length <= MOST_PODS) return { pods: known };
  return { pods: known.slice(0, MOST_PODS), note: `of ${MOST_PODS} of ${known.length} PoDs` };
}

/** Of the meters of a PoD, as far as the registry tells the caller. */
async function rolesAt(client: AccessLayerClient, pod: string): Promise<Map<string, string>> {
  const { data } = await client.data.GET('/v1/pods/{id}', { params: { path: { id: pod } } });
  return new Map((data?.meters ?? []).map(({ id, role }) => [id, role]));
}

interface DayReading {
  atMs: number;
  meter: string;
  values: Record<string, unknown>;
}

async function readDay(
  client: AccessLayerClient,
  pod: string,
  { fromMs, untilMs }: Range,
): Promise<DayReading[]> {
  const found: DayReading[] = [];
  const range = { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString(), limit: PAGE };
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { ...range, ...(cursor ? { cursor } : {}) };
    const { readings, next } = await dataOf(
      client.data.GET('/v1/pods/{pod}/readings', { params: { path: { pod }, query } }),
    );
    found.push(
      ...readings.map((reading) => ({ ...reading, atMs: Date.parse(reading.at) }) as unknown as DayReading),
    );
    cursor = next;
    if (cursor === undefined) break;
  }
  return found;
}
