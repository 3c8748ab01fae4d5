import Type from 'typebox';
import { Archived } from '../api/schemas.ts';
import { PARQUET } from '../exports/parquet.ts';
import { DEFAULT_ZONE, MOST_INTERVALS } from './asked-intervals.ts';
import { GROUPINGS } from './groupings.ts';
import { STEPS } from './local-intervals.ts';

/** What clients send and get of aggregates, for checking and for the OpenAPI document. */
const closed = { additionalProperties: false } as const;
const time = (description: string, example: string) =>
  Type.String({ format: 'date-time', description, example });
const integer = (description: string, example: number) => Type.Integer({ description, example });
const optional = (type: 'integer' | 'number', description: string, example: number) =>
  Type.Optional(type === 'integer' ? integer(description, example) : Type.Number({ description, example }));

const asked = {
  from: Type.String({
    description: 'An instant of the first interval, which counts whole: an ISO 8601 time, or a UTC day',
    example: '2026-02-01T00:00:00+01:00',
  }),
  until: Type.String({
    description: 'First instant behind the range (from ≤ t < until), at most ten years after `from`',
    example: '2026-03-01T00:00:00+01:00',
  }),
  step: Type.Enum([...STEPS], { description: 'Length of an interval', example: 'day' }),
  zone: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 64, example: DEFAULT_ZONE },
      description: `IANA time zone of hours, days and months; ${DEFAULT_ZONE} where absent`,
    }),
  ),
  role: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 64, example: 'exchange' },
      description: 'Role of the meters; exchange where absent',
    }),
  ),
  purpose: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 64, example: 'settlement' },
      description: 'What it is read for: then only consents for it open anything',
    }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1024, description: 'Where the page begins: `next` of the one before' }),
  ),
  limit: Type.Optional(
    Type.Integer({
      ...{ minimum: 1, maximum: MOST_INTERVALS, example: 31 },
      description: `Most intervals of a page, 1 to ${MOST_INTERVALS}; of groups a page may have fewer`,
    }),
  ),
};

export const PodAggregatesQuery = Type.Object(
  {
    ...asked,
    meter: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Only this meter, whatever its role' }),
    ),
  },
  closed,
);
export const GroupsQuery = Type.Object(
  {
    ...asked,
    groupBy: Type.Enum([...GROUPINGS], {
      description: 'What PoDs are put together by',
      example: 'municipality',
    }),
  },
  closed,
);

const interval = {
  from: time('First instant of the interval', '2026-02-01T23:00:00.000Z'),
  until: time('First instant behind it', '2026-02-02T23:00:00.000Z'),
};
const energy = {
  energyImportWh: optional(
    'integer',
    'What the register of energy from the grid counted in the interval, in Wh; absent where nobody knows',
    8640,
  ),
  energyExportWh: optional('integer', 'The same of energy into the grid, in Wh', 0),
};
const quarters = {
  quartersExpected: integer('Quarter-hours of the interval that the caller may see (of all meters)', 96),
  quartersCovered: integer('Those of them of which there is a reading', 95),
  quartersHidden: integer('Quarter-hours that the caller may not see', 0),
  completeness: Type.Number({ description: 'Covered through expected', example: 0.9895833333333334 }),
  quality: Type.String({
    description: 'Every quality that some reading had, with a space between them',
    example: 'measured',
  }),
};
const register = (name: string) => ({
  [`${name}Borders`]: Type.Optional(
    Type.String({
      description: 'How the register is known at the beginning and at the end: read, interpolated or missing',
      example: 'read interpolated',
    }),
  ),
  [`${name}Falls`]: optional(
    'integer',
    'Steps downward (a reset, another meter), for which nothing counts',
    0,
  ),
  [`${name}Gaps`]: optional(
    'integer',
    'Readings more than 16 minutes apart, across which the difference counts',
    0,
  ),
});

export const PodAggregate = Type.Object({
  pod: Type.String({ description: 'PoD code', example: 'IT001E00000001' }),
  meter: Type.String({ example: 'meter-1' }),
  role: Type.String({ example: 'exchange' }),
  ...interval,
  ...energy,
  powerMinW: optional('number', 'Lowest instantaneous power read, in W', -120.5),
  powerMeanW: optional(
    'number',
    'Mean of the instantaneous powers read, in W; not what energy is made from',
    360.25,
  ),
  powerMaxW: optional('number', 'Highest instantaneous power read, in W', 2900),
  readings: integer('Readings in the interval', 8640),
  ...quarters,
  ...register('import'),
  ...register('export'),
});

export const GroupCellAnswer = Type.Object({
  group: Type.String({ description: 'Value of what PoDs are put together by', example: 'Roma' }),
  ...interval,
  suppressed: Type.Optional(
    Type.String({ description: 'Why the cell is not shown; then it has nothing but its place' }),
  ),
  pods: optional('integer', 'PoDs with readings in the interval', 120),
  meters: optional('integer', 'Meters with readings in it', 120),
  ...energy,
  powerMeanW: optional('number', 'Sum over the meters of the mean of their powers, in W', 43_210.5),
  ...Object.fromEntries(Object.entries(quarters).map(([name, type]) => [name, Type.Optional(type)])),
  completeRegisters: optional(
    'integer',
    'Registers that were read at both borders, without fall and gap',
    230,
  ),
  interpolatedBorders: optional('integer', 'Borders between two readings', 10),
  missingBorders: optional('integer', 'Borders at which nobody knows the register', 0),
  falls: optional('integer', 'Steps downward', 0),
  gaps: optional('integer', 'Readings more than 16 minutes apart', 0),
});

const zone = Type.String({ example: DEFAULT_ZONE });
const step = Type.Enum([...STEPS]);
const next = Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last' }));

export const PodAggregatesAnswer = Type.Object({
  pod: Type.String({ example: 'IT001E00000001' }),
  ...{ zone, step },
  intervals: Type.Array(PodAggregate),
  withheld: Type.Optional(
    Type.Array(Type.Object(interval), { description: 'Parts of the range that the caller may not see' }),
  ),
  archived: Archived,
  next,
});
export const GroupsAnswer = Type.Object({
  groupBy: Type.Enum([...GROUPINGS]),
  ...{ zone, step },
  pods: integer('PoDs of which the caller may see something of the range', 980),
  hiddenPods: integer('PoDs of which the caller may see nothing of the range: they are in no sum', 20),
  cells: Type.Array(GroupCellAnswer),
  archived: Archived,
  next,
});

/** The forms of an answer, of which the others have the rows of the first. */
export const forms = (whole: Type.TSchema, row: Type.TSchema, description: string) => ({
  description,
  content: {
    'application/json': { schema: whole },
    'application/x-ndjson': { schema: row },
    'text/csv': { schema: Type.String({ description: 'RFC 4180 with a header line' }) },
    [PARQUET]: {
      schema: Type.String({ format: 'binary', description: 'Apache Parquet, the columns of the CSV' }),
    },
  },
});
