import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { baseUri } from './base-uri.ts';
import type { Consumer } from './consumer.ts';
import { consumerSettings } from './consumer-settings.ts';
import type { EventsContext } from './events-context.ts';
import {
  bodyReader,
  CreateConsumerBody,
  OFFSETS_EXAMPLE,
  OffsetsBody,
  PartitionsBody,
  SubscriptionBody,
} from './kafka-bodies.ts';
import { kafkaError } from './kafka-error.ts';
import { addKafkaRoute, type KafkaRoute, sendKafka } from './kafka-scope.ts';
import { KAFKA_V2 } from './media-type.ts';
import { readRequestBody } from './request-body.ts';
import type { EventTopic } from './topic.ts';
import { mayRead } from './topic-catalogue.ts';

const scopes = ['events:read'];
const tags = ['Events: Kafka REST v2'];
const consumes = [KAFKA_V2];
const GroupParams = Type.Object({ group: Type.String() });
export const InstanceParams = Type.Object({ group: Type.String(), instance: Type.String() });
const Partitions = Type.Object({
  partitions: Type.Array(Type.Object({ topic: Type.String(), partition: Type.Integer() })),
});
const NOTHING = { 204: Type.Null({ description: 'Done' }) };
const GET_BODY_BYTES = 1024 * 1024;

const readCreate = bodyReader(CreateConsumerBody);
const readSubscription = bodyReader(SubscriptionBody);
const readPartitions = bodyReader(PartitionsBody);
const readOffsets = bodyReader(OffsetsBody);

type Handler = (consumer: Consumer, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Consumer groups but for their records: see `fetch-route.ts`. */
export function addConsumerRoutes(http: FastifyInstance, context: EventsContext): void {
  addLifeRoutes(http, context);
  addSubscriptionRoutes(http, context);
  addAssignmentRoutes(http, context);
  addOffsetRoutes(http, context);
  addPositionRoutes(http, context);
}

function addLifeRoutes(http: FastifyInstance, context: EventsContext): void {
  addKafkaRoute(http, {
    method: 'POST',
    url: '/consumers/:group',
    scopes,
    schema: {
      tags,
      summary: 'Create a consumer instance in a group',
      consumes,
      params: GroupParams,
      body: CreateConsumerBody,
      response: { 200: Type.Object({ instance_id: Type.String(), base_uri: Type.String() }) },
    },
    handler: async (request, reply) => {
      const { group } = request.params as { group: string };
      const body = readCreate(request.body) ?? {};
      const name = body.id ?? body.name;
      if (name !== undefined && !name.isWellFormed()) throw kafkaError(42204, 'name is not well-formed text');
      const settings = consumerSettings(body, context.limits);
      const consumer = context.consumers.create(callerOf(request), group, name, settings);
      const path = ['consumers', group, 'instances', consumer.name].map(encodeURIComponent).join('/');
      return sendKafka(request, reply, {
        instance_id: consumer.name,
        base_uri: `${baseUri(request, http.prefix, context.baseUri)}/${path}`,
      });
    },
  });
  addKafkaRoute(http, {
    method: 'DELETE',
    url: '/consumers/:group/instances/:instance',
    scopes,
    schema: { tags, summary: 'Delete a consumer instance', params: InstanceParams, response: NOTHING },
    handler: async (request, reply) => {
      const { group, instance } = request.params as { group: string; instance: string };
      await context.consumers.remove(callerOf(request), group, instance);
      return reply.code(204).send();
    },
  });
}

function addSubscriptionRoutes(http: FastifyInstance, context: EventsContext): void {
  const url = '/consumers/:group/instances/:instance/subscription';
  addInstanceRoute(http, context, {
    method: 'POST',
    url,
    schema: {
      summary: 'Subscribe to topics by name or pattern',
      consumes,
      body: SubscriptionBody,
      response: NOTHING,
    },
    handler: async (consumer, request, reply) => {
      const { topics, topic_pattern: pattern } = readSubscription(request.body) ?? {};
      const named = topics && topics.length > 0;
      if (named && pattern)
        throw kafkaError(40903, 'IllegalStateError: topics and topic_pattern are exclusive');
      if (!named && !pattern)
        throw kafkaError(40903, 'Neither topic_pattern nor topics are present in request');
      for (const name of topics ?? []) requireReadable(context, name, request);
      consumer.subscribe(
        named ? { kind: 'topics', topics } : { kind: 'pattern', pattern: pattern! },
        context.catalogue.names(),
      );
      return reply.code(204).send();
    },
  });
  addInstanceRoute(http, context, {
    method: 'GET',
    url,
    schema: {
      summary: 'Topics subscribed to',
      response: { 200: Type.Object({ topics: Type.Array(Type.String()) }) },
    },
    handler: async (consumer, request, reply) => {
      const { subscription } = consumer;
      const named = subscription?.kind === 'topics';
      const topics = named ? subscription.topics : consumer.subscribedTopics(context.catalogue.names());
      return sendKafka(request, reply, { topics });
    },
  });
  addInstanceRoute(http, context, {
    method: 'DELETE',
    url,
    schema: { summary: 'Unsubscribe', response: NOTHING },
    handler: async (consumer, _request, reply) => {
      await consumer.exclusive(async () => {
        await consumer.acknowledge();
        consumer.unsubscribe();
      });
      return reply.code(204).send();
    },
  });
}

function addAssignmentRoutes(http: FastifyInstance, context: EventsContext): void {
  const url = '/consumers/:group/instances/:instance/assignments';
  addInstanceRoute(http, context, {
    method: 'POST',
    url,
    schema: { summary: 'Assign partitions by hand', consumes, body: PartitionsBody, response: NOTHING },
    handler: async (consumer, request, reply) => {
      const { partitions } = required(readPartitions(request.body), 'partitions');
      consumer.assign(partitions.map((wanted) => known(context, wanted, request)));
      return reply.code(204).send();
    },
  });
  addInstanceRoute(http, context, {
    method: 'GET',
    url,
    schema: { summary: 'Partitions that the instance holds', response: { 200: Partitions } },
    handler: async (consumer, request, reply) =>
      sendKafka(request, reply, {
        partitions: [...consumer.holdings.values()].map(({ topic, partition }) => ({
          topic: topic.name,
          partition,
        })),
      }),
  });
}

function addOffsetRoutes(http: FastifyInstance, context: EventsContext): void {
  const url = '/consumers/:group/instances/:instance/offsets';
  addInstanceRoute(http, context, {
    method: 'POST',
    url,
    schema: {
      summary: 'Commit offsets; without a body, everything that has been fetched',
      consumes,
      body: Type.Partial(OffsetsBody, { additionalProperties: false, example: OFFSETS_EXAMPLE }),
      response: { 200: Type.Array(Type.Unknown(), { maxItems: 0 }) },
    },
    handler: async (consumer, request, reply) => {
      const body = isEmptyObject(request.body) ? undefined : readOffsets(request.body);
      const offsets = body?.offsets.map(({ topic, partition, offset, metadata }) => {
        known(context, { topic, partition }, request);
        return { topic, partition, offset: offset + 1, metadata: metadata ?? '' };
      });
      await consumer.exclusive(() => (offsets ? consumer.commit(offsets) : consumer.commitFetched()));
      return sendKafka(request, reply, []);
    },
  });
  addInstanceRoute(http, context, {
    method: 'GET',
    url,
    schema: {
      summary: 'Offsets that the group has committed',
      description: 'The request has a body: {"partitions": [{"topic": …, "partition": …}]}',
      response: { 200: OffsetsBody },
    },
    handler: async (consumer, request, reply) => {
      const body = readPartitions(await readRequestBody(request.raw, reply, GET_BODY_BYTES));
      if (!body) throw kafkaError(40402);
      const wanted = body.partitions.map((partition) => known(context, partition, request));
      const found = await Promise.all(
        wanted.map(({ topic, partition }) => consumer.committed(topic.name, partition)),
      );
      return sendKafka(request, reply, { offsets: found.filter((offset) => offset !== undefined) });
    },
  });
}

function addPositionRoutes(http: FastifyInstance, context: EventsContext): void {
  const url = '/consumers/:group/instances/:instance/positions';
  addInstanceRoute(http, context, {
    method: 'POST',
    url,
    schema: { summary: 'Fetch from these offsets on', consumes, body: OffsetsBody, response: NOTHING },
    handler: async (consumer, request, reply) => {
      const { offsets } = required(readOffsets(request.body), 'offsets');
      await consumer.exclusive(async () => {
        for (const { topic, partition, offset } of offsets) await consumer.seek(topic, partition, offset);
      });
      return reply.code(204).send();
    },
  });
  for (const place of ['beginning', 'end'] as const) {
    addInstanceRoute(http, context, {
      method: 'POST',
      url: `${url}/${place}`,
      schema: { summary: `Fetch from the ${place} on`, consumes, body: PartitionsBody, response: NOTHING },
      handler: async (consumer, request, reply) => {
        const { partitions } = required(readPartitions(request.body), 'partitions');
        await consumer.exclusive(async () => {
          for (const { topic, partition } of partitions) await consumer.seek(topic, partition, place);
        });
        return reply.code(204).send();
      },
    });
  }
}

function addInstanceRoute(
  http: FastifyInstance,
  { consumers }: EventsContext,
  { handler, schema, ...route }: Omit<KafkaRoute, 'handler' | 'scopes'> & { handler: Handler },
): void {
  addKafkaRoute(http, {
    ...route,
    scopes,
    schema: { tags, params: InstanceParams, ...schema },
    handler: async (request, reply) => {
      const { group, instance } = request.params as { group: string; instance: string };
      return handler(consumers.get(callerOf(request), group, instance), request, reply);
    },
  });
}

/** A topic that does not exist yet may be subscribed to. @throws 40301 */
function requireReadable({ catalogue }: EventsContext, name: string, request: FastifyRequest): void {
  const topic = catalogue.find(name);
  if (topic && !mayRead(topic, callerOf(request)))
    throw kafkaError(40301, `this client does not read topic ${name}`);
}

/** @throws 40401, 40402, 40301 */
function known(
  context: EventsContext,
  { topic: name, partition }: { topic: string; partition: number },
  request: FastifyRequest,
): { topic: EventTopic; partition: number } {
  const topic = context.catalogue.get(name);
  requireReadable(context, name, request);
  return { topic, partition: context.catalogue.partition(topic, partition) };
}

function required<T>(body: T | undefined, field: string): T {
  if (body === undefined) throw kafkaError(422, `${field} may not be null`, { instead: true });
  return body;
}

function isEmptyObject(body: unknown): boolean {
  return body instanceof Uint8Array && /^\s*\{\s*\}\s*$/.test(Buffer.from(body.subarray(0, 64)).toString());
}
