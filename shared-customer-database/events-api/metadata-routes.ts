import type { Caller } from '@access-layer/kit/token';
import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { EventsContext } from './events-context.ts';
import { kafkaError } from './kafka-error.ts';
import { addKafkaRoute, sendKafka } from './kafka-scope.ts';
import type { EventTopic } from './topic.ts';
import { mayRead, mayWrite } from './topic-catalogue.ts';

/** This API stands for one broker that has everything. */
const BROKER = 0;
const scopes = ['events:read', 'events:write', 'events:admin'];
const tags = ['Events: Kafka REST v2'];

const Replica = Type.Object({ broker: Type.Integer(), leader: Type.Boolean(), in_sync: Type.Boolean() });
const Partition = Type.Object({
  partition: Type.Integer(),
  leader: Type.Integer(),
  replicas: Type.Array(Replica),
});
const TopicDetails = Type.Object({
  name: Type.String(),
  configs: Type.Record(Type.String(), Type.String()),
  partitions: Type.Array(Partition),
});
const TopicParams = Type.Object({ topic: Type.String() });
export const PartitionParams = Type.Object({ topic: Type.String(), partition: Type.String() });

export function addMetadataRoutes(http: FastifyInstance, { catalogue }: EventsContext): void {
  addKafkaRoute(http, {
    method: 'GET',
    url: '/topics',
    scopes,
    schema: { tags, summary: 'Names of the topics', response: { 200: Type.Array(Type.String()) } },
    handler: async (request, reply) =>
      sendKafka(
        request,
        reply,
        catalogue.list(callerOf(request)).map(({ name }) => name),
      ),
  });
  addKafkaRoute(http, {
    method: 'GET',
    url: '/topics/:topic',
    scopes,
    schema: {
      tags,
      summary: 'A topic and its partitions',
      params: TopicParams,
      response: { 200: TopicDetails },
    },
    handler: async (request, reply) => {
      const topic = topicOf(catalogue, request.params, callerOf(request));
      return sendKafka(request, reply, {
        name: topic.name,
        configs: topic.configs,
        partitions: partitionsOf(topic),
      });
    },
  });
  addPartitionRoutes(http, catalogue);
  addKafkaRoute(http, {
    method: 'GET',
    url: '/brokers',
    scopes,
    schema: {
      tags,
      summary: 'Ids of the brokers',
      response: { 200: Type.Object({ brokers: Type.Array(Type.Integer()) }) },
    },
    handler: async (request, reply) => sendKafka(request, reply, { brokers: [BROKER] }),
  });
}

function addPartitionRoutes(http: FastifyInstance, catalogue: EventsContext['catalogue']): void {
  addKafkaRoute(http, {
    method: 'GET',
    url: '/topics/:topic/partitions',
    scopes,
    schema: {
      tags,
      summary: 'Partitions of a topic',
      params: TopicParams,
      response: { 200: Type.Array(Partition) },
    },
    handler: async (request, reply) =>
      sendKafka(request, reply, partitionsOf(topicOf(catalogue, request.params, callerOf(request)))),
  });
  addKafkaRoute(http, {
    method: 'GET',
    url: '/topics/:topic/partitions/:partition',
    scopes,
    schema: { tags, summary: 'A partition', params: PartitionParams, response: { 200: Partition } },
    handler: async (request, reply) => {
      const { topic, partition } = partitionFrom(catalogue, request.params, callerOf(request));
      return sendKafka(request, reply, partitionsOf(topic)[partition]);
    },
  });
  addKafkaRoute(http, {
    method: 'GET',
    url: '/topics/:topic/partitions/:partition/offsets',
    scopes,
    schema: {
      tags,
      summary: 'First kept offset of a partition, and the one that comes next',
      params: PartitionParams,
      response: { 200: Type.Object({ beginning_offset: Type.Integer(), end_offset: Type.Integer() }) },
    },
    handler: async (request, reply) => {
      const { topic, partition } = partitionFrom(catalogue, request.params, callerOf(request));
      const { first, next } = await topic.bounds(topic.laneOf(partition));
      return sendKafka(request, reply, { beginning_offset: first, end_offset: next });
    },
  });
}

/** @throws 40401 where there is none, 40301 where it is not the caller's to know. */
export function topicOf(catalogue: EventsContext['catalogue'], params: unknown, caller: Caller): EventTopic {
  const topic = catalogue.get((params as { topic: string }).topic);
  const knows = mayRead(topic, caller) || mayWrite(topic, caller) || caller.scopes.has('events:admin');
  if (!knows) throw kafkaError(40301, `topic ${topic.name} is not open to this client`);
  return topic;
}

/** @throws 404 where the partition is no number, 40402 where the topic does not have it. */
export function partitionFrom(
  catalogue: EventsContext['catalogue'],
  params: unknown,
  caller: Caller,
): { topic: EventTopic; partition: number } {
  const topic = topicOf(catalogue, params, caller);
  const { partition } = params as { partition: string };
  if (!/^\d{1,9}$/.test(partition)) throw kafkaError(404);
  return { topic, partition: catalogue.partition(topic, Number(partition)) };
}

function partitionsOf({ partitions }: EventTopic) {
  return Array.from({ length: partitions }, (_, partition) => ({
    partition,
    leader: BROKER,
    replicas: [{ broker: BROKER, leader: true, in_sync: true }],
  }));
}
