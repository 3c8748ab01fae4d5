import { payloadSchemas } from '@access-layer/core/payload';
import { STATEMENT_TYPES } from '@access-layer/core/payloads/statement';
import Type, { type TSchema } from 'typebox';
import { CERTIFIED_TOPICS, type CertifiedTopicName } from './certified-records.ts';
import { AnomalyValue, CertifiedValue, RegistryChangeValue, UnusualReadValue } from './record-schemas.ts';

const VALUE_OF: Record<
  CertifiedTopicName,
  { value: TSchema; payloads: readonly (keyof typeof payloadSchemas)[] }
> = {
  measurements: { value: CertifiedValue, payloads: ['measurement'] },
  activations: { value: CertifiedValue, payloads: ['activation'] },
  'set-points': { value: CertifiedValue, payloads: ['set-point'] },
  'market-messages': { value: CertifiedValue, payloads: STATEMENT_TYPES },
  anomalies: { value: AnomalyValue, payloads: [] },
  'registry-changes': { value: RegistryChangeValue, payloads: [] },
  'unusual-reads': { value: UnusualReadValue, payloads: [] },
};

const GapEvent = Type.Object({
  topic: Type.String(),
  partition: Type.Integer(),
  asked: Type.Integer({ description: 'Offset that the client stood at' }),
  first: Type.Integer({ description: 'First offset that is still kept' }),
});
const EndEvent = Type.Object({
  reason: Type.Union(
    ['token-expired', 'server-stopping', 'topic-closed', 'error'].map((reason) => Type.Literal(reason)),
  ),
});

/** What stands in `data` of a server-sent event, and (but for `format`) in each record of Kafka REST. */
const envelope = (value: TSchema) =>
  Type.Object({
    topic: Type.String(),
    partition: Type.Integer({ minimum: 0 }),
    offset: Type.Integer({ minimum: 0 }),
    timestamp: Type.Integer({ description: 'When it was published, ms since 1970' }),
    format: Type.Union([Type.Literal('json'), Type.Literal('binary')], {
      description: 'binary: key and value are base64, as they are no JSON',
    }),
    key: Type.Unknown(),
    value,
  });

export interface AsyncApiOptions {
  /** Host and port by which clients come, and the path before ours. */
  host: string;
  pathname: string;
  protocol: 'http' | 'https';
  tokenUrl?: string;
}

/** The AsyncAPI 3 document of the Events API, from the schemas by which records are written. */
export function asyncApiDocument({ host, pathname, protocol, tokenUrl }: AsyncApiOptions): object {
  const topics = Object.entries(CERTIFIED_TOPICS) as [CertifiedTopicName, { description: string }][];
  const certified = topics.map(
    ([name, { description }]) => [name, certifiedChannel(name, description)] as const,
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Access Layer: Events API',
      version: '1.0.0',
      description:
        'Topics of the Shared Customer Database, as server-sent events (GET /events/stream) and by Kafka REST ' +
        '(v2 for records and groups, v3 for topics). A subscriber sees a record only if the access rules give it, ' +
        'record by record; offsets stay those of the topic, so gaps are normal.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      gateway: {
        host,
        pathname: pathname || '/',
        protocol,
        security: [{ $ref: '#/components/securitySchemes/token' }],
      },
    },
    channels: { ...Object.fromEntries(certified), outside: outsideChannel() },
    operations: operations(certified.map(([name]) => name)),
    components: { schemas: payloads(), securitySchemes: { token: security(tokenUrl) } },
  };
}

function certifiedChannel(name: CertifiedTopicName, description: string) {
  const { value, payloads: types } = VALUE_OF[name];
  const signed = types.length > 0 ? ` \`payload\` is the text of: ${types.join(', ')} (see components).` : '';
  return {
    address: name,
    title: name,
    description: `${description}.`,
    messages: { record: message(`Record of ${name}`, `${description}.${signed}`, value), ...control() },
    bindings: sseBinding(),
  };
}

function outsideChannel() {
  return {
    address: '{topic}',
    title: 'Topics of parties',
    description: 'Made by an administrator; parties produce to them. Any bytes; JSON is shown as it is.',
    parameters: { topic: { description: 'Name of the topic' } },
    messages: {
      record: message('Record of a party', 'What a party produced.', Type.Unknown()),
      ...control(),
    },
    bindings: sseBinding(),
  };
}

function message(title: string, summary: string, value: TSchema) {
  return { name: 'record', title, summary, contentType: 'application/json', payload: plain(envelope(value)) };
}

function control() {
  const event = (name: string, summary: string, payload: TSchema) => ({
    name,
    title: name,
    summary,
    contentType: 'application/json',
    payload: plain(payload),
  });
  return {
    gap: event('gap', 'Records that the client has not seen are no longer kept.', GapEvent),
    end: event('end', 'Why the stream ends; come again with the last id.', EndEvent),
  };
}

function sseBinding() {
  const query = plain(Type.Object({ topics: Type.String(), from: Type.Optional(Type.String()) }));
  return { ws: { method: 'GET', query, bindingVersion: '0.1.0' } };
}

function operations(names: readonly string[]): object {
  const ref = (channel: string) => ({ $ref: `#/channels/${channel}` });
  const follow = [...names, 'outside'].map((name) => [
    `follow-${name}`,
    {
      action: 'send',
      channel: ref(name),
      title: `Follow ${name}`,
      summary: 'This API sends; scope events:read.',
    },
  ]);
  const produce = {
    action: 'receive',
    channel: ref('outside'),
    title: 'Produce to a topic of parties',
    summary: 'This API receives, by Kafka REST; scope events:write. Nobody produces to certified topics.',
    messages: [{ $ref: '#/channels/outside/messages/record' }],
  };
  return { ...Object.fromEntries(follow), 'produce-outside': produce };
}

function payloads(): object {
  const wanted = new Set(Object.values(VALUE_OF).flatMap(({ payloads: types }) => types));
  return Object.fromEntries([...wanted].map((type) => [type, plain(payloadSchemas[type])]));
}

function security(tokenUrl: string | undefined): object {
  if (!tokenUrl) return { type: 'http', scheme: 'bearer', bearerFormat: 'JWT (RFC 9068)' };
  const availableScopes = {
    'events:read': 'Read topics',
    'events:write': 'Produce to topics of parties',
    'events:admin': 'Create, configure and remove topics',
  };
  return { type: 'oauth2', flows: { clientCredentials: { tokenUrl, availableScopes } } };
}

/** The schema as JSON has it, without the library's own marks. */
function plain(schema: TSchema): object {
  return JSON.parse(JSON.stringify(schema));
}
