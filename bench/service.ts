import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openStream } from '@access-layer/kit/open-stream';
import { openRegistry } from '@access-layer/shared-customer-database/registry/open-registry';
import { stringify } from 'yaml';
import { anchorAll, type BenchChain } from './bench-chain.ts';
import { type BenchIssuer, startIssuer } from './bench-tokens.ts';
import type { Filled } from './fill-store.ts';
import { NETWORK } from './packets.ts';

export interface Answer {
  status: number;
  text: string;
}

/** A Shared Customer Database as its main starts it, with the shipped rules, over a folder that is filled. */
export interface BenchService {
  /** Those that the registry knows. */
  pods: string[];
  issuer: BenchIssuer;
  get(path: string, token: string, accept?: string): Promise<Answer>;
  /** Values of its Prometheus metrics by name; reading them begins a new window of the event loop's delay. */
  metrics(): Promise<Map<string, number>>;
  /** Resident memory in MB: now, and the most there ever was; undefined where the system does not tell. */
  memoryMb(): { now: number; peak: number } | undefined;
  /** Resolves when what sums are made from is there for all days. */
  sumsReady(): Promise<void>;
  close(): Promise<void>;
}

const POLL_MS = 100;
const START_TIMEOUT_MS = 600_000;

/** PoDs in the registry, those of the nodes first: what sums over PoDs go over. */
const REGISTERED = 1000;

/** Each PoD has a customer of its own. */
export function customerOf(pod: string): string {
  return `customer-${pod}`;
}

/**
 * Anchors what was filled, tells the service of openings and anchors on the stream, registers PoDs with their holders,
 * and starts it; resolves when the service has asked the chain about every batch.
 */
export async function startFilledService(
  dir: string,
  filled: Filled,
  { chain, openings, nodes }: BenchChain,
): Promise<BenchService> {
  const stream = await openStream({ name: 'embedded', dir: join(dir, 'stream') });
  await stream.append('registry', openings);
  await stream.append('anchors', await anchorAll(chain, filled.batches));
  await stream.close();
  const pods = [...new Set([...nodes.map(({ pod }) => pod), ...filled.pods])].slice(0, REGISTERED);
  await register(join(dir, 'registry'), pods, filled.firstDayMs);
  const issuer = await startIssuer();
  const { rpcUrl, chainId, registry, anchorContract } = chain;
  const configFile = join(dir, 'config.yaml');
  const auth = { issuer: issuer.issuer, audience: issuer.audience, jwksUri: issuer.jwksUri };
  const config = {
    ...{ network: NETWORK, dataDir: dir, http: { port: 0 }, podPattern: '^IT\\d{3}E\\d{8}$' },
    // Without the life of days: a month would be archived in one go, where a real one was day by day as it came.
    roles: ['ingest', 'api'],
    chain: { rpcUrl, chainId, registry, anchorContract },
    stream: { name: 'embedded', dir: join(dir, 'stream') },
    ...{ auth, policiesDir: new URL('../policies', import.meta.url).pathname },
  };
  writeFileSync(configFile, stringify(config));
  const main = new URL(import.meta.resolve('@access-layer/shared-customer-database/main')).pathname;
  const child = spawn(process.execPath, [main, '--config', configFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const service = serviceAt(await listeningUrl(child), child, issuer);
  await metricReaches(service, 'access_layer_scd_batches{state="anchored"}', filled.batches.length);
  const sumsReady = () => metricReaches(service, 'access_layer_scd_sums_behind', 0);
  return { ...service, pods, sumsReady };
}

function serviceAt(
  url: string,
  child: ChildProcess,
  issuer: BenchIssuer,
): Omit<BenchService, 'pods' | 'sumsReady'> {
  const agent = new Agent({ keepAlive: true });
  const get: BenchService['get'] = (path, token, accept) =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, ...(accept ? { accept } : {}) };
      const asked = request(`${url}${path}`, { agent, headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() });
        });
      });
      asked.on('error', reject).end();
    });
  return {
    ...{ issuer, get },
    async metrics() {
      const { text } = await get('/metrics', '');
      const samples = text.matchAll(/^([a-z_0-9]+)(?:\{[^}]*\})? ([-+.\dNe]+)$/gm);
      return new Map([...samples].map(([, name, value]) => [name!, Number(value)]));
    },
    memoryMb: () => memoryOf(child.pid!),
    async close() {
      agent.destroy();
      issuer.close();
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Has a consent for every registered PoD, each of another customer. */
export const AGGREGATOR = 'bench-aggregator';

/** Registers PoDs of twenty municipalities, each held by a customer of its own from the first day on. */
async function register(dir: string, pods: string[], from: number): Promise<void> {
  const registry = await openRegistry({ name: 'sqlite', dir });
  const by = { subject: 'bench', clientId: 'bench', role: 'dso-administrator' };
  const place = { province: 'RM', powerClass: '3-6 kW', contractedPowerW: 4500, voltageLevel: 'LV' as const };
  const writes = pods.flatMap((id, i) => {
    const meters = [{ id: `meter-${id}`, role: 'exchange' }];
    const pod = { id, municipality: `Comune ${i % 20}`, ...place, serviceTypes: [], meters };
    const customer = customerOf(id);
    const always = { from, until: 0 };
    const holding = { id: `holding-${id}`, pod: id, customer, ...always };
    const portfolio = { id: `portfolio-${id}`, aggregator: AGGREGATOR, pod: id, ...always };
    const consent = {
      ...{ id: `consent-${id}`, customer, party: AGGREGATOR, purpose: 'flexibility', pods: 'all', ...always },
      ...{ dataSets: ['measurements'], grantedAt: from },
    };
    return [
      { kind: 'customer' as const, id: customer, document: { id: customer, kind: 'household' } },
      { kind: 'pod' as const, id, document: pod },
      { kind: 'holding' as const, id: holding.id, document: holding },
      { kind: 'portfolio' as const, id: portfolio.id, document: portfolio },
      { kind: 'consent' as const, id: consent.id, document: consent },
    ];
  });
  const party = { id: AGGREGATOR, role: 'aggregator', name: 'Aggregator of the bench' };
  const all = [{ kind: 'party' as const, id: party.id, document: party }, ...writes];
  const { applied } = await registry.write(all as never, { by, atomic: true });
  await registry.close();
  if (!applied) throw new Error('the PoDs of the bench could not be registered');
}

async function metricReaches(
  service: Pick<BenchService, 'get'>,
  name: string,
  expected: number,
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const { text } = await service.get('/metrics', '');
    const value = text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length);
    if (value && Number(value) === expected) return;
    if (Date.now() > deadline) throw new Error(`${name} is ${value}; expected ${expected} in time`);
    await delay(POLL_MS);
  }
}

async function listeningUrl(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const url = /"url":"(http:[^"]+)"/.exec(text)?.[1];
    if (url) {
      child.stdout!.resume();
      return url;
    }
  }
  throw new Error(`the Shared Customer Database did not start:\n${text}`);
}

function memoryOf(pid: number): { now: number; peak: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]);
    return { now: kb('VmRSS') / 1024, peak: kb('VmHWM') / 1024 };
  } catch {
    return undefined; // not Linux
  }
}
