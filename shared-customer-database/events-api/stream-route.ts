import { AccessLayerError } from '@access-layer/core/errors';
import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { ErrorAnswer } from '../api/schemas.ts';
import { eventsStatusOf } from './errors.ts';
import { readCursor } from './event-cursor.ts';
import { writeEventStream } from './event-stream.ts';
import type { EventsContext } from './events-context.ts';
import { checkCaller, decorateCaller } from './require-caller.ts';
import type { EventTopic } from './topic.ts';
import { mayRead } from './topic-catalogue.ts';

const StreamQuery = Type.Object({
  topics: Type.String({ description: 'Names with commas between them', example: 'measurements,anomalies' }),
  from: Type.Optional(
    Type.Union([Type.Literal('earliest'), Type.Literal('latest')], {
      description: 'Where to begin without Last-Event-ID; latest where absent',
    }),
  ),
  lastEventId: Type.Optional(Type.String({ description: 'For clients that cannot send Last-Event-ID' })),
});
/** An event as clients read it from the stream. */
const StreamEvent = Type.Object(
  {
    id: Type.Optional(
      Type.String({ description: 'Where to go on: Last-Event-ID', example: 'measurements:0:10' }),
    ),
    event: Type.Optional(Type.String({ description: 'The topic, `gap` or `end`', example: 'measurements' })),
    data: Type.String({ description: 'JSON' }),
  },
  { title: 'StreamEvent' },
);
const MAX_TOPICS = 50;

/** GET /events/stream: the topics as server-sent events. */
export function addStreamRoute(http: FastifyInstance, context: EventsContext): void {
  const open = new Map<string, number>();
  const stopping = new AbortController();
  let count = 0;
  http.addHook('preClose', async () => stopping.abort());
  decorateCaller(http);
  http.addHook('onRequest', async (request, reply) => {
    const verdict = await checkCaller(request, reply, context.check, ['events:read']);
    if (!verdict.ok) return reply.code(verdict.status).send({ code: verdict.code, message: verdict.message });
  });
  http.setValidatorCompiler(() => () => true);
  http.setErrorHandler((error, _request, reply) => {
    const { code, message } = error as { code?: string; message: string };
    const status = eventsStatusOf(code ?? '') ?? (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) context.log.error({ err: error }, 'event stream failed');
    return reply.code(status).send({ code: status >= 500 ? 'INTERNAL' : (code ?? 'BAD_REQUEST'), message });
  });
  http.get('/events/stream', {
    schema: {
      tags: ['Events: server-sent events'],
      summary: 'Follow topics as server-sent events, and resume by Last-Event-ID',
      description:
        'Events are named after their topic; `gap` tells that records are no longer kept, `end` why the stream ends. ' +
        'The records themselves are described by the AsyncAPI document.',
      querystring: StreamQuery,
      response: {
        200: { description: 'Events', content: { 'text/event-stream': { schema: StreamEvent } } },
        ...Object.fromEntries([400, 401, 403, 404, 429, 503].map((status) => [status, ErrorAnswer])),
      },
    } as object,
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { topics, from, last } = readQuery(request, context);
      const cursor = await readCursor(last, topics, from);
      if (!cursor.ok) throw refuse('EVENTS_CURSOR', `Last-Event-ID: ${cursor.reason}`);
      const mine = open.get(caller.clientId) ?? 0;
      if (mine >= context.limits.streamsPerClient || count >= context.limits.streams) {
        throw refuse(
          'EVENTS_STREAMS_LIMIT',
          `this client has ${mine} event streams open, and all have ${count}`,
        );
      }
      open.set(caller.clientId, mine + 1);
      count++;
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value as string);
      }
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      try {
        await writeEventStream(reply.raw, context, {
          caller,
          lanes: cursor.lanes,
          stopping: stopping.signal,
        });
      } finally {
        count--;
        const left = (open.get(caller.clientId) ?? 1) - 1;
        if (left > 0) open.set(caller.clientId, left);
        else open.delete(caller.clientId);
      }
    },
  });
}

function readQuery(
  request: FastifyRequest,
  { catalogue }: EventsContext,
): { topics: EventTopic[]; from: 'earliest' | 'latest'; last: string | undefined } {
  const query = request.query as Record<string, unknown>;
  const { from = 'latest', lastEventId } = query;
  if (from !== 'earliest' && from !== 'latest') {
    throw refuse('EVENTS_BAD_REQUEST', `from is ${JSON.stringify(from)}; expected earliest or latest`);
  }
  if (typeof query.topics !== 'string' || query.topics === '') {
    throw refuse(
      'EVENTS_BAD_REQUEST',
      'topics is missing; expected names of topics with commas between them',
    );
  }
  const names = [...new Set(query.topics.split(','))];
  if (names.length > MAX_TOPICS)
    throw refuse('EVENTS_BAD_REQUEST', `${names.length} topics; at most ${MAX_TOPICS}`);
  const caller = callerOf(request);
  const topics = names.map((name) => {
    const topic = catalogue.find(name);
    if (topic && mayRead(topic, caller)) return topic;
    throw refuse(
      'EVENTS_TOPIC_UNKNOWN',
      `there is no topic ${JSON.stringify(name.slice(0, 100))} for this client`,
    );
  });
  const header = request.headers['last-event-id'];
  const last = typeof header === 'string' && header !== '' ? header : lastEventId;
  return { topics, from, last: typeof last === 'string' && last !== '' ? last : undefined };
}

function refuse(code: string, message: string): AccessLayerError {
  return new AccessLayerError({ code, message });
}
