import { formatTime } from '@access-layer/core/time';
import { callerOf } from '@access-layer/kit/token';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { alarmsError } from '../errors.ts';
import { ownerOf } from '../owner.ts';
import type { Parts } from '../parts.ts';
import { silenceAnswer } from './answers.ts';
import { errors } from './error-answers.ts';
import * as schemas from './schemas.ts';

const LISTED = 500;
/** Those that ended are shown for a day. */
const SHOWN_MS = 86_400_000;
const LONGEST_MS = 366 * 86_400_000;

export function addSilenceRoutes(
  fastify: FastifyInstance,
  { silences, history, book, live, now }: Parts,
): void {
  const http = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const about = (operationId: string, summary: string) => ({ operationId, summary, tags: ['silences'] });

  http.get(
    '/v1/alarms/silences',
    {
      schema: {
        ...about('list-silences', 'Silences that hold, will hold, or ended within a day'),
        response: { 200: schemas.SilenceList, ...errors() },
      },
    },
    async (request) => {
      const own = silences.list(ownerOf(callerOf(request)), now() - SHOWN_MS, LISTED);
      return { items: own.map(silenceAnswer) };
    },
  );

  http.post(
    '/v1/alarms/silences',
    {
      schema: {
        ...about('make-silence', 'Let alarms ring for a time without telling them'),
        body: schemas.SilenceBody,
        response: { 201: schemas.SilenceAnswer, ...errors(413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { from, until, reason, ...matcher } = request.body;
      const caller = callerOf(request);
      const owner = ownerOf(caller);
      const fromMs = from === undefined ? now() : Date.parse(from);
      const untilMs = Date.parse(until);
      if (Object.keys(matcher).length === 0) {
        throw alarmsError(
          'ALM_SILENCE_INVALID',
          'it names neither rule, subject nor severity: it would hold for all',
        );
      }
      if (!(untilMs > Math.max(fromMs, now())) || untilMs - fromMs > LONGEST_MS) {
        const expected = `a time after ${formatTime(Math.max(fromMs, now()))}, a year at most`;
        throw alarmsError('ALM_SILENCE_INVALID', `until is ${until}; expected ${expected}`);
      }
      const silence = book.atomically(() => {
        history.add(owner, 'silenced', reason, { by: caller.subject });
        return silences.add({ ...matcher, owner, fromMs, untilMs, reason, by: caller.subject });
      });
      live.changed(owner);
      return reply.code(201).send(silenceAnswer(silence));
    },
  );

  http.delete(
    '/v1/alarms/silences/:id',
    {
      schema: {
        ...about('end-silence', 'End a silence now'),
        params: schemas.IdParams,
        response: { 204: Type.Null(), ...errors(404) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const caller = callerOf(request);
      const owner = ownerOf(caller);
      const silence = silences.find(id);
      if (!silence || silence.owner !== owner || silence.untilMs <= now()) {
        throw alarmsError('ALM_SILENCE_UNKNOWN', `there is no silence ${id} that holds or will`);
      }
      book.atomically(() => {
        history.add(owner, 'silence-ended', silence.reason, { by: caller.subject });
        silences.end(id);
      });
      live.changed(owner);
      return reply.code(204).send(null);
    },
  );
}
