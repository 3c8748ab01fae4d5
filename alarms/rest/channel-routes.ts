import { randomUUID } from 'node:crypto';
import { messageOf } from '@access-layer/core/errors';
import { callerOf } from '@access-layer/kit/token';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { type Channel, ChannelBody } from '../channel.ts';
import { mayUse } from '../channels.ts';
import { send } from '../deliver.ts';
import { alarmsError } from '../errors.ts';
import { DSO, ownerOf } from '../owner.ts';
import type { Parts } from '../parts.ts';
import { channelAnswer, channelName } from './answers.ts';
import { errors } from './error-answers.ts';
import { etagOf, requireMatch } from './etag.ts';
import * as schemas from './schemas.ts';

const MOST = 200;
const typed = (http: FastifyInstance) => http.withTypeProvider<TypeBoxTypeProvider>();
type Http = ReturnType<typeof typed>;
const about = (operationId: string, summary: string) => ({ operationId, summary, tags: ['channels'] });
const params = schemas.IdParams;

/** Where notices go: the DSO's to keep, and to let others use. */
export function addChannelRoutes(fastify: FastifyInstance, parts: Parts): void {
  const http = typed(fastify);
  const { channels } = parts;
  http.get(
    '/v1/alarms/channels',
    {
      schema: {
        ...about('list-channels', 'Channels that the caller may use; to others than the DSO they are names'),
        response: { 200: schemas.ChannelList, ...errors() },
      },
    },
    async (request) => {
      const owner = ownerOf(callerOf(request));
      const usable = channels.list().filter((channel) => mayUse(owner, channel));
      return {
        items: usable.map((channel) =>
          owner === DSO ? channelAnswer(parts, channel) : channelName(channel),
        ),
      };
    },
  );
  addWriting(http, parts);
  addTest(http, parts);
}

function found({ channels }: Parts, id: string): Channel {
  const channel = channels.find(id);
  if (channel) return channel;
  throw alarmsError('ALM_CHANNEL_UNKNOWN', `there is no channel ${id}`);
}

function addWriting(http: Http, parts: Parts): void {
  const { channels, rules, live } = parts;
  const written = errors(404, 409, 412, 413, 415, 422, 428);
  http.post(
    '/v1/alarms/channels',
    {
      schema: {
        ...about('make-channel', 'Make a channel'),
        description: 'Secrets stand in files or variables of the service; a channel names one.',
        body: ChannelBody,
        response: { 201: schemas.ChannelAnswer, ...written },
      },
    },
    async (request, reply) => {
      checkChannel(parts, request.body);
      if (channels.list().length >= MOST)
        throw alarmsError('ALM_CHANNEL_INVALID', `there are ${MOST} channels, which is all`);
      const channel = channels.add(request.body);
      live.changed(DSO);
      return reply.code(201).header('etag', etagOf(channel)).send(channelAnswer(parts, channel));
    },
  );
  http.put(
    '/v1/alarms/channels/:id',
    {
      schema: {
        ...about('change-channel', 'Change a channel'),
        ...{ params, headers: schemas.IfMatch, body: ChannelBody },
        response: { 200: schemas.ChannelAnswer, ...written },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      requireMatch(request, found(parts, id));
      checkChannel(parts, request.body);
      const channel = channels.change(id, request.body);
      live.changed(DSO);
      return reply.header('etag', etagOf(channel)).send(channelAnswer(parts, channel));
    },
  );
  http.delete(
    '/v1/alarms/channels/:id',
    {
      schema: {
        ...about('remove-channel', 'Remove a channel that no rule of the DSO names'),
        ...{ params, headers: schemas.IfMatch },
        response: { 204: Type.Null(), ...errors(404, 409, 412, 428) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      requireMatch(request, found(parts, id));
      const user = rules.list(DSO).find((rule) => rule.channels.includes(id));
      if (user) throw alarmsError('ALM_CHANNEL_IN_USE', `the rule "${user.name}" names it`);
      channels.remove(id);
      live.changed(DSO);
      return reply.code(204).send(null);
    },
  );
}

/** A channel that can be used at all: so it is said when it is made, and not when something rings. */
function checkChannel({ settings }: Parts, channel: ChannelBody): void {
  if (channel.kind === 'email') {
    if (!settings.smtp)
      throw alarmsError('ALM_CHANNEL_INVALID', 'no e-mail can be sent: smtp is missing in the configuration');
    return;
  }
  const names = settings.secrets.map(({ name }) => name);
  if (!names.includes(channel.secret)) {
    const expected = names.join(', ') || 'none: secrets of the configuration is empty';
    throw alarmsError('ALM_CHANNEL_INVALID', `secret is "${channel.secret}"; expected ${expected}`);
  }
  if (channel.kind === 'webhook' && !URL.canParse(channel.url)) {
    throw alarmsError('ALM_CHANNEL_INVALID', `url is "${channel.url}", which is no address`);
  }
}

function addTest(http: Http, parts: Parts): void {
  http.post(
    '/v1/alarms/channels/:id/test',
    {
      schema: {
        ...about('test-channel', 'Send a test, and tell what the other side has said'),
        params,
        response: { 200: schemas.TestAnswer, ...errors(404) },
      },
    },
    async (request) => {
      const channel = found(parts, request.params.id);
      const notice = { ...parts.teller.testNotice(channel), id: randomUUID() };
      const startMs = performance.now();
      const took = () => Math.round(performance.now() - startMs);
      try {
        const answer = await send(parts.senders, channel, notice);
        return { ok: true, answer, tookMs: took() };
      } catch (error) {
        parts.log.warn({ err: error, channel: channel.id }, 'a test was not taken');
        return { ok: false, answer: messageOf(error), tookMs: took() };
      }
    },
  );
}
