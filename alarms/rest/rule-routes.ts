import { createClient } from '@access-layer/client/create-client';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { formatTime } from '@access-layer/core/time';
import { callerOf } from '@access-layer/kit/token';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { checkCount, checkRule } from '../check-rule.ts';
import { alarmsError } from '../errors.ts';
import { ownerOf } from '../owner.ts';
import type { Parts } from '../parts.ts';
import { preview } from '../preview.ts';
import { type Rule, RuleBody } from '../rule.ts';
import { ruleAnswer } from './answers.ts';
import { errors } from './error-answers.ts';
import { etagOf, requireMatch } from './etag.ts';
import * as schemas from './schemas.ts';

const typed = (http: FastifyInstance) => http.withTypeProvider<TypeBoxTypeProvider>();
type Http = ReturnType<typeof typed>;
const about = (operationId: string, summary: string) => ({ operationId, summary, tags: ['rules'] });
const params = schemas.IdParams;
const written = errors(404, 409, 412, 413, 415, 422, 428);

/** Rules of the caller: his own, and no others. */
export function addRuleRoutes(fastify: FastifyInstance, parts: Parts): void {
  const http = typed(fastify);
  addReading(http, parts);
  addMaking(http, parts);
  addChanging(http, parts);
  addPreview(http, parts);
}

export function ownRule({ rules }: Parts, request: FastifyRequest, id: string): Rule {
  const rule = rules.find(id);
  if (rule && rule.owner === ownerOf(callerOf(request))) return rule;
  throw alarmsError('ALM_RULE_UNKNOWN', `there is no rule ${id}`);
}

function addReading(http: Http, parts: Parts): void {
  http.get(
    '/v1/alarms/rules',
    {
      schema: {
        ...about('list-alarm-rules', 'Rules of the caller'),
        response: { 200: schemas.RuleList, ...errors() },
      },
    },
    async (request) => ({ items: parts.rules.list(ownerOf(callerOf(request))).map(ruleAnswer) }),
  );
  http.get(
    '/v1/alarms/rules/:id',
    {
      schema: {
        ...about('show-alarm-rule', 'One rule'),
        params,
        response: { 200: schemas.RuleAnswer, ...errors(404) },
      },
    },
    async (request, reply) => {
      const rule = ownRule(parts, request, request.params.id);
      return reply.header('etag', etagOf(rule)).send(ruleAnswer(rule));
    },
  );
}

function addMaking(http: Http, parts: Parts): void {
  const { rules, history, book, live } = parts;
  http.post(
    '/v1/alarms/rules',
    {
      schema: {
        ...about('make-alarm-rule', 'Make a rule; it is judged from now on'),
        body: RuleBody,
        response: { 201: schemas.RuleAnswer, ...written },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const owner = ownerOf(caller);
      await checkRule(parts, owner, request.body);
      checkCount(parts, owner);
      const rule = book.atomically(() => {
        history.add(owner, 'rule-made', request.body.name, { by: caller.subject });
        return rules.add(owner, request.body, caller.subject);
      });
      live.changed(owner);
      return reply.code(201).header('etag', etagOf(rule)).send(ruleAnswer(rule));
    },
  );
}

function addChanging(http: Http, parts: Parts): void {
  const { rules, history, book, live, watches, kick } = parts;
  http.put(
    '/v1/alarms/rules/:id',
    {
      schema: {
        ...about('change-alarm-rule', 'Change a rule'),
        description:
          'What rings by a condition that is changed is over. If-Match says what the change is made to.',
        ...{ params, headers: schemas.IfMatch, body: RuleBody },
        response: { 200: schemas.RuleAnswer, ...written },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { subject } = callerOf(request);
      requireMatch(request, ownRule(parts, request, id));
      await checkRule(parts, ownerOf(callerOf(request)), request.body);
      const before = ownRule(parts, request, id);
      requireMatch(request, before); // nobody has changed it meanwhile
      const rule = book.atomically(() => {
        history.add(before.owner, 'rule-changed', request.body.name, { by: subject });
        const { rule: after, isOther } = rules.change(before, request.body, subject);
        if (isOther) watches.forget(before, 'rule-changed');
        return after;
      });
      live.changed(rule.owner);
      parts.kick();
      return reply.header('etag', etagOf(rule)).send(ruleAnswer(rule));
    },
  );
  http.delete(
    '/v1/alarms/rules/:id',
    {
      schema: {
        ...about('remove-alarm-rule', 'Remove a rule; what rings by it is over'),
        ...{ params, headers: schemas.IfMatch },
        response: { 204: Type.Null(), ...errors(404, 412, 428) },
      },
    },
    async (request, reply) => {
      const rule = ownRule(parts, request, request.params.id);
      requireMatch(request, rule);
      book.atomically(() => {
        watches.forget(rule, 'rule-removed');
        history.add(rule.owner, 'rule-removed', rule.name, { by: callerOf(request).subject });
        rules.remove(rule.id);
      });
      live.changed(rule.owner);
      kick();
      return reply.code(204).send(null);
    },
  );
}

function addPreview(http: Http, parts: Parts): void {
  http.post(
    '/v1/alarms/preview',
    {
      schema: {
        ...about('preview-alarm-rule', 'When a rule would have rung over the past day'),
        description: 'It is read as the caller, and entered in the read ledger as his.',
        body: RuleBody,
        response: { 200: schemas.PreviewAnswer, ...errors(404, 413, 415, 422) },
      },
    },
    async (request) => {
      await checkRule(parts, ownerOf(callerOf(request)), request.body);
      const token = request.headers.authorization!.replace(/^Bearer +/i, '');
      const own = { url: parts.settings.url, clientId: callerOf(request).clientId };
      const client = createClient({ ...own, token: async () => token });
      try {
        const { fromMs, untilMs, series, rings, note } = await preview(parts, client, request.body);
        return {
          ...{ from: formatTime(fromMs), until: formatTime(untilMs), ...(note ? { note } : {}) },
          series: series.map(({ subject, points }) => ({
            subject,
            timesMs: points.map(({ atMs }) => atMs),
            values: points.map(({ value }) => value),
          })),
          rings: rings.map(({ subject, ...ring }) => ({
            ...{ subject, from: formatTime(ring.fromMs) },
            ...(ring.untilMs === undefined ? {} : { until: formatTime(ring.untilMs) }),
          })),
        };
      } catch (error) {
        throw refusalOf(error);
      }
    },
  );
}

/** What one may not see looks like what does not exist. */
function refusalOf(error: unknown): AccessLayerError {
  const { status } = (error instanceof AccessLayerError ? error.context : {}) as { status?: number };
  const code = status === 403 || status === 404 ? 'ALM_DATA_REFUSED' : 'ALM_DATA_UNAVAILABLE';
  return alarmsError(code, `what the rule is about cannot be read: ${messageOf(error)}`, { cause: error });
}
