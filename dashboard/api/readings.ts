import type { AccessLayerClient } from '@access-layer/client/create-client';
import { pages } from '@access-layer/client/pages';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSession } from '../sign-in/session-provider.tsx';
import { useAnswer, useData } from './use-data.ts';

export interface Reading {
  atMs: number;
  quality: readonly string[];
  values: Readonly<Record<string, number>>;
  meter: string;
  stage: string;
  payloadHash: string;
}

export interface Between {
  fromMs: number;
  untilMs: number;
}

const PAGE = 3000;
const iso = (ms: number) => new Date(ms).toISOString();

/** Every reading of a meter in a range, in order of time. */
export function useReadings(pod: string, meter: string | undefined, range: Between, when: boolean) {
  const key = ['readings', pod, meter, range.fromMs, range.untilMs];
  return useAnswer(
    key,
    (client) => extend(`${pod} ${meter}`, range, (more) => readReadings(client, pod, meter, more)),
    {
      when: when && meter !== undefined,
    },
  );
}

interface Kept extends Between {
  readings: Reading[];
  wholeAtMs: number;
}

const kept = new Map<string, Kept>();
/** What came late into a range that was read before is seen after this time. */
const WHOLE_EVERY_MS = 60_000;

/** A live range moves on by seconds: of what was read before only the end is asked for. */
async function extend(
  key: string,
  range: Between,
  read: (range: Between) => Promise<Reading[]>,
): Promise<Reading[]> {
  const before = kept.get(key);
  const goesOn =
    before !== undefined &&
    before.fromMs <= range.fromMs &&
    before.untilMs >= range.fromMs &&
    before.untilMs <= range.untilMs &&
    Date.now() - before.wholeAtMs < WHOLE_EVERY_MS;
  const more = await read(goesOn ? { fromMs: before.untilMs, untilMs: range.untilMs } : range);
  const readings = goesOn ? [...before.readings.filter(({ atMs }) => atMs >= range.fromMs), ...more] : more;
  kept.set(key, { ...range, readings, wholeAtMs: goesOn ? before.wholeAtMs : Date.now() });
  return readings;
}

async function readReadings(
  client: AccessLayerClient,
  pod: string,
  meter: string | undefined,
  { fromMs, untilMs }: Between,
): Promise<Reading[]> {
  const query = { from: iso(fromMs), until: iso(untilMs), limit: PAGE, ...(meter ? { meter } : {}) };
  const found: Reading[] = [];
  for await (const page of pages((cursor) =>
    client.data.GET('/v1/pods/{pod}/readings', { params: { path: { pod }, query: { ...query, cursor } } }),
  )) {
    for (const { at, quality, values, meter: of, stage, certificate } of page.readings) {
      found.push({
        atMs: Date.parse(at),
        quality,
        values: values as Record<string, number>,
        ...{ meter: of, stage, payloadHash: certificate.payloadHash },
      });
    }
  }
  return found;
}

export type Step = '15min' | 'hour' | 'day' | 'month';

/** Energy and power by interval, in the viewer's time zone. */
export function useAggregates(
  pod: string,
  meter: string | undefined,
  range: Between,
  { step, zone, when = true }: { step: Step; zone: string; when?: boolean },
) {
  return useAnswer(
    ['aggregates', pod, meter, range.fromMs, range.untilMs, step, zone],
    async (client) => {
      const query = { from: iso(range.fromMs), until: iso(range.untilMs), step, zone, limit: PAGE };
      const asked = pages((cursor) =>
        client.data.GET('/v1/pods/{pod}/aggregates', {
          params: { path: { pod }, query: { ...query, cursor, ...(meter ? { meter } : {}) } },
        }),
      );
      const intervals = [];
      for await (const page of asked) intervals.push(...page.intervals);
      return intervals;
    },
    { when: when && range.untilMs > range.fromMs },
  );
}

export function useSetPoints(pod: string, range: Between) {
  return useData(['set-points', pod, range.fromMs, range.untilMs], (client) =>
    client.data.GET('/v1/pods/{pod}/set-points', {
      params: { path: { pod }, query: { from: iso(range.fromMs), until: iso(range.untilMs) } },
    }),
  );
}

export function useActivations(pod: string, range: Between) {
  return useData(['activations', pod, range.fromMs, range.untilMs], (client) =>
    client.data.GET('/v1/pods/{pod}/activations', {
      params: { path: { pod }, query: { from: iso(range.fromMs), until: iso(range.untilMs) } },
    }),
  );
}

export function useCompleteness(pod: string, range: Between) {
  return useData(['completeness', pod, range.fromMs, range.untilMs], (client) =>
    client.data.GET('/v1/pods/{pod}/completeness', {
      params: { path: { pod }, query: { from: iso(range.fromMs), until: iso(range.untilMs) } },
    }),
  );
}

/** At most this often a page is drawn anew for what came meanwhile. */
const PACE_MS = 2000;

/** Asks again for a PoD when the stream of events says that something of it has come. */
export function useNewReadings(pod: string, live: boolean): void {
  const { client } = useSession();
  const queries = useQueryClient();
  useEffect(() => {
    if (!live) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      void queries.invalidateQueries({ queryKey: ['pods', pod] });
    };
    void (async () => {
      for await (const { data } of client.follow({ topics: ['measurements'], signal: stop.signal })) {
        if (data.key === pod) timer ??= setTimeout(refresh, PACE_MS);
      }
    })().catch(() => undefined); // refused topics: the page still asks by the clock
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, queries, pod, live]);
}
