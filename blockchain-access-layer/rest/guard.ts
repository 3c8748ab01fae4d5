import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Payload } from '@access-layer/core/payload';
import { isStatement } from '@access-layer/core/payloads/statement';
import { callerOf, createTokenCheck, type Role, type TokenCheck } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BalSettings } from '../config.ts';
import type { PacketQuery } from '../packet-query.ts';

/** What the REST API needs to know who calls and what he may see. */
export interface RestGuard {
  check: TokenCheck;
  /** The Shared Customer Database, which holds the access rules. */
  accessUrl: string;
}

export function createRestGuard({ auth, accessUrl }: BalSettings): RestGuard | undefined {
  if (!auth || !accessUrl) return undefined;
  return { check: createTokenCheck(auth), accessUrl };
}

/** Whether the caller may see something of a time, from its first millisecond to its last. */
export type MayRead = (firstMs: number, lastMs: number) => boolean;

type Rule = { scope: string; roles?: readonly Role[]; isOfPod?: true };

const OPERATION: readonly Role[] = ['dso-operator', 'dso-administrator', 'auditor'];
/** The messages that were refused are the market's own. */
const DSO: readonly Role[] = ['dso-operator', 'dso-administrator'];
/** What each route asks of its caller. Batches, transactions and the chain name nobody. A route that is not here is closed. */
const RULES: Record<string, Rule> = {
  '/batches': { scope: 'data:read' },
  '/batches/:anchorer/:index': { scope: 'data:read' },
  '/batches/:anchorer/:index/tree': { scope: 'data:read' },
  '/transactions': { scope: 'data:read' },
  '/flow': { scope: 'data:read' },
  '/chain': { scope: 'data:read' },
  '/chain/blocks': { scope: 'data:read' },
  '/chain/blocks/:id': { scope: 'data:read' },
  '/chain/transactions/:hash': { scope: 'data:read' },
  '/chain/contracts': { scope: 'data:read' },
  '/chain/contracts/:name/events': { scope: 'data:read' },
  '/chain/anchors/:anchorer/:index': { scope: 'data:read' },
  '/chain/bindings/:key/:commitment': { scope: 'data:read' },
  '/nodes': { scope: 'data:read', roles: OPERATION },
  '/nodes/:id': { scope: 'data:read', roles: OPERATION },
  // The routes ask `readableEvents` themselves.
  '/anomalies': { scope: 'data:read' },
  '/anomalies/:id': { scope: 'data:read' },
  '/quarantine': { scope: 'data:read', roles: DSO },
  '/packets/:hash': { scope: 'data:read', isOfPod: true },
  '/packets/:hash/proof': { scope: 'data:read', isOfPod: true },
  '/clock/clear': { scope: 'admin', roles: ['dso-administrator'] },
};
const DOCUMENTS = /^\/(docs(\/|$)|openapi\/bal\.json$|openapi\.json$)/;

export function scopeOf({ url }: { url: string }): string | undefined {
  return DOCUMENTS.test(url) ? 'public' : RULES[url]?.scope;
}

/** Asks roles of routes, and the access rules of the Shared Customer Database for every packet. */
export function addRules(http: FastifyInstance, { accessUrl }: RestGuard, packets: PacketQuery): void {
  http.addHook('preHandler', async (request) => {
    const rule = RULES[request.routeOptions.url ?? ''];
    const { role } = callerOf(request);
    if (rule?.roles && !rule.roles.includes(role)) {
      const message = `this is for ${rule.roles.join(', ')}; the token is of ${role}`;
      throw new AccessLayerError({ code: 'BAL_FORBIDDEN', message });
    }
    if (!rule?.isOfPod) return;
    const { hash } = request.params as { hash: Hex };
    const { payload } = packets.packet(hash);
    if (await mayRead(accessUrl, request.headers.authorization!, JSON.parse(payload) as Payload)) return;
    const message = `no accepted packet has the payloadHash or messageHash ${hash}`;
    throw new AccessLayerError({ code: 'BAL_PACKET_UNKNOWN', message });
  });
}

const DATA_SETS: Partial<Record<Payload['type'], string>> = {
  measurement: 'measurements',
  activation: 'activations',
  'set-point': 'set-points',
  event: 'events',
};
const TIMEOUT_MS = 3000;

/** A signed packet cannot be cut: the caller must be allowed all the time that it speaks of. */
async function mayRead(accessUrl: string, authorization: string, payload: Payload): Promise<boolean> {
  // Statements are read where their rules are: in the Shared Customer Database, by sender and recipient.
  if (!('pod' in payload) || isStatement(payload)) return false;
  const [from, until] = periodOf(payload).map((ms) => new Date(ms).toISOString()) as [string, string];
  const dataSet = DATA_SETS[payload.type] ?? 'technical';
  // `given`: that it is read is entered in the read ledger, with the decision.
  const query = new URLSearchParams({ pod: payload.pod, dataSet, from, until, given: '1' });
  const ranges = await rangesOf(accessUrl, authorization, query);
  return ranges.length === 1 && ranges[0]!.from === from && ranges[0]!.until === until;
}

/** Asks the Shared Customer Database, as the caller. @throws AccessLayerError BAL_ACCESS_UNKNOWN */
async function rangesOf(
  accessUrl: string,
  authorization: string,
  query: URLSearchParams,
): Promise<{ from: string; until?: string }[]> {
  try {
    const response = await fetch(`${accessUrl}/v1/access/ranges?${query}`, {
      headers: { authorization },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    const { ranges } = (await response.json()) as { ranges: { from: string; until?: string }[] };
    if (!Array.isArray(ranges)) throw new TypeError('it answers without ranges');
    return ranges;
  } catch (cause) {
    throw new AccessLayerError({
      code: 'BAL_ACCESS_UNKNOWN',
      message: 'the access rules cannot be asked at the moment; try again',
      retryable: true,
      cause,
    });
  }
}

/**
 * Of which time the caller may see anomalies: operation sees all, others those of a PoD as far as they may read its events.
 * @throws AccessLayerError BAL_FORBIDDEN, BAL_ACCESS_UNKNOWN
 */
export async function readableEvents(
  { accessUrl }: RestGuard,
  request: FastifyRequest,
  pod: string | undefined,
): Promise<MayRead> {
  const { role } = callerOf(request);
  if (OPERATION.includes(role)) return () => true;
  if (pod === undefined) {
    const message = `all of them are for ${OPERATION.join(', ')}; the token is of ${role}: name one of its PoDs with ?pod=`;
    throw new AccessLayerError({ code: 'BAL_FORBIDDEN', message });
  }
  const query = new URLSearchParams({ pod, dataSet: 'events' });
  const ranges = await rangesOf(accessUrl, request.headers.authorization!, query);
  return (firstMs, lastMs) =>
    ranges.some(
      ({ from, until }) => Date.parse(from) <= firstMs && (until === undefined || lastMs < Date.parse(until)),
    );
}

/**
 * Enters in the read ledger that anomalies of a PoD are about to be given out.
 * @throws AccessLayerError BAL_ACCESS_UNKNOWN: then nothing is given
 */
export async function enterAnomalies(
  { accessUrl }: RestGuard,
  request: FastifyRequest,
  pod: string,
  shown: readonly { firstAt: number; lastAt: number }[],
): Promise<void> {
  if (shown.length === 0) return;
  const [fromMs, lastMs] = [
    Math.min(...shown.map(({ firstAt }) => firstAt)),
    Math.max(...shown.map(({ lastAt }) => lastAt)),
  ];
  const [from, until] = [fromMs, lastMs + 1].map((ms) => new Date(ms).toISOString()) as [string, string];
  const given = String(shown.length);
  const query = new URLSearchParams({ pod, dataSet: 'events', from, until, given, partly: 'true' });
  await rangesOf(accessUrl, request.headers.authorization!, query);
}

/** Half-open, by the times of measurement: a reading of an interval belongs to what lies before its end. */
function periodOf(payload: Payload): [number, number] {
  if (payload.type === 'measurement') {
    const times = payload.readings.map(({ at, periodS }) => Date.parse(at) - (periodS ? 1 : 0));
    return [Math.min(...times), Math.max(...times) + 1];
  }
  if ('from' in payload) return [Date.parse(payload.from), Date.parse(payload.until)];
  const at = Date.parse('at' in payload ? payload.at : 'signedAt' in payload ? payload.signedAt : '');
  return [at, at + 1];
}
