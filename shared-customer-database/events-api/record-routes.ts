import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { messageOf } from '@access-layer/core/errors';
import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { addAdminRoute } from './admin-routes.ts';
import type { EventsContext } from './events-context.ts';
import { readJson } from './json-text.ts';
import { jsonValues } from './json-values.ts';
import { httpStatusOf, kafkaError, kafkaErrorCode } from './kafka-error.ts';
import { topicOf } from './metadata-routes.ts';
import {
  base64Bytes,
  embeddedBytes,
  type ProducedRecord,
  type Producer,
  requireWritable,
} from './produce.ts';
import type { EventTopic } from './topic.ts';
import { MAX_MESSAGE_BYTES } from './topic-configs.ts';

const closed = { additionalProperties: false } as const;
const Data = Type.Object(
  {
    type: Type.Union([Type.Literal('BINARY'), Type.Literal('JSON'), Type.Literal('STRING')]),
    data: Type.Optional(Type.Unknown({ description: 'base64 text, any JSON, or text' })),
  },
  closed,
);
/** One record of v3; a request carries any number of them, one behind the other. */
export const V3Record = Type.Object(
  {
    partition_id: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
    timestamp: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601' })),
    headers: Type.Optional(
      Type.Array(
        Type.Object(
          { name: Type.String(), value: Type.Optional(Type.Union([Type.String(), Type.Null()])) },
          closed,
        ),
        { maxItems: 64 },
      ),
    ),
    key: Type.Optional(Type.Union([Data, Type.Null()])),
    value: Type.Optional(Type.Union([Data, Type.Null()])),
  },
  {
    ...closed,
    example: { key: { type: 'STRING', data: 'rossi' }, value: { type: 'JSON', data: { amountEur: 12.5 } } },
  },
);
type V3Record = Static<typeof V3Record>;
const record = Compile(V3Record);

const V3Answer = Type.Object({
  error_code: Type.Integer({ description: '200 where the record is kept' }),
  message: Type.Optional(Type.String()),
  cluster_id: Type.Optional(Type.String()),
  topic_name: Type.Optional(Type.String()),
  partition_id: Type.Optional(Type.Integer()),
  offset: Type.Optional(Type.Integer()),
  timestamp: Type.Optional(Type.String()),
});
/** base64 takes a third more, and the names around it. */
const MAX_RECORD_CHARS = Math.ceil(MAX_MESSAGE_BYTES * 1.5) + 4096;
/** Records that have arrived together are kept together. */
const BATCH = 500;

/**
 * Produce by Kafka REST v3: records as concatenated JSON, for as long as the client likes, each answered in order. The
 * body is read as it comes, so this is a scope of its own, whose bodies are streams.
 */
export function addRecordRoutes(http: FastifyInstance, context: EventsContext, produce: Producer): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  addAdminRoute(http, context, {
    method: 'POST',
    url: '/v3/clusters/:cluster/topics/:topic/records',
    scopes: ['events:write'],
    schema: {
      summary: 'Produce records, streamed as concatenated JSON',
      description: 'The answer is 200 whatever becomes of the records: `error_code` of each says it.',
      params: Type.Object({ cluster: Type.String(), topic: Type.String() }),
      body: V3Record,
      response: { 200: V3Answer },
    },
    handler: async (request, reply) => {
      const topic = topicOf(context.catalogue, request.params, callerOf(request));
      requireWritable(topic, callerOf(request));
      const body = (request.body ?? []) as AsyncIterable<Uint8Array>;
      const answers = answerRecords(body, topic, context, produce, request.raw);
      return reply.type('application/json').send(Readable.from(answers, { objectMode: false }));
    },
  });
}

async function* answerRecords(
  body: AsyncIterable<Uint8Array>,
  topic: EventTopic,
  context: EventsContext,
  produce: Producer,
  request: IncomingMessage,
): AsyncGenerator<string> {
  let waiting: string[] = [];
  const flush = async () => {
    const texts = waiting;
    waiting = [];
    return (await answerBatch(texts, topic, context, produce))
      .map((answer) => `${JSON.stringify(answer)}\r\n`)
      .join('');
  };
  for await (const part of jsonValues(body, MAX_RECORD_CHARS)) {
    if (!part.ok) {
      yield await flush();
      return yield JSON.stringify(refusal(400, part.reason));
    }
    waiting.push(part.text);
    // What else has arrived goes with it; a client that waits for the answer gets it at once.
    if (waiting.length >= BATCH || request.readableLength === 0) yield await flush();
  }
  if (waiting.length > 0) yield await flush();
}

async function answerBatch(
  texts: string[],
  topic: EventTopic,
  { clusterId, catalogue, log }: EventsContext,
  produce: Producer,
): Promise<object[]> {
  const read = texts.map(readRecord);
  const good = read.flatMap((result) => ('record' in result ? [result] : []));
  if (catalogue.find(topic.name) === undefined) return texts.map(() => refusal(40401, 'Topic not found.'));
  const nowMs = Date.now();
  const produced = await produce(
    topic,
    good.map((result) => result.record),
  ).catch((error: unknown) => {
    log.error({ err: error, topic: topic.name }, 'records could not be kept');
    return good.map(() => ({
      ok: false as const,
      reason: 'internal error; the log has the details',
      failed: true,
    }));
  });
  let at = 0;
  return read.map((result) => {
    if (!('record' in result)) return result.refused;
    const outcome = produced[at++]!;
    if (!outcome.ok) return refusal('failed' in outcome ? 50002 : 40002, outcome.reason);
    return {
      error_code: 200,
      cluster_id: clusterId,
      topic_name: topic.name,
      partition_id: outcome.partition,
      offset: outcome.offset,
      timestamp: new Date(result.record.timestampMs ?? nowMs).toISOString(),
      ...result.sizes,
    };
  });
}

type ReadRecord = { record: ProducedRecord; sizes: object } | { refused: object };

function readRecord(text: string): ReadRecord {
  try {
    const value = readJson(text);
    if (!record.Check(value)) {
      const [first] = [...record.Errors(value)] as unknown as { instancePath: string; message: string }[];
      return { refused: refusal(400, `${first?.instancePath || 'record'} ${first?.message}`) };
    }
    return toProduced(value as V3Record);
  } catch (error) {
    return { refused: refusal(kafkaErrorCode(error) ?? 400, messageOf(error)) };
  }
}

function toProduced({ partition_id: partition, timestamp, headers, key, value }: V3Record): ReadRecord {
  const timestampMs = timestamp ? Date.parse(timestamp) : undefined;
  if (Number.isNaN(timestampMs)) throw kafkaError(400, `timestamp ${timestamp} is no ISO 8601 time`);
  const kept = headers?.map((header) => ({ name: header.name, value: header.value ?? null }));
  for (const header of kept ?? []) if (header.value !== null) base64Bytes(header.value);
  const produced = { key: bytesOf(key), value: bytesOf(value) };
  return {
    record: {
      ...produced,
      ...(partition === null || partition === undefined ? {} : { partition }),
      ...(timestampMs === undefined ? {} : { timestampMs }),
      ...(kept && kept.length > 0 ? { headers: kept } : {}),
    },
    sizes: {
      ...(key ? { key: { type: key.type, size: produced.key?.length ?? 0 } } : {}),
      ...(value ? { value: { type: value.type, size: produced.value?.length ?? 0 } } : {}),
    },
  };
}

function bytesOf(data: V3Record['key']): Uint8Array | null {
  if (!data || data.data === undefined || data.data === null) return null;
  if (data.type !== 'STRING') return embeddedBytes(data.data, data.type === 'JSON' ? 'json' : 'binary');
  if (typeof data.data !== 'string') throw kafkaError(400, 'data of type STRING is not text');
  return Buffer.from(data.data);
}

function refusal(errorCode: number, message: string): object {
  return { error_code: httpStatusOf(errorCode) === 400 && errorCode !== 40002 ? 400 : errorCode, message };
}
