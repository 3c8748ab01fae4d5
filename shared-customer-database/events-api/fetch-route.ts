import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Consumer } from './consumer.ts';
import { InstanceParams } from './consumer-routes.ts';
import { type Encoded, encodeRecords } from './encode-records.ts';
import type { EventsContext } from './events-context.ts';
import { type Fetched, fetchRecords } from './fetch-records.ts';
import { kafkaError } from './kafka-error.ts';
import { addKafkaRoute, sendText } from './kafka-scope.ts';
import { embeddedType, readAccept } from './media-type.ts';
import { followAnswer } from './pending-answer.ts';
import { mayRead } from './topic-catalogue.ts';

const FetchedRecords = Type.Array(
  Type.Object({
    topic: Type.String(),
    key: Type.Unknown(),
    value: Type.Unknown(),
    partition: Type.Integer(),
    offset: Type.Integer(),
    timestamp: Type.Integer({ description: 'ms since 1970' }),
    headers: Type.Optional(Type.Array(Type.Unknown())),
  }),
);
const FetchQuery = Type.Object({
  timeout: Type.Optional(
    Type.Integer({ description: 'ms; counts where it is below consumer.request.timeout.ms of the instance' }),
  ),
  max_bytes: Type.Optional(
    Type.Integer({ description: 'Keys and values, unencoded; one record is always given' }),
  ),
});

/** GET records of a consumer instance. */
export function addFetchRoute(http: FastifyInstance, context: EventsContext): void {
  addKafkaRoute(http, {
    method: 'GET',
    url: '/consumers/:group/instances/:instance/records',
    scopes: ['events:read'],
    schema: {
      tags: ['Events: Kafka REST v2'],
      summary: 'Fetch records',
      description: 'Records that the access rules do not give to the caller are left out, one by one.',
      params: InstanceParams,
      querystring: FetchQuery,
      produces: [embeddedType('json'), embeddedType('binary')],
      response: { 200: FetchedRecords },
    },
    handler: async (request, reply) => {
      const { group, instance } = request.params as { group: string; instance: string };
      const consumer = context.consumers.get(callerOf(request), group, instance);
      requireFormat(consumer, request);
      const gone = goneSignal(reply);
      const encoded = await consumer.exclusive(async () => {
        const { fetched, encoded } = await fetch(consumer, request, context, gone);
        await enter(consumer, request, context, fetched, encoded);
        consumer.pending = followAnswer(consumer, fetched.deliveries, reply.raw);
        return encoded;
      });
      return sendText(reply, embeddedType(consumer.settings.format), `[${encoded.texts.join(',')}]`);
    },
  });
}

/** What cannot be entered in the read ledger is not given out: the consumer gets it the next time. @throws */
async function enter(
  consumer: Consumer,
  request: FastifyRequest,
  { served }: EventsContext,
  { deliveries }: Fetched,
  { shown }: Encoded,
): Promise<void> {
  try {
    await served(
      callerOf(request),
      shown.map(({ topic, record }) => ({ topic, subject: record.subject })),
    );
  } catch (error) {
    consumer.takeBack(deliveries);
    throw error;
  }
}

async function fetch(
  consumer: Consumer,
  request: FastifyRequest,
  { release, watch, limits, catalogue }: EventsContext,
  signal: AbortSignal,
): Promise<{ fetched: Fetched; encoded: Encoded }> {
  for (const { topic } of consumer.holdings.values()) {
    // Its settings may have closed it since it was assigned.
    const current = catalogue.get(topic.name);
    if (!mayRead(current, callerOf(request)))
      throw kafkaError(40301, `this client does not read topic ${topic.name}`);
  }
  await consumer.acknowledge();
  consumer.group.settle(consumer);
  const { requestTimeoutMs } = consumer.settings;
  const timeoutMs = Math.min(queryNumber(request, 'timeout') ?? requestTimeoutMs, requestTimeoutMs);
  const maxBytes = Math.min(
    queryNumber(request, 'max_bytes') ?? limits.requestMaxBytes,
    limits.requestMaxBytes,
  );
  const ended = AbortSignal.any([signal, consumer.ended]);
  const options = { caller: callerOf(request), release, watch, timeoutMs, maxBytes, signal: ended };
  const fetched = await fetchRecords(consumer, options);
  const encoded = encodeRecords(fetched.records, consumer.settings.format);
  leaveStuck(consumer, fetched, encoded);
  return { fetched, encoded };
}

/** Stays before records that have no form in the consumer's format. @throws 42207 where nothing else was fetched. */
function leaveStuck(consumer: Consumer, { deliveries }: Fetched, { stuck, texts }: Encoded): void {
  for (const delivery of deliveries) {
    const at = stuck.get(delivery.holding);
    if (!at || delivery.holding.position !== delivery.after) continue;
    delivery.holding.position = at.offset;
    delivery.after = at.offset;
  }
  const [first] = stuck.values();
  if (!first || texts.length > 0) return;
  consumer.takeBack(deliveries);
  throw kafkaError(42207, first.reason);
}

/** @throws 40601. An Accept that names no embedded format takes what the consumer has. */
function requireFormat({ settings }: Consumer, request: FastifyRequest): void {
  const format = readAccept(request.headers.accept)?.format;
  if (format !== undefined && format !== settings.format) throw kafkaError(40601);
}

/** A positive number of the query; undefined where it is absent or not above 0. @throws 400 */
function queryNumber(request: FastifyRequest, name: string): number | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) {
    throw kafkaError(400, `${name} is ${JSON.stringify(value)?.slice(0, 100)}; expected a whole number`);
  }
  return Number(value) > 0 ? Number(value) : undefined;
}

function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
