import { ACTIVATION_STATUSES } from '@access-layer/core/payloads/activation';
import { DECISIONS, DIRECTIONS } from '@access-layer/core/payloads/statement';
import { SettlementParameters } from '@access-layer/core/settlement/parameters';
import Type from 'typebox';
import { PodCode } from '../ingestion-api/schemas.ts';

const closed = { additionalProperties: false } as const;
const time = (description: string) =>
  Type.String({ format: 'date-time', description, example: '2026-02-01T10:15:00.000Z' });
const wh = (description: string) =>
  Type.Optional(Type.Number({ description: `Wh; ${description}`, example: 250 }));
const Hash = Type.String({ pattern: '^0x[0-9a-f]{64}$' });

export const MonthParams = Type.Object(
  { month: Type.String({ pattern: '^\\d{4}-\\d{2}$', description: 'Local month', example: '2026-02' }) },
  closed,
);
export const MonthQuery = Type.Object(
  {
    pod: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Only this PoD' })),
    cursor: Type.Optional(Type.String({ maxLength: 1024 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Default 50' })),
  },
  closed,
);
export const ArchiveQuery = Type.Pick(MonthQuery, ['pod']);

const Slice = Type.Object({
  from: time('Begin of the quarter-hour, or of the activation in it'),
  until: time('Its end'),
  measuredWh: wh('by the registers, positive from the grid into the installation; absent where not known'),
  computedBaselineWh: wh('by high X of Y'),
  sentBaselineWh: wh('as the party stated it'),
  orderedWh: wh('in the direction ordered'),
  deliveredWh: wh('in the direction ordered; negative the other way'),
  settledWh: wh('that is paid'),
});

const Baseline = Type.Object({
  method: Type.Literal('high-x-of-y'),
  days: Type.Array(Type.Object({ date: Type.String(), energyWh: Type.Number(), used: Type.Boolean() }), {
    description: 'Y similar days with the energy of this time of day; those used are the X highest',
  }),
  incompleteDays: Type.Array(Type.Object({ date: Type.String(), reason: Type.String() })),
  adjustment: Type.Object({
    from: time('Begin of the time that was compared'),
    until: time('Its end'),
    measuredW: Type.Optional(Type.Number()),
    baselineW: Type.Optional(Type.Number()),
    appliedW: Type.Number({ description: 'What every power of the baseline is changed by' }),
    reason: Type.Optional(Type.String({ description: 'Why there is none' })),
  }),
  energiesWh: Type.Array(Type.Number()),
});

const Dispute = Type.Object({
  dispute: Hash,
  decision: Type.Optional(Hash),
  outcome: Type.Optional(Type.Enum([...DECISIONS])),
  settledEnergyWh: Type.Optional(Type.Number()),
});

export const ActivationSettlement = Type.Object(
  {
    pod: PodCode,
    setPoint: Type.String({ example: '01KF2Z3M4N5P6Q7R8S9TABCDEF' }),
    number: Type.Integer({ minimum: 0, description: 'Of the set-point at the PoD' }),
    hash: Hash,
    from: time('Begin of the set-point'),
    until: time('Its end'),
    mode: Type.String({ example: 'limit-import' }),
    valueW: Type.Optional(Type.Number()),
    state: Type.Enum(['planned', 'under-way', 'settled', 'incomplete', 'held', 'not-ordered'], {
      description:
        '`planned`, `under-way`: not begun, not ended yet; `not-ordered`: no accepted order of the market stands behind it',
    }),
    reasons: Type.Array(Type.String(), { description: 'What is missing, held or odd' }),
    said: Type.Enum([...ACTIVATION_STATUSES, 'nothing'], { description: 'What the node said in the end' }),
    saidReason: Type.Optional(Type.String()),
    finding: Type.Enum(['delivered', 'partly-delivered', 'not-delivered', 'not-carried-out', 'unknown'], {
      description: 'What the meter shows',
    }),
    contradicted: Type.Boolean({
      description: 'The node says that it was done; the meter shows that it was not',
    }),
    direction: Type.Optional(Type.Enum([...DIRECTIONS])),
    orderedW: Type.Optional(Type.Number()),
    priceEurPerMwh: Type.Optional(Type.Number()),
    settledBy: Type.Optional(Type.Enum(['high-x-of-y', 'sent'])),
    completenessPercent: Type.Number(),
    missing: Type.Object({
      packets: Type.Integer(),
      ranges: Type.Array(
        Type.Object({ node: Type.String(), fromSeq: Type.Integer(), toSeq: Type.Integer() }),
        { description: 'Sequence numbers of this time that never came' },
      ),
    }),
    measuredWh: wh('of the whole'),
    baselineWh: wh('by which it is settled'),
    computedBaselineWh: wh('by high X of Y'),
    sentBaselineWh: wh('as the party stated it'),
    deliveredWh: wh('in the direction ordered'),
    settledWh: wh('that is paid'),
    amountEur: Type.Optional(Type.Number({ description: 'EUR to the seller' })),
    order: Type.Optional(Type.Object({ sender: Type.String(), id: Type.String(), hash: Hash })),
    result: Type.Optional(Type.Object({ sender: Type.String(), id: Type.String(), hash: Hash })),
    settlements: Type.Array(Hash, { description: 'Signed settlements of it' }),
    disputes: Type.Array(Dispute),
    dossier: Type.String({ description: 'Path of its archive' }),
  },
  { title: 'ActivationSettlement' },
);

export const ActivationDetail = Type.Object(
  {
    ...ActivationSettlement.properties,
    stages: Type.Array(
      Type.Object({
        at: time('When it was so'),
        status: Type.Enum([...ACTIVATION_STATUSES]),
        reason: Type.Optional(Type.String()),
        commandedW: Type.Optional(Type.Number()),
        measuredW: Type.Optional(Type.Number()),
        ems: Type.Optional(Type.Object({ id: Type.String(), protocol: Type.String() })),
        payloadHash: Hash,
      }),
      { description: 'What the node said, in its order' },
    ),
    slices: Type.Array(Slice),
    baseline: Type.Optional(Baseline),
    excludedDays: Type.Array(
      Type.Object({ date: Type.String(), reason: Type.Enum(['event', 'other-holder']) }),
    ),
    parameters: SettlementParameters,
  },
  { title: 'ActivationDetail' },
);

export const MonthSettlement = Type.Object(
  {
    month: Type.String(),
    zone: Type.String(),
    activations: Type.Array(ActivationSettlement),
    hidden: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'Activations of the PoDs looked at that the caller may not see; absent where one PoD is asked about of which he ' +
          'sees none',
      }),
    ),
    next: Type.Optional(Type.String({ description: '`cursor` of the next page; absent on the last one' })),
  },
  { title: 'MonthSettlement' },
);
