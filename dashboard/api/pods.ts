import type { AccessLayerClient } from '@access-layer/client/create-client';
import { dataOf } from '@access-layer/client/errors';
import { items } from '@access-layer/client/pages';
import { useAnswer } from './use-data.ts';

/** A PoD as far as the caller may see it: what the registry says, and what is stored. */
export interface PodRow {
  pod: string;
  municipality?: string;
  province?: string;
  contractedPowerW?: number;
  powerClass?: string;
  voltageLevel?: string;
  serviceTypes: readonly string[];
  latitude?: number;
  longitude?: number;
  meters: readonly string[];
  series: readonly MeterSeries[];
  readings: number;
  packets: number;
  firstMs?: number;
  lastMs?: number;
}

export interface MeterSeries {
  node: string;
  meter: string;
  role?: string;
  readings: number;
  firstMs: number;
  lastMs: number;
}

const EVERY_MS = 5000;
const PAGE = 1000;

/** All PoDs that the caller may see, of registry and store together. */
export function usePods() {
  return useAnswer(['pods'], readPods, { everyMs: EVERY_MS });
}

/** One PoD; the services answer 404 where the caller may see nothing of it. */
export function usePod(pod: string) {
  return useAnswer(['pods', pod], (client) => readPod(client, pod), { everyMs: EVERY_MS });
}

async function readPods(client: AccessLayerClient): Promise<{ rows: PodRow[]; hidden: number }> {
  const [registered, { pods: stored, hidden }] = await Promise.all([
    all(
      items('items', (cursor) => client.data.GET('/v1/pods', { params: { query: { cursor, limit: PAGE } } })),
    ),
    dataOf(client.data.GET('/v1/series', { params: { query: { limit: PAGE } } })),
  ]);
  const known = new Map(registered.map((pod) => [pod.id, pod]));
  const series = new Map(stored.map((one) => [one.pod, one.series]));
  const codes = [...new Set([...known.keys(), ...series.keys()])].sort();
  return { rows: codes.map((code) => rowOf(code, known.get(code), series.get(code) ?? [])), hidden };
}

async function readPod(client: AccessLayerClient, pod: string): Promise<PodRow> {
  const [registered, stored] = await Promise.all([
    client.data.GET('/v1/pods/{id}', { params: { path: { id: pod } } }),
    findSeries(client, pod),
  ]);
  if (!registered.response.ok && stored.length === 0) await dataOf(registered);
  return rowOf(pod, registered.data, stored);
}

/** The list is by PoD: the one wanted is the first behind the code just before it. */
async function findSeries(client: AccessLayerClient, pod: string): Promise<StoredSeries[]> {
  const pages = items('pods', (cursor) =>
    client.data.GET('/v1/series', { params: { query: { cursor, limit: PAGE } } }),
  );
  for await (const one of pages) if (one.pod === pod) return one.series;
  return [];
}

interface Registered {
  municipality: string;
  province: string;
  contractedPowerW: number;
  powerClass: string;
  voltageLevel: string;
  serviceTypes: string[];
  latitude?: number;
  longitude?: number;
  meters: { id: string }[];
}

interface StoredSeries {
  node: string;
  meter: string;
  role?: string;
  packets: number;
  readings: number;
  first: string;
  last: string;
}

function rowOf(pod: string, registered: Registered | undefined, stored: StoredSeries[]): PodRow {
  const { meters = [], serviceTypes = [], ...rest } = registered ?? {};
  const sum = (field: 'readings' | 'packets') => stored.reduce((total, one) => total + one[field], 0);
  const series = stored.map(({ node, meter, role, readings, first, last }) => ({
    ...{ node, meter, readings },
    ...(role ? { role } : {}),
    firstMs: Date.parse(first),
    lastMs: Date.parse(last),
  }));
  return {
    ...rest,
    pod,
    serviceTypes,
    meters: [...new Set([...meters.map(({ id }) => id), ...stored.map(({ meter }) => meter)])],
    series,
    readings: sum('readings'),
    packets: sum('packets'),
    ...(series.length > 0
      ? {
          firstMs: Math.min(...series.map(({ firstMs }) => firstMs)),
          lastMs: Math.max(...series.map(({ lastMs }) => lastMs)),
        }
      : {}),
  };
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of list) found.push(item);
  return found;
}
