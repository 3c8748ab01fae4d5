import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRest } from '@access-layer/blockchain-access-layer/rest/server';
import type { GatewayConfig } from '@access-layer/gateway/config';
import { startGateway } from '@access-layer/gateway/gateway';
import { createLog } from '@access-layer/kit/log';
import { createMetrics } from '@access-layer/kit/metrics';
import { startService } from '@access-layer/shared-customer-database/start-service';
import { startAlarmsAlone } from '../e2e/alarms-alone.ts';
import { startOnboardingAlone } from '../e2e/onboarding-alone.ts';

/** The documents by the name that the front door gives them. */
export const DOCUMENTS = ['data', 'events', 'bal', 'onboarding', 'alarms', 'gateway'] as const;
export type DocumentName = (typeof DOCUMENTS)[number];
export type OpenApiDocuments = Record<DocumentName, object>;

const log = createLog({ name: 'documents', level: 'silent' });
const policiesDir = new URL('../policies', import.meta.url).pathname;
const NOBODY = `0x${'00'.repeat(20)}` as const;
/** Nobody listens on port 9: no chain is needed to describe an API. */
const chain = { rpcUrl: 'http://127.0.0.1:9', chainId: 1, registry: NOBODY, anchorContract: NOBODY };
const issuer = {
  issuer: 'http://127.0.0.1:9',
  audience: 'access-layer',
  jwksUri: 'http://127.0.0.1:9/oauth/jwks',
};

const PATIENCE_MS = 120_000;

/** Fetches every OpenAPI document through a front door, from services that have started on an empty folder. */
export async function readDocuments(): Promise<OpenApiDocuments> {
  const dir = mkdtempSync(join(tmpdir(), 'openapi-'));
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const upstreams = {
      'shared-customer-database': await startDatabase(dir, stops),
      'blockchain-access-layer': await startBal(stops),
      onboarding: await startOnboarding(dir, stops),
      alarms: await startAlarms(dir, stops),
    };
    const gateway = await startGateway(gatewayConfig(dir, upstreams), log);
    stops.unshift(() => gateway.stop());
    const entries = DOCUMENTS.map(async (name) => [name, await fetchDocument(gateway.url, name)] as const);
    return Object.fromEntries(await Promise.all(entries)) as OpenApiDocuments;
  } finally {
    for (const stop of stops) await stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function startDatabase(dir: string, stops: (() => Promise<unknown>)[]): Promise<string> {
  const config = {
    ...{
      network: 'documents',
      dataDir: join(dir, 'scd'),
      http: { port: 0 },
      chain,
      auth: issuer,
      policiesDir,
    },
    ...{ stream: { name: 'embedded' as const, dir: join(dir, 'stream') }, podPattern: '^IT\\d{3}E\\d{8}$' },
  };
  const { url, stop } = await startService(config, log);
  stops.push(stop);
  return url;
}

async function startOnboarding(dir: string, stops: (() => Promise<unknown>)[]): Promise<string> {
  const { url, stop } = await startOnboardingAlone(dir, issuer, log);
  stops.push(stop);
  return url;
}

async function startAlarms(dir: string, stops: (() => Promise<unknown>)[]): Promise<string> {
  const { url, stop } = await startAlarmsAlone(dir, issuer, log);
  stops.push(stop);
  return url;
}

/** Routes are described and not called: nothing behind them is needed. */
async function startBal(stops: (() => Promise<unknown>)[]): Promise<string> {
  const check = async () => ({ ok: false, status: 401, code: 'TOKEN_MISSING', message: '' }) as const;
  const http = await startRest({
    ...{ host: '127.0.0.1', port: 0, health: () => ({ status: 'ok' }), metrics: createMetrics(), log },
    guard: { check, accessUrl: issuer.issuer },
  } as unknown as Parameters<typeof startRest>[0]);
  stops.push(() => http.close());
  return http.listeningOrigin;
}

function gatewayConfig(dir: string, urls: Record<string, string>): GatewayConfig {
  return {
    dataDir: join(dir, 'gateway'),
    http: { host: '127.0.0.1', port: 0 },
    // All services are in this one process: while one of them makes its document, the others cannot answer.
    timeouts: { connectMs: PATIENCE_MS, responseMs: PATIENCE_MS },
    overload: { maxEventLoopDelayMs: PATIENCE_MS },
    upstreams: Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }])),
  };
}

async function fetchDocument(url: string, name: DocumentName): Promise<object> {
  const response = await fetch(`${url}/openapi/${name}.json`);
  if (!response.ok) throw new Error(`/openapi/${name}.json: ${response.status} ${await response.text()}`);
  return (await response.json()) as object;
}
