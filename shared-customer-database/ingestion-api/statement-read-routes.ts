import { payloadSchemas } from '@access-layer/core/payload';
import { ProofFile } from '@access-layer/core/proof';
import { type Caller, callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { encodeCursor } from '../api/cursor.ts';
import type { RefusedFor, StoredStatement } from '../registry.ts';
import { listOf, StatementAnswer } from './answer-schemas.ts';
import { ingestionError } from './errors.ts';
import { mayReadAll } from './kinds.ts';
import type { RecordedType } from './read-statement.ts';
import { PAGE_LIMIT, pageOf, pageQuery, READ } from './registry-read-routes.ts';
import { answers, closed, PartyId, page } from './schemas.ts';
import type { IngestionSources } from './sources.ts';
import { RECORDED_TYPES, STATEMENT_PATHS } from './statement-routes.ts';

const ZERO_HASH = `0x${'00'.repeat(32)}`;
const HashParams = Type.Object(
  {
    messageHash: Type.String({
      pattern: '^0x[0-9a-f]{64}$',
      example: '0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344',
    }),
  },
  closed,
);
const filter = Type.Optional(Type.String({ minLength: 1, maxLength: 64, example: 'agg-1' }));
const Query = Type.Object({ sender: filter, recipient: filter, pod: filter, id: filter, ...page }, closed);

/** Signed messages, exactly as they were signed, for who may read them. */
export function statementReadRoutes(http: FastifyInstance, sources: IngestionSources): void {
  for (const type of RECORDED_TYPES) {
    listRoute(http, sources, type);
    getRoute(http, sources, type);
    proofRoute(http, sources, type);
  }
  chainRoute(http, sources);
}

function listRoute(http: FastifyInstance, sources: IngestionSources, type: RecordedType): void {
  http.get(
    STATEMENT_PATHS[type],
    {
      ...READ,
      schema: {
        operationId: `list-${type}`,
        tags: ['registry'],
        summary: `Page of signed ${type} messages that the caller may see, in order of receipt`,
        querystring: Query,
        response: answers({ 200: listOf(StatementAnswer) }),
      } as object,
    },
    async (request) => {
      const { cursor: _cursor, limit: _limit, ...where } = request.query as Record<string, string>;
      const { after, limit } = pageQuery(request);
      const caller = callerOf(request);
      return pageOf({
        limit: limit ?? PAGE_LIMIT,
        first: after,
        read: (from: number, count) =>
          sources.registry.statements({ ...where, type, after: from, limit: count }),
        sees: (statement) => maySeeStatement(sources, caller, statement),
        show: (statement) => show(sources, statement),
        positionOf: ({ position }) => position,
        cursorOf: (position) => encodeCursor({ position }),
        isNarrow: Object.keys(where).length > 0,
      });
    },
  );
}

function getRoute(http: FastifyInstance, sources: IngestionSources, type: RecordedType): void {
  http.get(
    `${STATEMENT_PATHS[type]}/:messageHash`,
    {
      ...READ,
      schema: {
        operationId: `get-${type}`,
        tags: ['registry'],
        summary: `One signed ${type}`,
        description: `Its payload is this, as text:\n\n\`\`\`json\n${JSON.stringify(payloadSchemas[type])}\n\`\`\``,
        params: HashParams,
        response: answers({ 200: StatementAnswer }),
      } as object,
    },
    async (request) => {
      return show(sources, await statementOf(sources, type, request));
    },
  );
}

function proofRoute(http: FastifyInstance, sources: IngestionSources, type: RecordedType): void {
  http.get(
    `${STATEMENT_PATHS[type]}/:messageHash/proof`,
    {
      ...READ,
      schema: {
        operationId: `proof-of-${type}`,
        tags: ['registry'],
        summary: `Proof file of a signed ${type}`,
        description:
          'Everything that a stranger needs to check it without us, beside his own network file: `access-layer verify FILE`.',
        params: HashParams,
        response: answers({ 200: ProofFile }),
      } as object,
    },
    async (request, reply) => {
      const { payloadHash, sender, id } = await statementOf(sources, type, request);
      const proof = await sources.certificates.proof(payloadHash);
      const name = `${type}-${sender || 'dso'}-${id}.proof.json`;
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .type('application/json')
        .send(`${JSON.stringify(proof, null, 1)}\n`);
    },
  );
}

/** The statement that a path names, where the caller may see it. */
async function statementOf(
  sources: IngestionSources,
  type: RecordedType,
  request: FastifyRequest,
): Promise<StoredStatement> {
  const { messageHash } = request.params as { messageHash: string };
  const found = await sources.registry.statement(messageHash);
  if (found?.type === type && (await maySeeStatement(sources, callerOf(request), found))) return found;
  throw ingestionError('SCD_NOT_FOUND', `there is no ${type} ${messageHash}`);
}

function chainRoute(http: FastifyInstance, { registry, access }: IngestionSources): void {
  http.get(
    '/v1/parties/:id/statement-chain',
    {
      ...READ,
      schema: {
        operationId: 'statement-chain',
        tags: ['registry'],
        summary: 'Number and `prev` of the next statement of a party',
        params: Type.Object({ id: PartyId }, closed),
        response: answers({
          200: Type.Object({ sender: PartyId, nextSeq: Type.Integer(), prev: Type.String() }),
        }),
      } as object,
    },
    async (request) => {
      const { id: sender } = request.params as { id: string };
      const resource = { type: 'Statement', statementType: 'order', sender, recipients: [] } as const;
      const { allowed } = await access.may(callerOf(request), 'read', resource);
      if (!allowed) throw ingestionError('SCD_NOT_FOUND', `there is no chain of ${sender} that you may see`);
      const end = await registry.chainEnd(sender);
      return { sender, nextSeq: end ? end.seq + 1 : 0, prev: end?.payloadHash ?? ZERO_HASH };
    },
  );
}

/** Sender and recipients; a baseline and a set-point also as data of their PoD, for all of their time. */
async function maySeeStatement(
  { access }: IngestionSources,
  caller: Caller,
  statement: StoredStatement,
): Promise<boolean> {
  const { type: statementType, sender, recipients, pods, from, until } = statement;
  const resource = { type: 'Statement', statementType, sender, recipients } as const;
  if ((await access.may(caller, 'read', resource)).allowed) return true;
  const dataSet =
    statementType === 'baseline' ? 'baselines' : statementType === 'set-point' ? 'set-points' : undefined;
  const [pod] = pods;
  return (
    dataSet !== undefined && pod !== undefined && mayReadAll(access, caller, { pod, dataSet, from, until })
  );
}

/** It is not in the log, and will not be: its number is free again. */
function refusedAnswer(refused: RefusedFor) {
  return { stage: 'refused', refused: { ...refused, at: new Date(refused.at).toISOString() } };
}

function show({ certificates }: IngestionSources, statement: StoredStatement): Record<string, unknown> {
  const { type, sender, id, seq, payload, signature, payloadHash, messageHash, receivedAt, refused } =
    statement;
  const at = new Date(receivedAt).toISOString();
  const path = `${STATEMENT_PATHS[type as RecordedType]}/${messageHash}`;
  const known = certificates.stageOf(payloadHash, path);
  const stage = known.stage === 'accepted' && refused ? refusedAnswer(refused) : known;
  return { type, sender, id, seq, payload, signature, payloadHash, messageHash, receivedAt: at, ...stage };
}
