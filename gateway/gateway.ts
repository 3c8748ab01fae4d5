import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AccessLayerError } from '@access-layer/core/errors';
import { createHttp, type Health } from '@access-layer/kit/http';
import type { Log } from '@access-layer/kit/log';
import type { FastifyInstance } from 'fastify';
import { DEFAULT_LIMITS, type GatewayConfig } from './config.ts';
import { accountsFile, openAccounts, openStatistics, statisticsFile } from './database.ts';
import { createFrontDoor, type FrontDoorParts } from './front-door.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { createIssuer, type Issuer } from './issuer.ts';
import { Limits } from './limits.ts';
import { watchOverload } from './proxy/overload.ts';
import { ResponseCache } from './proxy/response-cache.ts';
import { Upstream } from './proxy/upstream.ts';
import { type RouteTable, readRouteTable } from './route-table.ts';
import { Statistics } from './statistics.ts';

export interface Gateway {
  /** What callers type. */
  url: string;
  managementUrl?: string;
  stop(): Promise<void>;
}

const DEFAULT_ROUTES = join(import.meta.dirname, 'routes.yaml');
const DEFAULTS = {
  maxBodyBytes: 1024 * 1024,
  timeouts: { connectMs: 2000, responseMs: 30_000, idleMs: 60_000 },
  overload: { maxEventLoopDelayMs: 250, failuresToOpen: 5, openMs: 2000 },
  cache: { maxBytes: 64 * 1024 * 1024, maxEntryBytes: 1024 * 1024 },
  upstream: { maxConcurrent: 256, maxStreams: 1000 },
};
const STOP_GRACE_MS = 5000;

/**
 * Starts the front door.
 * @throws AccessLayerError CONFIG_INVALID where the route table and the configuration contradict each other
 */
export async function startGateway(config: GatewayConfig, log: Log): Promise<Gateway> {
  const table = readTable(config);
  const upstreams = createUpstreams(config);
  const classes = { ...DEFAULT_LIMITS, ...config.limits?.classes };
  const accounts = openAccounts(accountsFile(config.dataDir));
  const statistics = new Statistics(openStatistics(statisticsFile(config.dataDir)), log, config.statistics);
  const cache = new ResponseCache(config.cache ?? DEFAULTS.cache);
  const overload = watchOverload(
    config.overload?.maxEventLoopDelayMs ?? DEFAULTS.overload.maxEventLoopDelayMs,
  );
  const metrics = createGatewayMetrics({ upstreams: [...upstreams.values()], overload, cache });
  let issuer: Issuer | undefined;
  let publicUrl = config.publicUrl ?? (config.http.tls ? 'https://127.0.0.1' : 'http://127.0.0.1');
  const parts: FrontDoorParts = {
    config,
    table,
    upstreams,
    statistics,
    cache,
    overload,
    metrics,
    log,
    limits: new Limits(classes, accounts),
    issuer: () => issuer,
    publicUrl: () => publicUrl,
    maxBodyBytes: config.limits?.maxBodyBytes ?? DEFAULTS.maxBodyBytes,
    timeouts: { ...DEFAULTS.timeouts, ...config.timeouts },
  };
  const health = (): Health => ({
    status: issuer ? 'ok' : 'starting',
    ...(issuer ? { issuer: issuer.issuer } : { reason: 'the issuer is not ready yet' }),
    upstreams: Object.fromEntries([...upstreams.values()].map(({ name, circuit }) => [name, circuit])),
  });
  const http = await createFrontDoor(parts);
  const management = await manage(http, parts, health, () => issuer);
  const close = async () => {
    if (config.http.tls) unwatchFile(config.http.tls.certFile);
    await closeAll(http, management);
    overload.stop();
    for (const upstream of upstreams.values()) upstream.close();
    await issuer?.close();
    statistics.close();
    accounts.close();
  };
  try {
    await http.listen({ host: config.http.host, port: config.http.port });
    if (!config.publicUrl) publicUrl = addressOf(http, config);
    issuer = await createIssuer(config.issuer ?? { name: 'embedded' }, {
      publicUrl,
      dataDir: config.dataDir,
      log,
    });
  } catch (error) {
    await close();
    throw error;
  }
  watchCertificate(http, config, log);
  log.info({ url: publicUrl, issuer: issuer.issuer, upstreams: [...upstreams.keys()] }, 'listening');
  return { url: publicUrl, ...(management ? { managementUrl: urlOf(management) } : {}), stop: close };
}

/** Reads the route table of a configuration, and checks that everything it names is there. */
export function readTable(config: GatewayConfig): RouteTable {
  const file = config.routesFile ?? DEFAULT_ROUTES;
  const table = readRouteTable(file);
  const classes = { ...DEFAULT_LIMITS, ...config.limits?.classes };
  const errors = table.routes.flatMap(({ prefix, upstream, limit }) => [
    ...(upstream === 'self' || Object.hasOwn(config.upstreams, upstream)
      ? []
      : [`${prefix}: upstream "${upstream}" is not in the configuration (upstreams.${upstream})`]),
    ...(Object.hasOwn(classes, limit) ? [] : [`${prefix}: there is no limit class "${limit}"`]),
  ]);
  if (errors.length === 0) return table;
  const message = `route table ${file} is not valid:\n${errors.map((error) => `  ${error}`).join('\n')}`;
  throw new AccessLayerError({ code: 'CONFIG_INVALID', message, context: { file, errors } });
}

function createUpstreams({ upstreams, overload }: GatewayConfig): Map<string, Upstream> {
  const options = { ...DEFAULTS.overload, ...overload };
  return new Map(
    Object.entries(upstreams).map(([name, upstream]) => [
      name,
      new Upstream({ ...DEFAULTS.upstream, ...options, ...upstream, name }),
    ]),
  );
}

/** /health and /metrics: on a port of their own, or on the front door where that is loopback only. */
async function manage(
  http: FastifyInstance,
  { config, metrics, log }: FrontDoorParts,
  health: () => Health,
  issuer: () => Issuer | undefined,
): Promise<FastifyInstance | undefined> {
  if (config.management) {
    const management = createHttp({ log, health, metrics: metrics.registry });
    // For the services behind, which may not know the authority of the front door's certificate.
    management.get('/jwks', async () => issuer()?.keys?.() ?? { keys: [] });
    await management.listen(config.management);
    return management;
  }
  http.get('/health', async (_request, reply) => {
    const state = health();
    return reply.code(state.status === 'ok' ? 200 : 503).send(state);
  });
  http.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  return undefined;
}

/** Stops taking requests, lets those under way end, and closes what is still open (streams) after a while. */
async function closeAll(http: FastifyInstance, management: FastifyInstance | undefined): Promise<void> {
  const force = setTimeout(() => http.server.closeAllConnections(), STOP_GRACE_MS);
  await http.close();
  clearTimeout(force);
  await management?.close();
}

function urlOf(http: FastifyInstance, scheme = 'http'): string {
  const { address, port, family } = http.server.address() as AddressInfo;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function addressOf(http: FastifyInstance, config: GatewayConfig): string {
  return urlOf(http, config.http.tls ? 'https' : 'http');
}

const CERTIFICATE_POLL_MS = 60_000;

/** A renewed certificate is used without a restart. */
function watchCertificate(http: FastifyInstance, config: GatewayConfig, log: Log): void {
  const { tls } = config.http;
  if (!tls) return;
  watchFile(tls.certFile, { interval: CERTIFICATE_POLL_MS, persistent: false }, () => {
    try {
      const context = { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) };
      (http.server as unknown as Server).setSecureContext(context);
      log.info({ certFile: tls.certFile }, 'certificate renewed');
    } catch (error) {
      log.error(
        { err: error, certFile: tls.certFile },
        'the new certificate cannot be used; the old one stays',
      );
    }
  });
}
