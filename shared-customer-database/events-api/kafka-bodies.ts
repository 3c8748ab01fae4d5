import type { Static, TSchema } from 'typebox';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { readJson } from './json-text.ts';
import { type KafkaErrorCode, kafkaError } from './kafka-error.ts';

const closed = { additionalProperties: false } as const;
const Topic = Type.String({ minLength: 1, maxLength: 249 });
const Partition = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 });
const Offset = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Header = Type.Object(
  {
    name: Type.String({ maxLength: 249 }),
    value: Type.Union([Type.String(), Type.Null()], { description: 'base64' }),
  },
  closed,
);
/** Numbers and truth values may come as text, as Confluent's examples have them. */
const Text = Type.Union([Type.String({ maxLength: 64 }), Type.Number(), Type.Boolean()]);

export const ProduceBody = Type.Object(
  {
    records: Type.Array(
      Type.Object(
        {
          key: Type.Optional(
            Type.Unknown({ description: 'In the embedded format: base64 text, or any JSON' }),
          ),
          value: Type.Optional(
            Type.Unknown({ description: 'In the embedded format: base64 text, or any JSON' }),
          ),
          partition: Type.Optional(Type.Union([Partition, Type.Null()])),
          headers: Type.Optional(Type.Array(Header, { maxItems: 64 })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 10_000 },
    ),
    key_schema: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    key_schema_id: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    value_schema: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    value_schema_id: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  },
  { ...closed, example: { records: [{ key: 'rossi', value: { amountEur: 12.5 } }] } },
);
export type ProduceBody = Static<typeof ProduceBody>;

export const CreateConsumerBody = Type.Object(
  {
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'As name; older clients' })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    format: Type.Optional(Type.String({ maxLength: 64, description: 'binary (where absent) or json' })),
    'auto.offset.reset': Type.Optional(Text),
    'auto.commit.enable': Type.Optional(Text),
    'fetch.min.bytes': Type.Optional(Text),
    'consumer.request.timeout.ms': Type.Optional(Text),
    'topic.metadata.refresh.interval.ms': Type.Optional(Text),
  },
  { ...closed, example: { name: 'billing-1', format: 'json', 'auto.offset.reset': 'earliest' } },
);
export type CreateConsumerBody = Static<typeof CreateConsumerBody>;

export const SubscriptionBody = Type.Object(
  {
    topics: Type.Optional(Type.Union([Type.Array(Topic, { maxItems: 1000 }), Type.Null()])),
    topic_pattern: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  },
  { ...closed, example: { topics: ['invoices'] } },
);

const TopicPartition = { topic: Topic, partition: Partition };
export const PartitionsBody = Type.Object(
  { partitions: Type.Array(Type.Object(TopicPartition, closed), { maxItems: 10_000 }) },
  { ...closed, example: { partitions: [{ topic: 'invoices', partition: 0 }] } },
);
export const OFFSETS_EXAMPLE = { offsets: [{ topic: 'invoices', partition: 0, offset: 12 }] };
export const OffsetsBody = Type.Object(
  {
    offsets: Type.Array(
      Type.Object(
        {
          ...TopicPartition,
          offset: Offset,
          metadata: Type.Optional(Type.Union([Type.String({ maxLength: 4096 }), Type.Null()])),
        },
        closed,
      ),
      { maxItems: 10_000 },
    ),
  },
  { ...closed, example: OFFSETS_EXAMPLE },
);

/** Of v3: see `record-routes.ts` for records, which come as a stream. */
export const CreateTopicBody = Type.Object(
  {
    topic_name: Type.String({ maxLength: 300 }),
    partitions_count: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    replication_factor: Type.Optional(Type.Integer({ minimum: 1, maximum: 32767 })),
    configs: Type.Optional(
      Type.Array(Type.Object({ name: Type.String(), value: Type.Unknown() }, closed), { maxItems: 100 }),
    ),
    validate_only: Type.Optional(Type.Boolean()),
  },
  { ...closed, example: { topic_name: 'invoices', partitions_count: 3 } },
);
export const ConfigValueBody = Type.Object(
  { value: Type.Unknown() },
  { ...closed, example: { value: '604800000' } },
);
export const AlterConfigsBody = Type.Object(
  {
    data: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          value: Type.Optional(Type.Unknown()),
          operation: Type.Optional(Type.Union([Type.Literal('SET'), Type.Literal('DELETE')])),
        },
        closed,
      ),
      { maxItems: 100 },
    ),
    validate_only: Type.Optional(Type.Boolean()),
  },
  { ...closed, example: { data: [{ name: 'retention.ms', value: '604800000' }] } },
);

interface Problem {
  keyword: string;
  instancePath: string;
  params: { additionalProperties?: string[]; requiredProperties?: string[] };
  message: string;
}

/**
 * Makes the reader of a body by its schema. Refuses as Confluent does: an unknown or a missing field with 422, what is
 * no JSON with 400; a value of the wrong kind with `wrongKind`. An empty body reads as undefined.
 */
export function bodyReader<S extends TSchema>(
  schema: S,
  { wrongKind = 422 }: { wrongKind?: KafkaErrorCode } = {},
): (body: unknown) => Static<S> | undefined {
  const compiled = Compile(schema);
  return (body) => {
    const text = textOf(body);
    if (text.trim() === '') return undefined;
    const value = parse(text);
    if (compiled.Check(value)) return value as Static<S>;
    throw describe([...compiled.Errors(value)] as unknown as Problem[], wrongKind);
  };
}

function textOf(body: unknown): string {
  if (!(body instanceof Uint8Array)) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw kafkaError(400, 'the body is not UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    throw kafkaError(400, 'the body is not JSON');
  }
}

function describe(problems: Problem[], wrongKind: KafkaErrorCode) {
  const unknown = problems.find(({ keyword }) => keyword === 'additionalProperties');
  if (unknown) {
    const names = unknown.params.additionalProperties ?? [];
    return kafkaError(422, `Unrecognized field: ${names.join(', ').slice(0, 200)}`, { instead: true });
  }
  const missing = problems.find(({ keyword }) => keyword === 'required');
  if (missing) {
    const at = fieldOf(missing.instancePath, missing.params.requiredProperties?.[0]);
    return kafkaError(422, `${at} may not be null`, { instead: true });
  }
  const empty = problems.find(({ keyword }) => keyword === 'minItems');
  if (empty) return kafkaError(422, `${fieldOf(empty.instancePath)} may not be empty`, { instead: true });
  const { instancePath, message } = problems[0] ?? { instancePath: '', message: 'does not fit its schema' };
  return kafkaError(wrongKind, `${fieldOf(instancePath) || 'the body'} ${message}`);
}

function fieldOf(path: string, last?: string): string {
  return [...path.split('/').filter(Boolean), ...(last ? [last] : [])].join('.');
}
