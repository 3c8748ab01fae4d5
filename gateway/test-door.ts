import { writeFileSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';

import { createTokenCheck, requireToken } from '@access-layer/kit/token';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { stringify } from 'yaml';
import { provisionClient } from './accounts.ts';
import type { GatewayConfig } from './config.ts';
import { accountsFile } from './database.ts';
import { type Gateway, startGateway } from './gateway.ts';
import type { Route } from './route-table.ts';

/** What the tests of the front door share: a real gateway, real services behind it, and plain HTTP. */
export interface Door extends Gateway {
  dataDir: string;
  accounts: string;
  /** Lines that were logged. */
  log: Record<string, unknown>[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** An access token by client credentials. */
  token(clientId: string, clientSecret: string, scope?: string): Promise<string>;
}

/** What cleans up: a test, or a file's own list. */
export interface Scope {
  after(clean: () => void | Promise<void>): unknown;
}

export interface DoorOptions {
  routes?: Route[];
  upstreams?: GatewayConfig['upstreams'];
  config?: Partial<GatewayConfig>;
  dataDir?: string;
}

const SELF: Route[] = [
  { prefix: '/oauth', upstream: 'self', public: true, limit: 'oauth' },
  { prefix: '/.well-known', upstream: 'self', public: true, limit: 'public' },
  { prefix: '/clients', upstream: 'self', scopes: { read: ['admin'], write: ['admin'] }, limit: 'admin' },
  { prefix: '/users', upstream: 'self', scopes: { read: ['admin'], write: ['admin'] }, limit: 'admin' },
  { prefix: '/keys', upstream: 'self', scopes: { read: ['admin'], write: ['admin'] }, limit: 'admin' },
  { prefix: '/limits', upstream: 'self', scopes: { read: ['any'], write: ['admin'] }, limit: 'admin' },
  { prefix: '/stats', upstream: 'self', scopes: { read: ['any'] }, limit: 'admin' },
  { prefix: '/openapi/gateway.json', upstream: 'self', public: true, limit: 'public' },
  { prefix: '/docs', upstream: 'self', public: true, limit: 'public' },
];

export async function openDoor(t: Scope, options: DoorOptions = {}): Promise<Door> {
  const dataDir = options.dataDir ?? temporaryFolder('gateway-');
  const routesFile = join(dataDir, 'routes.yaml');
  const data = {
    name: 'data',
    title: 'Data API',
    description: 'Read & write',
    document: '/openapi/data.json',
  };
  const documents = [{ ...data, browse: true }];
  writeFileSync(routesFile, stringify({ routes: [...SELF, ...(options.routes ?? [])], documents }));
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const gateway = await startGateway(
    {
      dataDir,
      routesFile,
      http: { host: '127.0.0.1', port: 0 },
      upstreams: options.upstreams ?? {},
      ...options.config,
      // Other tests may keep this machine busy: only those of overload want to be refused.
      overload: { maxEventLoopDelayMs: 60_000, ...options.config?.overload },
    },
    log,
  );
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= gateway.stop();
    return stopped;
  };
  t.after(stop);
  const { url } = gateway;
  // On a port that was used before, fetch may still hold connections to the former process.
  await until(() =>
    fetch(`${url}/.well-known/openid-configuration`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    ),
  );
  return {
    ...gateway,
    stop,
    dataDir,
    accounts: accountsFile(dataDir),
    log: lines,
    get: (path, headers = {}) => fetch(url + path, { headers, redirect: 'manual' }),
    token: (clientId, clientSecret, scope) => clientToken(url, clientId, clientSecret, scope),
  };
}

export async function clientToken(
  url: string,
  clientId: string,
  secret: string,
  scope?: string,
): Promise<string> {
  const response = await requestToken(url, clientId, secret, scope);
  const body = (await response.json()) as { access_token?: string };
  if (!body.access_token) throw new Error(`no token: ${response.status} ${JSON.stringify(body)}`);
  return body.access_token;
}

export function requestToken(
  url: string,
  clientId: string,
  secret: string,
  scope?: string,
): Promise<Response> {
  return postForm(
    `${url}/oauth/token`,
    { grant_type: 'client_credentials', ...(scope ? { scope } : {}) },
    { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
  );
}

export function postForm(
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });
}

/** A client with a secret, and an access token of it. */
export async function makeCaller(
  door: Door,
  clientId: string,
  { role = 'aggregator', scopes = ['data:read'], party = 'agg-1' } = {},
): Promise<{ clientId: string; secret: string; authorization: string }> {
  const { clientSecret } = provisionClient(door.accounts, {
    clientId,
    name: clientId,
    auth: 'client_secret',
    role: role as 'aggregator',
    party,
    scopes,
  });
  const token = await door.token(clientId, clientSecret!);
  return { clientId, secret: clientSecret!, authorization: `Bearer ${token}` };
}

/** A service behind the gateway that does what the test says. */
export async function startUpstream(t: Scope, listener: RequestListener): Promise<string> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A service that checks tokens itself, by the keys that the gateway publishes. */
export async function startService(
  t: Scope,
  door: Door,
  routes: (http: FastifyInstance) => void,
): Promise<string> {
  const service = Fastify();
  const check = createTokenCheck({
    issuer: door.url,
    audience: 'access-layer',
    jwksUri: `${door.url}/oauth/jwks`,
    cacheMs: 0,
  });
  requireToken(service, { check, scopeOf: () => 'data:read' });
  routes(service);
  t.after(() => service.close());
  return service.listen({ host: '127.0.0.1', port: 0 });
}

/** Sends bytes as they are and reads all that comes back until the connection closes. */
export function sendRaw(url: string, text: string | Buffer, timeoutMs = 3000): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let received = '';
    socket.setTimeout(timeoutMs, () => socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(received));
  });
}

export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Polls until `condition` holds; fails after a deadline. */
export async function until(condition: () => boolean | Promise<boolean>, deadlineMs = 5000): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
