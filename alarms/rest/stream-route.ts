import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { alarmsError } from '../errors.ts';
import { ownerOf } from '../owner.ts';
import type { Parts } from '../parts.ts';
import { errors } from './error-answers.ts';

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2000;
const MOST_STREAMS = 200;
/** Changes that come together are told once. */
const TOGETHER_MS = 200;

const Changed = Type.Object(
  {
    event: Type.Enum(['changed']),
    data: Type.String({ description: 'empty: ask again for what you show' }),
  },
  { title: 'AlarmsChanged' },
);

/** Server-sent events: that something of the caller's alarms has changed. */
export function addStreamRoute(http: FastifyInstance, { live, log }: Parts): void {
  let count = 0;
  const stops = new Set<() => void>();
  http.addHook('preClose', async () => {
    for (const stop of stops) stop();
  });
  http.get('/v1/alarms/stream', {
    schema: {
      operationId: 'alarm-stream',
      summary: 'Hear of every change of your alarms, as server-sent events',
      tags: ['alarms'],
      response: {
        200: {
          description: 'Events',
          content: { 'text/event-stream': { schema: { ...Changed, type: 'object' } } },
        },
        ...errors(406),
      },
    } as object,
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const owner = ownerOf(caller);
      if (!/\btext\/event-stream\b/.test(request.headers.accept ?? '')) {
        throw alarmsError('ALM_ACCEPT', 'a stream of events never ends');
      }
      if (count >= MOST_STREAMS) throw alarmsError('ALM_STREAMS', `${count} streams are open, which is all`);
      count++;
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write(`retry: ${RETRY_MS}\n: listening\n\n`);
      let soon: NodeJS.Timeout | undefined;
      const tell = () => {
        soon ??= setTimeout(() => {
          soon = undefined;
          raw.write('event: changed\ndata: {}\n\n');
        }, TOGETHER_MS);
      };
      const unwatch = live.watch(owner, tell);
      const heartbeat = setInterval(() => raw.write(': heartbeat\n\n'), HEARTBEAT_MS);
      const expires = setTimeout(() => raw.end(), Math.max(0, caller.expiresAtMs - Date.now()));
      const stop = () => raw.end();
      stops.add(stop);
      raw.on('error', (error) => log.debug({ err: error }, 'a stream broke off'));
      raw.once('close', () => {
        count--;
        unwatch();
        stops.delete(stop);
        for (const timer of [soon, heartbeat, expires]) clearTimeout(timer);
      });
    },
  });
}
