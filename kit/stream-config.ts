import Type from 'typebox';

const closed = { additionalProperties: false } as const;
const Path = Type.String({ minLength: 1 });

/** The stream between the services of one machine: SQLite files in a folder that they share. */
export const EmbeddedStreamConfig = Type.Object({ name: Type.Literal('embedded'), dir: Path }, closed);

/** Apache Kafka 4 or newer. */
export const KafkaStreamConfig = Type.Object(
  {
    name: Type.Literal('kafka'),
    brokers: Type.Array(Type.String({ pattern: '^[^:/]+:\\d+$', description: 'host:port' }), { minItems: 1 }),
    caFile: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'PEM of the authority of the brokers; plain TCP where absent',
      }),
    ),
    user: Type.Optional(Type.String({ minLength: 1, description: 'SCRAM-SHA-512' })),
    passwordFile: Type.Optional(Path),
    topicPrefix: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9.-]{0,60}$',
        description: 'Before every topic and group; none where absent',
      }),
    ),
    partitions: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: 'Of topics that are made; 6 where absent' }),
    ),
    replicas: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 15,
        description:
          'Copies of topics that are made; 3 where absent. All but one must have a record before it counts',
      }),
    ),
  },
  closed,
);
export type KafkaStreamConfig = Type.Static<typeof KafkaStreamConfig>;

export const StreamConfig = Type.Union([EmbeddedStreamConfig, KafkaStreamConfig]);
export type StreamConfig = Type.Static<typeof StreamConfig>;
