import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { type Statistics, utcDay } from '../statistics.ts';
import { seesAllClients } from './roles.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'UTC day', example: '2026-02-01' });
const StatisticsQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    client: Type.Optional(Type.String({ maxLength: 128, example: 'market' })),
    route: Type.Optional(Type.String({ maxLength: 256, example: '/v1' })),
  },
  { additionalProperties: false },
);

const count = (description: string) => Type.Integer({ minimum: 0, description, example: 3 });
const StatisticsAnswer = Type.Object({
  from: Day,
  to: Day,
  rows: Type.Array(
    Type.Object(
      {
        day: Day,
        client: Type.String({ description: '"-" without a good token', example: 'market' }),
        route: Type.String({ description: 'Prefix in the route table', example: '/v1' }),
        requests: count('All'),
        refused: count('401 and 403'),
        limited: count('429'),
        failed: count('5xx'),
        bytesIn: count('Bytes of requests'),
        bytesOut: count('Bytes of answers'),
        durationMs: Type.Number({ description: 'ms, of all together', example: 12.5 }),
      },
      { title: 'AccessRow' },
    ),
  ),
});

const DEFAULT_DAYS = 30;

/** Access statistics by day, client and route. Who is not of the DSO with scope `admin` sees its own client's only. */
export function statisticsRoutes(http: FastifyInstance, statistics: Statistics): void {
  http.get<{ Querystring: Static<typeof StatisticsQuery> }>(
    '/stats',
    {
      schema: {
        tags: ['statistics'],
        summary: 'Requests by day, client and route',
        querystring: StatisticsQuery,
        response: { 200: StatisticsAnswer },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const now = Date.now();
      const {
        from = utcDay(now - DEFAULT_DAYS * 86_400_000),
        to = utcDay(now),
        client,
        route,
      } = request.query;
      const seen = seesAllClients(caller) ? client : caller.clientId;
      const rows = statistics.query({
        from,
        to,
        ...(seen === undefined ? {} : { client: seen }),
        ...(route === undefined ? {} : { route }),
      });
      return { from, to, rows };
    },
  );
}
