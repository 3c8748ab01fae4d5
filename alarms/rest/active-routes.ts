import { callerOf } from '@access-layer/kit/token';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { mayUse } from '../channels.ts';
import { kindsFor } from '../check-rule.ts';
import { alarmsError } from '../errors.ts';
import { DSO, ownerOf } from '../owner.ts';
import type { Parts } from '../parts.ts';
import { VALUE_NAMES } from '../rule.ts';
import { alarmAnswer, eventAnswer } from './answers.ts';
import { errors } from './error-answers.ts';
import * as schemas from './schemas.ts';

const typed = (http: FastifyInstance) => http.withTypeProvider<TypeBoxTypeProvider>();
type Http = ReturnType<typeof typed>;
const about = (operationId: string, summary: string) => ({ operationId, summary, tags: ['alarms'] });

/** What rings, what has rung, and what people do about it. */
export function addActiveRoutes(fastify: FastifyInstance, parts: Parts): void {
  const http = typed(fastify);
  addActive(http, parts);
  addHistory(http, parts);
  addMessages(http, parts);
  http.get(
    '/v1/alarms/options',
    {
      schema: {
        ...about('alarm-options', 'What rules and channels of the caller may name'),
        response: { 200: schemas.OptionsAnswer, ...errors() },
      },
    },
    async (request) => {
      const owner = ownerOf(callerOf(request));
      const { smtp, secrets, metrics } = parts.settings;
      const ofDso = owner === DSO;
      return {
        email: smtp !== undefined,
        secrets: ofDso ? secrets.map(({ name }) => name) : [],
        services: ofDso ? metrics.map(({ service }) => service) : [],
        values: VALUE_NAMES,
        kinds: kindsFor(owner),
      };
    },
  );
}

function addActive(http: Http, { alarms, silences, history, book, live }: Parts): void {
  http.get(
    '/v1/alarms/active',
    {
      schema: {
        ...about('list-active-alarms', 'What rings now, the newest first'),
        response: { 200: schemas.AlarmList, ...errors() },
      },
    },
    async (request) => {
      const owner = ownerOf(callerOf(request));
      const holding = silences.holding();
      const own = alarms.ringing().filter((alarm) => alarm.owner === owner);
      return { items: own.map((alarm) => alarmAnswer(alarm, holding)) };
    },
  );
  http.post(
    '/v1/alarms/active/:id/acknowledgement',
    {
      schema: {
        ...about('acknowledge-alarm', 'Say that somebody takes care: it is not told again until it is over'),
        ...{ params: schemas.AlarmParams, body: schemas.Acknowledgement },
        response: { 204: Type.Null(), ...errors(404, 413, 415) },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const owner = ownerOf(caller);
      const id = Number(request.params.id);
      const alarm = alarms.find(id);
      if (!alarm || alarm.owner !== owner || alarm.overAtMs !== undefined) {
        throw alarmsError('ALM_ALARM_UNKNOWN', `there is no alarm ${id} that rings`);
      }
      const { note } = request.body;
      book.atomically(() => {
        if (alarms.acknowledge(id, caller.subject, note))
          history.add(owner, 'acknowledged', note ?? alarm.said.en, { alarm: id, by: caller.subject });
      });
      live.changed(owner);
      return reply.code(204).send(null);
    },
  );
}

function addHistory(http: Http, { history }: Parts): void {
  http.get(
    '/v1/alarms/history',
    {
      schema: {
        ...about('alarm-history', 'What rang, what was told to whom, and what people did, the newest first'),
        querystring: schemas.HistoryQuery,
        response: { 200: schemas.HistoryList, ...errors() },
      },
    },
    async (request) => {
      const { limit = '100', before, alarm } = request.query;
      const items = history.page(ownerOf(callerOf(request)), {
        limit: Number(limit),
        before: before === undefined ? Number.MAX_SAFE_INTEGER : Number(before),
        ...(alarm === undefined ? {} : { alarm: Number(alarm) }),
      });
      const isFull = items.length === Number(limit);
      return { items: items.map(eventAnswer), ...(isFull && { next: String(items.at(-1)!.id) }) };
    },
  );
}

function addMessages(http: Http, { teller, channels, history, book, live, kick }: Parts): void {
  http.post(
    '/v1/alarms/messages',
    {
      schema: {
        ...about('send-alarm-message', 'Tell something once, on channels'),
        body: schemas.MessageBody,
        response: { 202: schemas.MessageAnswer, ...errors(404, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { title, text, severity = 'info', channels: ids } = request.body;
      const caller = callerOf(request);
      const owner = ownerOf(caller);
      for (const id of ids) {
        const channel = channels.find(id);
        if (!channel || !mayUse(owner, channel))
          throw alarmsError('ALM_CHANNEL_UNKNOWN', `there is no channel ${id}`);
      }
      book.atomically(() => {
        history.add(owner, 'message', `${title}: ${text}`, { by: caller.subject });
        teller.message(owner, ids, { severity, title, text });
      });
      kick();
      live.changed(owner);
      return reply.code(202).send({ channels: new Set(ids).size });
    },
  );
}
