import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Write, WriteOutcome } from '../registry.ts';
import { type Answer, etagOf, ifMatch, jsonAnswer, type KeptFor, once, refusalOf, send } from './answer.ts';
import { authorOf } from './author.ts';
import { bulkAnswer, type LineReport } from './bulk.ts';
import { ingestionError } from './errors.ts';
import { DOCUMENT_KINDS, DOCUMENT_SCHEMAS, outsideOf, PATHS } from './kinds.ts';
import { prepareRemoval, prepareWrite } from './prepare-write.ts';
import {
  answers,
  BulkQuery,
  bulkAnswers,
  type DocumentKind,
  IdParams,
  Nothing,
  WriteHeaders,
} from './schemas.ts';
import type { IngestionSources } from './sources.ts';

export const WRITE = { config: { scope: 'ingest:write' } } as const;
const NDJSON = 'application/x-ndjson';

/** POST, PUT and DELETE of the kinds of documents that are written as they are. */
export function documentRoutes(http: FastifyInstance, sources: IngestionSources): void {
  for (const kind of DOCUMENT_KINDS) {
    postRoute(http, sources, kind);
    putRoute(http, sources, kind);
    deleteRoute(http, sources, kind);
  }
}

export function ndjsonBody(schema: Type.TSchema) {
  return {
    content: {
      'application/json': { schema },
      [NDJSON]: { schema: Type.Unsafe<unknown>({ description: 'One JSON object a line', example: '{}' }) },
    },
  };
}

export function isBulk(request: FastifyRequest): boolean {
  return /^application\/x-ndjson *(;|$)/i.test(request.headers['content-type'] ?? '');
}

function postRoute(http: FastifyInstance, sources: IngestionSources, kind: DocumentKind): void {
  http.post(
    PATHS[kind],
    {
      ...WRITE,
      schema: {
        operationId: `post-${kind}`,
        tags: ['ingestion'],
        summary: `Register a ${kind}, or many`,
        description:
          'One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer ' +
          'reports every line. A line with `revision` changes what is there.',
        headers: WriteHeaders,
        querystring: BulkQuery,
        body: ndjsonBody(DOCUMENT_SCHEMAS[kind]),
        response: bulkAnswers({ 200: DOCUMENT_SCHEMAS[kind], 201: DOCUMENT_SCHEMAS[kind] }),
      } as object,
    },
    async (request, reply) => {
      const caller = callerOf(request);
      if (!isBulk(request)) {
        const prepare = () => prepareWrite(sources, caller, kind, request.body, undefined);
        return send(reply, await writeOne(sources, request, prepare, true));
      }
      const answer = await bulkAnswer(sources, request, {
        prepare: (sent) => prepareWrite(sources, caller, kind, sent, undefined),
        write: async (writes: Write[], atomic) => {
          const { applied, outcomes } = await sources.registry.write(writes, {
            by: authorOf(caller),
            atomic,
          });
          return { applied, reports: outcomes.map((outcome, i) => reportOf(outcome, kind, writes[i]!.id)) };
        },
      });
      return send(reply, answer);
    },
  );
}

function reportOf(outcome: WriteOutcome, kind: DocumentKind, id: string): LineReport {
  if (!outcome.ok) return refusalOf(outcome, kind, id, false);
  return { id, effect: outcome.effect, revision: outcome.revision };
}

function putRoute(http: FastifyInstance, sources: IngestionSources, kind: DocumentKind): void {
  http.put(
    `${PATHS[kind]}/:id`,
    {
      ...WRITE,
      schema: {
        operationId: `put-${kind}`,
        tags: ['ingestion'],
        summary: `Register or change a ${kind}`,
        description:
          'What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.',
        headers: WriteHeaders,
        params: IdParams,
        body: DOCUMENT_SCHEMAS[kind],
        response: answers({ 200: DOCUMENT_SCHEMAS[kind], 201: DOCUMENT_SCHEMAS[kind] }),
      } as object,
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const named = (request.body as { id: string }).id;
      if (named !== id) {
        throw ingestionError('SCD_BAD_REQUEST', `the body is about "${named}", the path about "${id}"`, {
          field: 'id',
        });
      }
      const prepare = () => prepareWrite(sources, callerOf(request), kind, request.body, ifMatch(request));
      return send(reply, await writeOne(sources, request, prepare, false));
    },
  );
}

function deleteRoute(http: FastifyInstance, sources: IngestionSources, kind: DocumentKind): void {
  http.delete(
    `${PATHS[kind]}/:id`,
    {
      ...WRITE,
      schema: {
        operationId: `delete-${kind}`,
        tags: ['ingestion'],
        summary: `Remove a ${kind} that was registered by mistake`,
        description: 'The history keeps it. What is named by something else stays.',
        headers: WriteHeaders,
        params: IdParams,
        response: answers({ 204: Nothing }),
      } as object,
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const prepare = () => prepareRemoval(sources, callerOf(request), kind, id, ifMatch(request));
      return send(reply, await writeOne(sources, request, prepare, false));
    },
  );
}

/** One document, once for its Idempotency-Key; the answer is kept in the transaction of the write. */
export async function writeOne(
  { registry }: IngestionSources,
  request: FastifyRequest,
  prepare: () => Promise<Write>,
  created: boolean,
  status?: number,
): Promise<Answer> {
  const by = authorOf(callerOf(request));
  return once(registry, request, request.body, async (kept: KeptFor | undefined) => {
    const write = await prepare();
    const answer = ([outcome]: WriteOutcome[]) => writtenAnswer(write, outcome!, status);
    const { outcomes } = await registry.write([write], {
      by,
      atomic: true,
      ...(kept ? { keep: { ...kept, answer } } : {}),
    });
    const [outcome] = outcomes;
    if (!outcome!.ok) throw refusalOf(outcome!, write.kind, write.id, created);
    return answer(outcomes);
  });
}

function writtenAnswer(write: Write, outcome: WriteOutcome, status?: number): Answer {
  if (!outcome.ok) throw new TypeError('an answer is made of what was written');
  if (!write.document) return { status: 204, headers: {}, body: '' };
  const headers = {
    etag: etagOf(outcome.revision),
    location: `${PATHS[write.kind]}/${encodeURIComponent(write.id)}`,
  };
  const body = outsideOf(write.kind, write.document, outcome.revision);
  return jsonAnswer(status ?? (outcome.effect === 'created' ? 201 : 200), body, headers);
}
