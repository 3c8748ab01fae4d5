import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { EventsContext } from './events-context.ts';
import { bodyReader, ProduceBody } from './kafka-bodies.ts';
import { kafkaError } from './kafka-error.ts';
import { addKafkaRoute, sendKafka } from './kafka-scope.ts';
import {
  type EmbeddedFormat,
  embeddedType,
  isPlain,
  type PlainFormat,
  readContentType,
} from './media-type.ts';
import { PartitionParams, partitionFrom, topicOf } from './metadata-routes.ts';
import {
  base64Bytes,
  embeddedBytes,
  type ProducedRecord,
  type Producer,
  requireWritable,
} from './produce.ts';
import type { EventTopic } from './topic.ts';

const ProduceAnswer = Type.Object({
  offsets: Type.Array(
    Type.Object({
      partition: Type.Union([Type.Integer(), Type.Null()]),
      offset: Type.Union([Type.Integer(), Type.Null()]),
      error_code: Type.Union([Type.Integer(), Type.Null()], { description: '1: final; 2: try again' }),
      error: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  key_schema_id: Type.Null(),
  value_schema_id: Type.Null(),
});
const NON_RETRIABLE = 1;
const scopes = ['events:write'];
const schema = {
  tags: ['Events: Kafka REST v2'],
  description: 'What cannot be kept is refused record by record inside the answer 200.',
  consumes: [embeddedType('json'), embeddedType('binary')],
  body: ProduceBody,
  response: { 200: ProduceAnswer },
};

const readBody = bodyReader(ProduceBody, { wrongKind: 400 });

export function addProduceRoutes(http: FastifyInstance, context: EventsContext, produce: Producer): void {
  const bodyLimit = context.limits.produceMaxBytes;
  addKafkaRoute(http, {
    method: 'POST',
    url: '/topics/:topic',
    scopes,
    bodyLimit,
    schema: {
      ...schema,
      summary: 'Produce records to a topic',
      params: Type.Object({ topic: Type.String() }),
    },
    handler: async (request, reply) => {
      const topic = topicOf(context.catalogue, request.params, callerOf(request));
      return sendKafka(request, reply, await answer(request, topic, produce));
    },
  });
  addKafkaRoute(http, {
    method: 'POST',
    url: '/topics/:topic/partitions/:partition',
    scopes,
    bodyLimit,
    schema: { ...schema, summary: 'Produce records to one partition', params: PartitionParams },
    handler: async (request, reply) => {
      const { topic, partition } = partitionFrom(context.catalogue, request.params, callerOf(request));
      return sendKafka(request, reply, await answer(request, topic, produce, partition));
    },
  });
}

async function answer(request: FastifyRequest, topic: EventTopic, produce: Producer, partition?: number) {
  requireWritable(topic, callerOf(request));
  const format = readContentType(request.headers['content-type'])?.format ?? 'binary';
  const body = readBody(request.body);
  if (!body) throw kafkaError(422, 'records may not be null', { instead: true });
  requirePlain(format, body);
  const results = await produce(
    topic,
    body.records.map((record) => toRecord(record, format, partition)),
  );
  return {
    offsets: results.map((result) =>
      result.ok
        ? { partition: result.partition, offset: result.offset, error_code: null, error: null }
        : { partition: null, offset: null, error_code: NON_RETRIABLE, error: result.reason },
    ),
    key_schema_id: null,
    value_schema_id: null,
  };
}

function toRecord(
  { key, value, partition, headers }: ProduceBody['records'][number],
  format: PlainFormat,
  fixed: number | undefined,
): ProducedRecord {
  const chosen = fixed ?? partition ?? undefined;
  for (const header of headers ?? []) if (header.value !== null) base64Bytes(header.value);
  return {
    key: embeddedBytes(key, format),
    value: embeddedBytes(value, format),
    ...(chosen === undefined ? {} : { partition: chosen }),
    ...(headers && headers.length > 0 ? { headers } : {}),
  };
}

/** Formats with schemas need a schema registry, which this deployment does not have. */
function requirePlain(format: EmbeddedFormat, body: ProduceBody): asserts format is PlainFormat {
  if (isPlain(format)) return;
  const has = (field: 'key' | 'value') => body.records.some((record) => (record[field] ?? null) !== null);
  if (has('key') && !body.key_schema && !body.key_schema_id) throw kafkaError(42201);
  if (has('value') && !body.value_schema && !body.value_schema_id) throw kafkaError(42202);
  throw kafkaError(42205, `there is no schema registry for ${format}; use the format json or binary`);
}
