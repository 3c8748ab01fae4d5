import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, toUtf8 } from '@access-layer/core/bytes';
import { keccak256 } from '@access-layer/core/keccak';
import { payloadHashOf } from '@access-layer/core/message';
import { addressOf, newNonce, signPayload } from '@access-layer/core/sign';
import { createHttp } from '@access-layer/kit/http';
import { createLog } from '@access-layer/kit/log';
import { createMetrics } from '@access-layer/kit/metrics';
import type { Stream } from '@access-layer/kit/stream';
import embedded from '@access-layer/kit/streams/embedded';
import { createTokenCheck, type Role, requireToken } from '@access-layer/kit/token';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAccess } from '../access/access.ts';
import { BatchReader } from '../batches/batch-reader.ts';
import { LedgerReader } from '../ledger/ledger-reader.ts';
import sqlite from '../registries/sqlite.ts';
import { createOutboxSender } from './outbox-sender.ts';
import { ingestionRoutes, registryRoutes } from './routes.ts';
import type { IngestionSources, KeyListed } from './sources.ts';
import { createStatementCertificates } from './statement-certificates.ts';

/** The whole of it over real HTTP, with tokens of a key of its own, for tests. */
export const NETWORK = 'test-1';
export const POD = 'IT002E00000001';
export const log = createLog({ name: 'test', level: 'silent' });

export type Who = { role: Role; party?: string; customer?: string };
export const ADMIN: Who = { role: 'dso-administrator', party: 'dso' };
export const OPERATOR: Who = { role: 'dso-operator', party: 'dso' };
export const AGGREGATOR: Who = { role: 'aggregator', party: 'agg-1' };
export const OTHER_AGGREGATOR: Who = { role: 'aggregator', party: 'agg-2' };
export const MARKET: Who = { role: 'market', party: 'market-1' };
export const TSO: Who = { role: 'tso', party: 'tso-1' };
export const ROSSI: Who = { role: 'customer', customer: 'rossi' };
export const BIANCHI: Who = { role: 'customer', customer: 'bianchi' };
export const AUDITOR: Who = { role: 'auditor' };

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test asserts on is read as it came
  body: any;
  text: string;
}
export interface Sent {
  headers?: Record<string, string>;
  /** A text is sent as it is, as NDJSON. */
  body?: unknown;
  scope?: string;
}

export async function startIngestion(overrides: Partial<IngestionSources> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'ingestion-'));
  const registry = await sqlite.create({ dir });
  const stream: Stream = await embedded.create({ dir: join(dir, 'stream'), pollMs: 5 });
  const outbox = createOutboxSender({ registry, stream, log, retryMs: 5 });
  const policiesDir = new URL('../../policies', import.meta.url).pathname;
  const access = createAccess({ registry, policiesDir, log });
  const listed = new Set<string>();
  const keyListed: KeyListed = async (key, kind) => listed.has(`${kind} ${key}`);
  const podPattern = /^IT\d{3}E\d{8}$/;
  const ledger = new LedgerReader(join(dir, 'ledger.db'));
  const batches = new BatchReader(join(dir, 'batches.db'));
  const certificates = createStatementCertificates({
    ...{ ledger, batches },
    bindingAt: () => Promise.reject(new Error('no chain in this test')),
  });
  const sources: IngestionSources = {
    ...{ registry, access, outbox, keyListed, certificates, network: NETWORK, podPattern, log },
    ...overrides,
  };

  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] };
  const http = createHttp({
    name: 'test',
    log,
    health: () => ({ status: 'ok' as const }),
    metrics: createMetrics(),
  } as never);
  requireToken(http, {
    check: createTokenCheck({ issuer: 'https://issuer.example', audience: 'access-layer', jwks }),
    scopeOf: ({ request }) => (request.routeOptions.config as { scope?: string }).scope,
  });
  await ingestionRoutes(http, sources);
  await registryRoutes(http, sources);
  await http.listen({ host: '127.0.0.1', port: 0 });
  const base = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;

  async function tokenOf(who: Who, scope = 'ingest:write data:read'): Promise<string> {
    const id = who.party ?? who.customer ?? who.role;
    return new SignJWT({ ...who, client_id: `client-${who.role}-${id}`, scope })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })
      .setIssuer('https://issuer.example')
      .setAudience('access-layer')
      .setSubject(id)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);
  }

  async function call(who: Who | undefined, method: string, path: string, sent: Sent = {}): Promise<Reply> {
    const isText = typeof sent.body === 'string';
    const headers = {
      ...(who ? { authorization: `Bearer ${await tokenOf(who, sent.scope)}` } : {}),
      ...(sent.body === undefined
        ? {}
        : { 'content-type': isText ? 'application/x-ndjson' : 'application/json' }),
      ...sent.headers,
    };
    const body =
      sent.body === undefined ? {} : { body: isText ? (sent.body as string) : JSON.stringify(sent.body) };
    const response = await fetch(`${base}${path}`, { method, headers, ...body });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('application/json');
    const lines = response.headers.get('content-type')?.includes('ndjson');
    const parsed = lines
      ? text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : isJson && text
        ? JSON.parse(text)
        : text;
    return { status: response.status, headers: response.headers, body: parsed, text };
  }

  return {
    base,
    http,
    registry,
    stream,
    access,
    listed,
    outbox,
    call,
    async read(topic: string) {
      return stream.read(topic, 0, 0, 1000);
    },
    async close() {
      await http.close();
      access.close();
      await outbox.close();
      await stream.close();
      await registry.close();
      ledger.close();
      batches.close();
      rmSync(dir, { recursive: true });
    },
  };
}
export type Ingestion = Awaited<ReturnType<typeof startIngestion>>;

export const keyOf = (name: string) => keccak256(toUtf8(`access layer test key: ${name}`));
export const addressOfName = (name: string): Hex => addressOf(keyOf(name));

export const pod = (id = POD) => ({
  id,
  municipality: 'Roma',
  province: 'RM',
  powerClass: '3-6 kW',
  contractedPowerW: 4500,
  voltageLevel: 'LV',
  serviceTypes: ['congestion-management'],
  meters: [{ id: 'm1', role: 'exchange' }],
});

/** Parties, two customers and two PoDs; Rossi holds the first, Bianchi the second. */
export async function settle(api: Ingestion): Promise<void> {
  const all: [string, object][] = [
    ...(['dso', 'tso-1', 'market-1', 'agg-1', 'agg-2'] as const).map((id): [string, object] => {
      const role = id.startsWith('agg') ? 'aggregator' : id.replace('-1', '');
      return ['parties', { id, role, name: id, key: addressOfName(id) }];
    }),
    ['customers', { id: 'rossi', kind: 'household' }],
    ['customers', { id: 'bianchi', kind: 'household' }],
    ['pods', pod()],
    ['pods', pod('IT002E00000002')],
    ['holdings', { id: 'h1', pod: POD, customer: 'rossi', from: '2026-01-01T00:00:00.000Z' }],
    ['holdings', { id: 'h2', pod: 'IT002E00000002', customer: 'bianchi', from: '2026-01-01T00:00:00.000Z' }],
  ];
  for (const [path, body] of all) {
    const { status, text } = await api.call(ADMIN, 'POST', `/v1/${path}`, { body });
    if (status !== 201) throw new Error(`${path}: ${status} ${text}`);
  }
  for (const id of ['dso', 'tso-1', 'market-1', 'agg-1', 'agg-2'])
    api.listed.add(`party ${addressOfName(id)}`);
  api.listed.add(`set-point-signer ${addressOfName('set-point signer')}`);
}

const ZERO = `0x${'00'.repeat(32)}`;

/** A party that numbers and signs its statements. */
export function signerOfParty(sender: string, key = keyOf(sender)) {
  let seq = 0;
  let prev = ZERO;
  const sign = (fields: object, at: { seq?: number; prev?: string } = {}) => {
    const head = {
      v: 1,
      network: NETWORK,
      nonce: newNonce(),
      sender,
      seq: at.seq ?? seq,
      prev: at.prev ?? prev,
    };
    const payload = JSON.stringify({
      ...head,
      issuedAt: '2026-01-15T12:00:00.000Z',
      recipients: [],
      ...fields,
    });
    return signPayload(payload, key);
  };
  return {
    sign,
    next(fields: object) {
      const message = sign(fields);
      seq += 1;
      prev = payloadHashOf(message.payload);
      return message;
    },
  };
}

export const order = (id: string, more: object = {}) => ({
  type: 'order',
  id,
  service: 'balancing',
  side: 'offer',
  direction: 'decrease',
  powerW: 6000,
  from: '2026-02-16T17:00:00.000Z',
  until: '2026-02-16T18:00:00.000Z',
  priceEurPerMwh: 142.25,
  pods: [POD],
  recipients: ['market-1'],
  ...more,
});
