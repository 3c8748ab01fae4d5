import { createHash } from 'node:crypto';
import type { AccessLayerError } from '@access-layer/core/errors';
import { callerOf } from '@access-layer/kit/token';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Kind, stableJson } from '../registry/documents.ts';
import type { IfRevision, KeptAnswer, Registry, WriteOutcome } from '../registry.ts';
import { ingestionError } from './errors.ts';

/** An answer before it is sent; `body` is the text. */
export type Answer = Omit<KeptAnswer, 'bodyHash'>;

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/** If-Match of a request: a revision, `any` for `*`, undefined where absent. */
export function ifMatch(request: FastifyRequest): IfRevision | undefined {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  return header === '*' ? 'any' : Number(header.slice(1, -1));
}

export interface KeptFor {
  scope: string;
  key: string;
  bodyHash: string;
}

/** Requests with one key, one after the other: the second finds the first one's answer. */
const waiting = new Map<string, Promise<unknown>>();

/**
 * Runs a request once for its Idempotency-Key. The same request again gets the kept answer; another one with the key is
 * refused. Only what was written is kept: a refused request may be corrected and sent again under its key.
 */
export async function once(
  registry: Pick<Registry, 'keptAnswer'>,
  request: FastifyRequest,
  body: unknown,
  run: (kept: KeptFor | undefined) => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return run(undefined);
  const { clientId, subject } = callerOf(request);
  const scope = JSON.stringify([clientId, subject]);
  const kept = { scope, key, bodyHash: hashOf(request, body) };
  const place = `${scope} ${key}`;
  const before = waiting.get(place) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => answerOnce(registry, kept, run));
  waiting.set(place, mine);
  try {
    return await mine;
  } finally {
    if (waiting.get(place) === mine) waiting.delete(place);
  }
}

async function answerOnce(
  registry: Pick<Registry, 'keptAnswer'>,
  kept: KeptFor,
  run: (kept: KeptFor) => Promise<Answer>,
): Promise<Answer> {
  const known = await registry.keptAnswer(kept.scope, kept.key);
  if (!known) return run(kept);
  if (known.bodyHash === kept.bodyHash) {
    return { ...known, headers: { ...known.headers, 'idempotent-replayed': 'true' } };
  }
  throw ingestionError('SCD_KEY_REUSED', `the Idempotency-Key "${kept.key}" was used for another request`, {
    field: 'idempotency-key',
  });
}

function hashOf(request: FastifyRequest, body: unknown): string {
  const text = typeof body === 'string' ? body : (stableJson(body) ?? '');
  const about = [request.method, request.url, request.headers['if-match'] ?? '', text];
  return createHash('sha256').update(about.join('\n')).digest('hex');
}

/** What a refused write means to the caller. `created` says that he meant a new document (POST). */
export function refusalOf(
  outcome: Extract<WriteOutcome, { ok: false }>,
  kind: Kind | 'personal-data',
  id: string,
  created: boolean,
): AccessLayerError {
  const what = `${kind} ${id}`;
  switch (outcome.reason) {
    case 'revision':
      return ingestionError(
        'SCD_REVISION_CONFLICT',
        `${what} is at revision ${outcome.revision}, not the one given`,
      );
    case 'exists':
      return created
        ? ingestionError('SCD_EXISTS', `${what} exists with other content, at revision ${outcome.revision}`, {
            field: 'id',
          })
        : ingestionError(
            'SCD_REVISION_NEEDED',
            `${what} exists at revision ${outcome.revision}: say which one you change`,
          );
    case 'missing':
      return ingestionError('SCD_NOT_FOUND', `there is no ${what}`);
    case 'unknown-reference':
      return ingestionError(
        'SCD_UNKNOWN_REFERENCE',
        `${outcome.field}: there is no ${outcome.target} "${outcome.value}"`,
        {
          field: outcome.field,
        },
      );
    case 'referenced':
      return ingestionError('SCD_REFERENCED', `${outcome.by.kind} ${outcome.by.id} names ${what}`);
    case 'overlap':
      return ingestionError('SCD_OVERLAP', `${what} overlaps in time with ${kind} ${outcome.with}`, {
        field: 'from',
      });
    case 'undone':
      return ingestionError('SCD_UNDONE', `${what} was not written, since another line was refused`);
  }
}
