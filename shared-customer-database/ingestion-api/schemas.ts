import { ROLES as METER_ROLES } from '@access-layer/core/payloads/measurement';
import { SERVICES } from '@access-layer/core/payloads/set-point';
import Type from 'typebox';
import { DATA_SETS } from '../access/data-set.ts';
import { VIEW_FIELDS } from './view-schemas.ts';

/** What callers send and get: for checking and for the OpenAPI document. Times are ISO 8601 UTC with milliseconds. */
export const closed = { additionalProperties: false } as const;

/** One of some words; written as `enum`, which OpenAPI 3.0 knows. */
export function oneOf<const T extends string>(words: readonly T[], description?: string) {
  return Type.Unsafe<T>({ type: 'string', enum: [...words], ...(description ? { description } : {}) });
}

export const Id = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'Chosen by who registers it, or made here; never names a person',
  example: 'holding-17',
});
const idOf = (description: string, example: string) =>
  Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$', description, example });
export const PartyId = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
  description: 'Id of a party',
  example: 'agg-1',
});
export const PodCode = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'PoD code',
  example: 'IT002E00000001',
});
const ISO_TIME = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$';
export const Time = Type.String({
  pattern: ISO_TIME,
  description: 'ISO 8601 UTC with milliseconds',
  example: '2026-02-01T00:00:00.000Z',
});
export const Revision = Type.Integer({
  minimum: 1,
  description: 'Rises by 1 with each change; the ETag. In what is sent it stands for If-Match',
  example: 1,
});
const text = (description: string, example: string, maxLength = 200) =>
  Type.String({ minLength: 1, maxLength, description, example });
const words = (description: string, example: string[]) =>
  Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }), {
    maxItems: 32,
    uniqueItems: true,
    description,
    example,
  });
const services = Type.Array(oneOf(SERVICES), {
  uniqueItems: true,
  description: 'Services',
  example: ['balancing'],
});
const customer = idOf('Id of a customer', 'rossi');
const watts = (description: string) => Type.Number({ description: `W; ${description}`, example: 4500 });
const period = {
  from: Time,
  until: Type.Optional(
    Type.String({
      pattern: ISO_TIME,
      description: 'First instant behind it (from ≤ t < until); open where absent',
      example: '2027-02-01T00:00:00.000Z',
    }),
  ),
};
const address = (description: string) =>
  Type.String({
    pattern: '^0x[0-9a-f]{40}$',
    description,
    example: '0x9c1185a5c5e9fc54612808977ee8f548b2258d31',
  });

/** Fields of each kind of document, without id and revision. */
export const FIELDS = {
  party: {
    role: oneOf(['dso', 'tso', 'market', 'aggregator', 'research', 'other'], 'What it is'),
    name: text('Name of the organisation', 'Aggregator One S.p.A.'),
    key: Type.Optional(address('Address of the key that signs its statements')),
  },
  customer: { kind: oneOf(['household', 'business', 'public'], 'Kind of customer') },
  pod: {
    municipality: text('Municipality', 'Roma', 100),
    province: text('Province', 'RM', 10),
    powerClass: text('Power class', '3-6 kW', 40),
    contractedPowerW: Type.Number({ minimum: 0, description: 'W; contracted power', example: 4500 }),
    voltageLevel: oneOf(['LV', 'MV'], 'Voltage level'),
    serviceTypes: words('Types of service', ['congestion-management']),
    latitude: Type.Optional(
      Type.Number({ minimum: -90, maximum: 90, description: 'Degrees', example: 41.9 }),
    ),
    longitude: Type.Optional(
      Type.Number({ minimum: -180, maximum: 180, description: 'Degrees', example: 12.5 }),
    ),
    meters: Type.Array(
      Type.Object(
        {
          id: text('Meter id', 'sdm630-1', 64),
          role: oneOf(METER_ROLES, 'What it measures'),
          profile: Type.Optional(text('Meter profile', 'sdm630', 64)),
        },
        closed,
      ),
      { maxItems: 32, description: 'Meters' },
    ),
  },
  holding: { pod: PodCode, customer, ...period },
  portfolio: { aggregator: PartyId, pod: PodCode, ...period },
  'flexible-resource': {
    pod: PodCode,
    type: text('For example battery, photovoltaic, ev-charger, heat-pump, load', 'battery', 64),
    powerW: watts('power that it can shift'),
    services,
  },
  contract: {
    parties: Type.Array(PartyId, {
      minItems: 1,
      maxItems: 32,
      uniqueItems: true,
      description: 'Parties to it',
    }),
    resources: Type.Array(idOf('Id of a flexible resource', 'battery-17'), {
      minItems: 1,
      maxItems: 1000,
      uniqueItems: true,
      description: 'Flexible resources that take part',
    }),
    services,
    ...period,
  },
  forecast: {
    pod: PodCode,
    party: PartyId,
    issuedAt: Time,
    from: Time,
    until: Time,
    periodS: Type.Integer({ minimum: 1, maximum: 86_400, description: 's', example: 900 }),
    averagePowersW: Type.Array(Type.Number(), {
      minItems: 1,
      maxItems: 3000,
      description: 'W, consumer sign, one for each period',
      example: [3100, 3050.5, -120, 2990],
    }),
  },
  ...VIEW_FIELDS,
} as const;
export type DocumentKind = keyof typeof FIELDS;

export const ConsentRequest = Type.Object(
  {
    customer: Type.Optional(customer),
    party: PartyId,
    purpose: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,63}$',
      description: 'For example flexibility, settlement, research',
      example: 'flexibility',
    }),
    dataSets: Type.Array(oneOf(DATA_SETS), {
      minItems: 1,
      uniqueItems: true,
      description: 'Kinds of data; measurements bring their sums and proofs along',
      example: ['measurements', 'activations'],
    }),
    pods: Type.Union(
      [oneOf(['all']), Type.Array(PodCode, { minItems: 1, maxItems: 1000, uniqueItems: true })],
      {
        description: 'PoDs, or `all` that the customer holds',
        example: 'all',
      },
    ),
    ...period,
    paper: Type.Optional(
      Type.Object(
        {
          reference: text('Where the DSO keeps the sheet', 'archive-2026-0117'),
          signedOn: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', example: '2026-01-15' }),
        },
        { ...closed, description: 'The customer signed on paper' },
      ),
    ),
  },
  closed,
);

export const BindingRequest = Type.Object(
  {
    node: Type.String({ pattern: '^[a-z0-9-]{1,64}$', description: 'Light Node', example: 'ln-7f3a' }),
    pod: PodCode,
    meterId: text('Meter', 'sdm630-1', 64),
    role: oneOf(METER_ROLES, 'What the meter measures'),
    key: address('Key of the Light Node'),
    from: Type.Optional(Time),
  },
  closed,
);
export const BindingEnd = Type.Object({ until: Time }, closed);

export const PersonalDataRequest = Type.Object(
  {
    name: text('Name', 'Mario Rossi'),
    address: Type.Optional(text('Address', 'Via Appia 1, 00179 Roma', 400)),
    email: Type.Optional(text('E-mail', 'mario@example.org', 254)),
    phone: Type.Optional(text('Telephone', '+39 06 0000000', 40)),
    taxCode: Type.Optional(text('Codice fiscale', 'RSSMRA80A01H501U', 32)),
  },
  closed,
);

export const SignedStatement = Type.Object(
  {
    payload: Type.String({
      maxLength: 65_536,
      description: 'The exact text that was signed (formats 1 and 7)',
    }),
    signature: Type.String({ pattern: '^0x[0-9a-f]{130}$', description: 'r, s, v by EIP-191' }),
  },
  {
    ...closed,
    title: 'SignedMessage',
    description: 'A signed message',
    example: { payload: '{"v":1,"network":"rome-1","type":"order"}', signature: `0x${'5c'.repeat(65)}` },
  },
);

export const ErrorAnswer = Type.Object(
  {
    code: Type.String({ example: 'SCD_FORBIDDEN' }),
    message: Type.String(),
    field: Type.Optional(Type.String({ description: 'Place in the body, or name of the parameter' })),
    details: Type.Optional(Type.Object({}, { additionalProperties: true })),
  },
  { title: 'DetailedError' },
);
const errorStatuses = [400, 401, 403, 404, 409, 412, 413, 414, 415, 422, 428, 500, 503] as const;
/** Answers of a route: its own, and the errors that any of these routes may give. */
export function answers(own: Record<number, unknown>): Record<number, unknown> {
  return { ...Object.fromEntries(errorStatuses.map((status) => [status, ErrorAnswer])), ...own };
}

const Report = Type.String({
  description: 'One JSON object a line: what became of it; a summary as the last',
});

/** Answers of a route that also takes NDJSON, and answers it with a report. */
export function bulkAnswers(own: Record<number, Type.TSchema>): Record<number, unknown> {
  const both = (description: string, schema: Type.TSchema) => ({
    description,
    content: { 'application/json': { schema }, 'application/x-ndjson': { schema: Report } },
  });
  const { 200: unchanged = ErrorAnswer, ...others } = own;
  return answers({
    ...others,
    200: both('As before, or a report', unchanged),
    422: both('Refused', ErrorAnswer),
  });
}

/** The answer of 204. */
export const Nothing = Type.Unsafe<null>({ type: 'null', description: 'Done; there is nothing to say' });

export const page = {
  cursor: Type.Optional(Type.String({ maxLength: 1024, description: '`next` of the page before' })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'Most items; 100 where absent', example: 100 }),
  ),
};
export const IdParams = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 64, example: 'holding-17' }) },
  closed,
);
export const BulkQuery = Type.Object(
  {
    atomic: Type.Optional(
      oneOf(['true', 'false'], 'All or nothing (of NDJSON); each line on its own where absent'),
    ),
  },
  closed,
);
export const WriteHeaders = Type.Object(
  {
    'idempotency-key': Type.Optional(
      Type.String({
        pattern: '^[\\x21-\\x7e]{1,255}$',
        description: 'The same key with the same request gets the same answer and writes once',
        example: '01J1X9H8',
      }),
    ),
    'if-match': Type.Optional(
      Type.String({ pattern: '^(\\*|"\\d{1,15}")$', description: 'ETag of what is changed', example: '"1"' }),
    ),
  },
  { additionalProperties: true },
);
