import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createHttp } from '@access-layer/kit/http';
import { createLog } from '@access-layer/kit/log';
import { createMetrics } from '@access-layer/kit/metrics';
import type { Stream } from '@access-layer/kit/stream';
import embeddedStream from '@access-layer/kit/streams/embedded';
import { createTokenCheck } from '@access-layer/kit/token';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { type EventsOptions, eventsRoutes } from './events-routes.ts';
import embeddedStore from './topic-stores/embedded.ts';

const ISSUER = 'https://issuer.example';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256', use: 'sig' }] };

/** An access token as RFC 9068 has it; by default an aggregator's with every scope of events. */
export function tokenOf(claims: Record<string, unknown> = {}, lifetimeS = 600): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: ISSUER,
    aud: 'access-layer',
    sub: 'agg-client',
    client_id: 'agg-client',
    role: 'aggregator',
    party: 'agg-1',
    scope: 'events:read events:write events:admin',
    iat: now - 60,
    exp: now + lifetimeS,
    jti: randomUUID(),
    ...claims,
  };
  const text = [{ alg: 'ES256', kid: 'k', typ: 'at+jwt' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

export interface Answer {
  status: number;
  type: string;
  headers: IncomingMessage['headers'];
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare what came over the wire
  body: any;
}

export interface SendOptions {
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** null: none */
  token?: string | null;
}

export interface RunningEvents {
  url: string;
  dir: string;
  stream: Stream;
  http: FastifyInstance;
  /** As curl does: any method with any body. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface OpenOptions extends Partial<EventsOptions> {
  /** A folder that stays when it is closed. */
  dir?: string;
}

/** The Events API on a free port, over an embedded stream and store in a folder of its own. */
export async function openEvents({ dir: kept, ...options }: OpenOptions = {}): Promise<RunningEvents> {
  const dir = kept ?? mkdtempSync(join(tmpdir(), 'events-'));
  const stream = await embeddedStream.create({ dir: join(dir, 'stream') });
  const store = await embeddedStore.create({ dir: join(dir, 'topics') });
  const log = createLog({ name: 'events', level: 'silent' });
  const http = createHttp({ log, health: () => ({ status: 'ok' }), metrics: createMetrics() });
  await http.register(swagger, {
    openapi: { openapi: '3.0.3', info: { title: 'Events API', version: '1' } },
  });
  const limits = { pollMs: 10, ...options.limits };
  const check = createTokenCheck({ issuer: ISSUER, audience: 'access-layer', jwks, clockToleranceS: 0 });
  await http.register(eventsRoutes, { stream, store, check, release: () => true, log, ...options, limits });
  await http.listen({ host: '127.0.0.1', port: 0 });
  const { port } = http.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const own = tokenOf();
  return {
    url,
    dir,
    stream,
    http,
    send: (method, path, sent = {}) => send(`${url}${path}`, method, { token: own, ...sent }),
    close: async () => {
      await http.close();
      await stream.close();
      await store.close();
      if (kept === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** One request to a whole address, as curl sends it. */
export function send(
  url: string,
  method: string,
  { headers = {}, body, token }: SendOptions,
): Promise<Answer> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method, headers: { ...authorization, ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const type = response.headers['content-type'] ?? '';
          const isJson = type.includes('json') && text !== '' && !text.includes('}\r\n{');
          const body = isJson ? JSON.parse(text) : undefined;
          resolve({ status: response.statusCode!, type, headers: response.headers, text, body });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Waits for a condition, with a deadline. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 5000,
): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error(`${what}: not within ${withinMs} ms`);
    await delay(5);
  }
}

const ZERO = `0x${'00'.repeat(32)}`;
const T0 = Date.parse('2026-03-01T00:00:00.000Z');

/** A certified record as the stream `packets` carries it: a measurement of minute `seq` by default. */
export function certified(pod: string, seq: number, fields: Record<string, unknown> = {}) {
  const at = new Date(T0 + seq * 60_000).toISOString();
  const reading = { at, quality: ['measured'], values: { activePowerW: seq } };
  const payload = JSON.stringify({
    v: 1,
    network: 'test-1',
    type: 'measurement',
    nonce: `0x${'ab'.repeat(16)}`,
    node: `node-${pod.toLowerCase()}`,
    pod,
    meter: 'm1',
    seq,
    prev: ZERO,
    signedAt: at,
    role: 'exchange',
    profile: 'sdm630',
    readings: [reading],
    ...fields,
  });
  const batch = { anchorer: `0x${'11'.repeat(20)}`, index: 0, root: ZERO, count: 1, leafIndex: 0, proof: [] };
  const record = { payload, signature: `0x${'22'.repeat(65)}`, receivedAt: T0 + seq * 60_000 + 500, batch };
  return { key: pod, value: JSON.stringify(record) };
}

export const PODS = Array.from({ length: 12 }, (_, i) => `IT001E000000${String(i).padStart(2, '0')}`);

/** Creates a topic that parties produce to. */
export async function createTopic(
  events: RunningEvents,
  name: string,
  partitions = 1,
  configs: object[] = [],
) {
  const body = JSON.stringify({ topic_name: name, partitions_count: partitions, configs });
  const answer = await events.send('POST', '/v3/clusters/access-layer/topics', { ...JSON_BODY, body });
  if (answer.status !== 201) throw new Error(`topic ${name}: ${answer.status} ${answer.text}`);
}

export const JSON_BODY = { headers: { 'content-type': 'application/json' } };
export const V2 = 'application/vnd.kafka.v2+json';
