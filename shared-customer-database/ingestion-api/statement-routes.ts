import type { AccessLayerError } from '@access-layer/core/errors';
import { type Caller, callerOf } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { NewStatement, StatementOutcome } from '../registry.ts';
import { type Answer, jsonAnswer, once, send } from './answer.ts';
import { StatementAnswer } from './answer-schemas.ts';
import { authorOf } from './author.ts';
import { bulkAnswer, type LineReport } from './bulk.ts';
import { checkerOf } from './check.ts';
import { isBulk, ndjsonBody, WRITE } from './document-routes.ts';
import { ingestionError } from './errors.ts';
import { type RecordedType, readStatement } from './read-statement.ts';
import { BulkQuery, bulkAnswers, SignedStatement, WriteHeaders } from './schemas.ts';
import type { IngestionSources } from './sources.ts';

/** Where each type of signed message is handed in and read. */
export const STATEMENT_PATHS: Record<RecordedType, string> = {
  request: '/v1/requests',
  order: '/v1/orders',
  result: '/v1/results',
  baseline: '/v1/baselines',
  settlement: '/v1/settlements',
  dispute: '/v1/disputes',
  'set-point': '/v1/set-points',
};
export const RECORDED_TYPES = Object.keys(STATEMENT_PATHS) as RecordedType[];

const check = checkerOf(SignedStatement);

/** Signed messages are handed in here, put on the stream `statements`, and anchored from there like packets. */
export function statementRoutes(http: FastifyInstance, sources: IngestionSources): void {
  for (const type of RECORDED_TYPES) postRoute(http, sources, type);
}

function postRoute(http: FastifyInstance, sources: IngestionSources, type: RecordedType): void {
  http.post(
    STATEMENT_PATHS[type],
    {
      ...WRITE,
      schema: {
        operationId: `post-${type}`,
        tags: ['ingestion'],
        summary: `Hand in a signed ${type}, or many`,
        description:
          type === 'set-point'
            ? 'For the record: only MQTTS commands a device. Signed by a set-point signer of the contract.'
            : 'Signed by its sender, numbered without gaps over all its statements, each naming the hash of the one before.',
        headers: WriteHeaders,
        querystring: BulkQuery,
        body: ndjsonBody(SignedStatement),
        response: bulkAnswers({ 200: Recorded, 201: Recorded }),
      } as object,
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const prepare = async (sent: unknown) => {
        const checked = check(sent);
        if (!checked.ok) throw checked.error;
        return readStatement(sources, caller, type, sent as Type.Static<typeof SignedStatement>);
      };
      if (isBulk(request)) {
        const write = (items: NewStatement[], atomic: boolean) => addAll(sources, caller, items, atomic);
        return send(reply, await bulkAnswer(sources, request, { prepare, write }));
      }
      const answer = await once(sources.registry, request, request.body, async (kept) => {
        const statement = await prepare(request.body);
        const answerOf = ([outcome]: StatementOutcome[]): Answer => recordedAnswer(statement, outcome!);
        const { outcomes } = await sources.registry.addStatements([statement], {
          by: authorOf(caller),
          atomic: true,
          receivedAt: Date.now(),
          ...(kept ? { keep: { ...kept, answer: answerOf } } : {}),
        });
        const [outcome] = outcomes;
        if (!outcome!.ok) throw statementRefusal(outcome!, statement);
        return answerOf(outcomes);
      });
      return send(reply, answer);
    },
  );
}

const { payload: _, signature: __, receivedAt: ___, ...recorded } = StatementAnswer.properties;
const Recorded = Type.Object(recorded, { title: 'RecordedStatement' });

function recordedAnswer(
  { type, sender, id, seq, payloadHash }: NewStatement,
  outcome: StatementOutcome,
): Answer {
  if (!outcome.ok) throw new TypeError('an answer is made of what was added');
  const { messageHash, effect } = outcome;
  const location = `${STATEMENT_PATHS[type as RecordedType]}/${messageHash}`;
  const body = { type, sender, id, seq, payloadHash, messageHash };
  return jsonAnswer(effect === 'created' ? 201 : 200, body, { location });
}

async function addAll(
  { registry }: IngestionSources,
  caller: Caller,
  items: NewStatement[],
  atomic: boolean,
) {
  const options = { by: authorOf(caller), atomic, receivedAt: Date.now() };
  const { applied, outcomes } = await registry.addStatements(items, options);
  const reports = outcomes.map((outcome, i): LineReport => {
    if (!outcome.ok) return statementRefusal(outcome, items[i]!);
    return { id: items[i]!.id, effect: outcome.effect, messageHash: outcome.messageHash };
  });
  return { applied, reports };
}

function statementRefusal(
  outcome: Extract<StatementOutcome, { ok: false }>,
  statement: NewStatement,
): AccessLayerError {
  const { chain, seq, type, id } = statement;
  switch (outcome.reason) {
    case 'fork': {
      const message = `number ${seq} of ${chain} is taken by another payload`;
      const details = { seq, acceptedPayloadHash: outcome.payloadHash };
      return ingestionError('SCD_SEQUENCE_FORK', message, { field: 'payload', details });
    }
    case 'gap': {
      const message = `the next number of ${chain} is ${outcome.nextSeq}, not ${seq}`;
      const details = { nextSeq: outcome.nextSeq, prev: outcome.prev };
      return ingestionError('SCD_SEQUENCE_GAP', message, { field: 'payload', details });
    }
    case 'broken-chain': {
      const message = `prev of number ${seq} of ${chain} must be ${outcome.prev}`;
      return ingestionError('SCD_CHAIN_BROKEN', message, {
        field: 'payload',
        details: { prev: outcome.prev },
      });
    }
    case 'id-taken':
      return ingestionError('SCD_STATEMENT_ID_TAKEN', `${chain} has another ${type} with id ${id}`, {
        field: 'payload',
        details: { messageHash: outcome.messageHash },
      });
    case 'undone':
      return ingestionError('SCD_UNDONE', `${type} ${id} was not written, since another line was refused`);
  }
}
