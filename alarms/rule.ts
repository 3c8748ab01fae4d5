import { closed } from '@access-layer/core/payloads/common';
import { ROLES, type ValueName, Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
/** Values of readings that have a size; the band of a tariff has none. */
export const VALUE_NAMES = Object.keys(Values.properties).filter(
  (name) => name !== 'tariffBand',
) as ValueName[];

const Pod = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'PoD; every one where absent',
  example: 'IT999E00000001',
});
const limit = {
  side: Type.Enum(['above', 'below'], {
    description: 'on which side of the limit it rings',
    example: 'above',
  }),
  limit: Type.Number({ description: 'in the unit of the value', example: 4500 }),
  hysteresis: Type.Optional(
    Type.Number({
      minimum: 0,
      description: 'it is over when the value is so far back behind the limit',
      example: 200,
    }),
  ),
};

export const Threshold = Type.Object(
  {
    kind: Type.Enum(['threshold'], { example: 'threshold' }),
    pod: Type.Optional(Pod),
    role: Type.Optional(Type.Enum([...ROLES], { description: 'of the meter; exchange where absent' })),
    value: Type.Enum(VALUE_NAMES, { description: 'the unit is in its name', example: 'activePowerW' }),
    ...limit,
  },
  { ...closed, title: 'ThresholdCondition', description: 'a value of readings' },
);
export const Metric = Type.Object(
  {
    kind: Type.Enum(['metric']),
    metric: Type.String({
      pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$',
      example: 'access_layer_batches_waiting',
    }),
    service: Type.Optional(
      Type.String({ pattern: '^[a-z0-9-]{1,64}$', description: 'every one where absent' }),
    ),
    labels: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: '^[a-zA-Z_][a-zA-Z0-9_]{0,99}$' }),
            value: Type.String({ maxLength: 200 }),
          },
          closed,
        ),
        { maxItems: 10, description: 'only samples with these; they are added up' },
      ),
    ),
    ...limit,
  },
  {
    ...closed,
    title: 'MetricCondition',
    description: 'a metric of the system; `up` is 1 where a service answers',
  },
);
export const Missing = Type.Object(
  {
    kind: Type.Enum(['missing']),
    pod: Type.Optional(Pod),
    noneForS: Type.Integer({
      minimum: 5,
      maximum: 2_592_000,
      description: 'no reading has come for so long, in s',
      example: 900,
    }),
  },
  { ...closed, title: 'MissingCondition', description: 'no reading comes' },
);
export const AnomalyCondition = Type.Object(
  {
    kind: Type.Enum(['anomaly']),
    types: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z-]{1,64}$' }), {
        minItems: 1,
        maxItems: 50,
        description: 'every type where absent',
      }),
    ),
    leastSeverity: Type.Optional(Type.Enum([...SEVERITIES], { description: 'info where absent' })),
    pod: Type.Optional(Pod),
    node: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { ...closed, title: 'AnomalyCondition', description: 'an anomaly is open' },
);
export const AnchorAge = Type.Object(
  {
    kind: Type.Enum(['anchor-age']),
    aboveS: Type.Number({
      minimum: 0,
      description: 'age of the oldest reading that is not anchored, in s',
      example: 600,
    }),
  },
  { ...closed, title: 'AnchorAgeCondition', description: 'anchoring is behind' },
);

export const Condition = Type.Union([Threshold, Metric, Missing, AnomalyCondition, AnchorAge]);
export type Condition = Type.Static<typeof Condition>;

export const RuleBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, example: 'Power of the school' }),
    severity: Type.Enum([...SEVERITIES], { example: 'warning' }),
    enabled: Type.Optional(Type.Boolean({ description: 'true where absent' })),
    condition: Condition,
    forS: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2_592_000,
        description: 'how long it must hold first, in s; 0 where absent',
        example: 60,
      }),
    ),
    repeatS: Type.Optional(
      Type.Integer({
        ...{ minimum: 0, maximum: 2_592_000, example: 3600 },
        description: 'how often it is told again while nobody has acknowledged it, in s; 0 or absent: once',
      }),
    ),
    channels: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: 20,
      description: 'ids of channels that it is told on',
      example: [],
    }),
  },
  { ...closed, title: 'RuleBody' },
);
export type RuleBody = Type.Static<typeof RuleBody>;

export interface Rule extends RuleBody {
  id: string;
  owner: string;
  revision: number;
  enabled: boolean;
  forS: number;
  repeatS: number;
  /** When its condition was last set. */
  changedAtMs: number;
  by: string;
}
