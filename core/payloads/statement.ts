import Type from 'typebox';
import { Count, closed, envelope, Hash, PodCode, Time, Ulid } from './common.ts';
import { SERVICES } from './set-point.ts';

/**
 * What parties of the market state over their signature (formats 7): requests, orders, results, baselines,
 * settlements and disputes. Each sender numbers its statements 0, 1, 2 … over all types and chains them by `prev`.
 */
export const STATEMENT_TYPES = ['order', 'result', 'request', 'baseline', 'settlement', 'dispute'] as const;
export type StatementType = (typeof STATEMENT_TYPES)[number];

export const PartyId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$', description: 'Id of a party' });
export const StatementId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'Chosen by the sender, unique among its statements of that type',
});
export const Service = Type.Enum([...SERVICES]);

const Pods = Type.Array(PodCode, { minItems: 1, maxItems: 1000, uniqueItems: true });
const Power = Type.Number({ minimum: 0, description: 'W; `direction` says which way' });
const Price = Type.Number({ description: 'EUR per MWh' });
const Energy = Type.Number({ description: 'Wh; positive from the grid into the installation' });
const Text = Type.String({ maxLength: 1024 });

/** `increase`: more withdrawal or less injection at the PoD; `decrease`: the other way. */
export const DIRECTIONS = ['increase', 'decrease'] as const;
const Direction = Type.Enum([...DIRECTIONS]);

/** Fields of every statement. `recipients` are the parties to whom it is addressed: they may read it. */
export const statementFields = {
  ...envelope,
  sender: PartyId,
  seq: Count,
  prev: Hash,
  issuedAt: Time,
  id: StatementId,
  recipients: Type.Array(PartyId, { maxItems: 64, uniqueItems: true }),
};

/** Names another party's statement; `hash` is its messageHash, so that nobody can swap it afterwards. */
const Reference = Type.Object({ sender: PartyId, id: StatementId, hash: Hash }, closed);

/** Names a set-point at a PoD; `hash` is its messageHash. */
const ActivationReference = Type.Object({ pod: PodCode, setPoint: Ulid, hash: Hash }, closed);

/** Half-open: from ≤ t < until. */
const period = { from: Time, until: Time };

/** A DSO or TSO asks the market for flexibility in an area, at some PoDs, or anywhere. */
export const Request = Type.Object(
  {
    ...statementFields,
    type: Type.Literal('request'),
    service: Service,
    direction: Direction,
    powerW: Power,
    ...period,
    municipality: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    pods: Type.Optional(Pods),
    maxPriceEurPerMwh: Type.Optional(Price),
  },
  closed,
);
export type Request = Type.Static<typeof Request>;

/** Flexibility offered for sale, or bid for. */
export const Order = Type.Object(
  {
    ...statementFields,
    type: Type.Literal('order'),
    service: Service,
    side: Type.Union([Type.Literal('offer'), Type.Literal('bid')]),
    direction: Direction,
    powerW: Power,
    ...period,
    priceEurPerMwh: Price,
    pods: Pods,
    request: Type.Optional(Reference),
  },
  closed,
);
export type Order = Type.Static<typeof Order>;

/** What the market made of an order. `powerW` and `priceEurPerMwh` are those cleared: power 0 where rejected. */
export const Result = Type.Object(
  {
    ...statementFields,
    type: Type.Literal('result'),
    order: Reference,
    status: Type.Union([
      Type.Literal('accepted'),
      Type.Literal('partially-accepted'),
      Type.Literal('rejected'),
    ]),
    powerW: Power,
    priceEurPerMwh: Price,
    ...period,
    pods: Type.Optional(Pods),
  },
  closed,
);
export type Result = Type.Static<typeof Result>;

/** What a PoD would have done without flexibility: one average power for each `periodS` from `from` to `until`. */
export const Baseline = Type.Object(
  {
    ...statementFields,
    type: Type.Literal('baseline'),
    pod: PodCode,
    ...period,
    periodS: Type.Integer({ minimum: 1, maximum: 86_400 }),
    method: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }),
    averagePowersW: Type.Array(Type.Number(), {
      minItems: 1,
      maxItems: 3000,
      description: 'W, consumer sign',
    }),
  },
  closed,
);
export type Baseline = Type.Static<typeof Baseline>;

/** What was delivered for a result at one PoD and what is paid for it. */
export const Settlement = Type.Object(
  {
    ...statementFields,
    type: Type.Literal('settlement'),
    result: Reference,
    pod: PodCode,
    ...period,
    baselineEnergyWh: Energy,
    measuredEnergyWh: Energy,
    deliveredEnergyWh: Type.Number({ description: 'Wh in the direction ordered' }),
    amountEur: Type.Number({ description: 'EUR to the seller; negative is a penalty' }),
    completenessPercent: Type.Number({
      minimum: 0,
      maximum: 100,
      description: '% of the period that was measured',
    }),
    activation: Type.Optional(ActivationReference),
    settledEnergyWh: Type.Optional(Type.Number({ minimum: 0, description: 'Wh that are paid' })),
    baselineMethod: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,64}$' })),
    decision: Type.Optional(Reference),
  },
  closed,
);
export type Settlement = Type.Static<typeof Settlement>;

/** What a claim rests on: messageHashes of signed messages, or hashes of files that are kept elsewhere. */
const Evidence = Type.Array(
  Type.Object({ hash: Hash, kind: Type.Enum(['proof', 'file']), note: Type.Optional(Text) }, closed),
  { minItems: 1, maxItems: 100 },
);

export const DECISIONS = ['upheld', 'rejected', 'withdrawn'] as const;

/** How a dispute ends: by the DSO, or withdrawn by who began it. Upheld, it says what is settled instead. */
const Decision = Type.Object(
  {
    dispute: Reference,
    outcome: Type.Enum([...DECISIONS]),
    settledEnergyWh: Type.Optional(Type.Number({ minimum: 0, description: 'Wh that are paid' })),
  },
  closed,
);

/**
 * A party does not accept a result, a settlement or an activation; the latter is a set-point, whose `about.sender` is the
 * DSO. With `decision` it ends an earlier dispute.
 */
export const Dispute = Type.Object(
  {
    ...statementFields,
    type: Type.Literal('dispute'),
    about: Reference,
    reason: Type.Union([
      Type.Literal('measurement'),
      Type.Literal('baseline'),
      Type.Literal('price'),
      Type.Literal('activation'),
      Type.Literal('other'),
    ]),
    claimedEnergyWh: Type.Optional(Energy),
    claimedAmountEur: Type.Optional(Type.Number({ description: 'EUR' })),
    text: Type.Optional(Text),
    activation: Type.Optional(ActivationReference),
    evidence: Type.Optional(Evidence),
    decision: Type.Optional(Decision),
  },
  closed,
);
export type Dispute = Type.Static<typeof Dispute>;

export type Statement = Request | Order | Result | Baseline | Settlement | Dispute;

/** Schemas by type, in the shape of the table of all payloads. */
export const statementSchemas = {
  order: Order,
  result: Result,
  request: Request,
  baseline: Baseline,
  settlement: Settlement,
  dispute: Dispute,
} satisfies Record<StatementType, Type.TSchema>;

export function isStatement(payload: { type: string }): payload is Statement {
  return (STATEMENT_TYPES as readonly string[]).includes(payload.type);
}

/** What a schema cannot say: periods that end after they begin, one power for each period of a baseline. */
export function statementFault(statement: Statement): string | undefined {
  if (statement.type === 'dispute') return disputeFault(statement);
  const lengthMs = Date.parse(statement.until) - Date.parse(statement.from);
  if (!(lengthMs > 0)) return `until ${statement.until} is not after from ${statement.from}`;
  if (statement.type !== 'baseline') return undefined;
  const { averagePowersW, periodS } = statement;
  return averagePowersW.length * periodS * 1000 === lengthMs
    ? undefined
    : `${averagePowersW.length} average powers of ${periodS} s do not fill ${lengthMs / 1000} s`;
}

function disputeFault({ decision }: Dispute): string | undefined {
  if (!decision) return undefined;
  const saysHow = decision.settledEnergyWh !== undefined;
  if (saysHow === (decision.outcome === 'upheld')) return undefined;
  return saysHow
    ? `decision ${decision.outcome} changes no energy, so settledEnergyWh is not said`
    : 'decision upheld needs settledEnergyWh';
}
