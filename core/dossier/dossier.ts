import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Count, closed, Hash, PodCode, Time, Ulid } from '../payloads/common.ts';
import { PartyId } from '../payloads/statement.ts';
import { SettlementParameters } from '../settlement/parameters.ts';
import type { ActivationOutcome } from '../settlement/settle.ts';

export const DOSSIER = 'dossier.json';
export const MONTH = 'month.json';
export const SUMMARY = 'summary.csv';
export const MARKET_DOCUMENT = 'energy-account.xml';

const FileName = Type.String({ pattern: '^proofs/[A-Za-z0-9._-]{1,180}$' });
const Code = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 18 }), scheme: Type.String({ pattern: '^[A-Z0-9]{3}$' }) },
  closed,
);

/** Names of the parties and the area in the market document; codes of the ENTSO-E code lists. */
export const MarketCodes = Type.Object({ sender: Code, receiver: Code, area: Code }, closed);
export type MarketCodes = Type.Static<typeof MarketCodes>;

export const MissingRange = Type.Object({ node: Type.String(), fromSeq: Count, toSeq: Count }, closed);

/** `dossier.json`: all that became of one set-point, and the messages that it follows from. */
export const ActivationDossier = Type.Object(
  {
    accessLayerDossier: Type.Literal(1),
    network: Type.String({ minLength: 1, maxLength: 64 }),
    pod: PodCode,
    setPoint: Type.Object({ id: Ulid, seq: Count, hash: Hash }, closed),
    through: Time,
    input: Type.Object(
      {
        days: Type.Array(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), { maxItems: 400 }),
        excludedDays: Type.Array(
          Type.Object({ date: Type.String(), reason: Type.Enum(['event', 'other-holder']) }, closed),
          { maxItems: 400 },
        ),
        events: Type.Array(Type.Object({ from: Time, until: Time }, closed), { maxItems: 10_000 }),
        supersededAt: Type.Optional(Time),
        missing: Type.Object(
          { packets: Count, ranges: Type.Array(MissingRange, { maxItems: 1000 }) },
          closed,
        ),
        /** Who decides disputes. */
        decidedBy: Type.Optional(PartyId),
        parameters: SettlementParameters,
        market: MarketCodes,
      },
      closed,
    ),
    /** Worked out again by a verifier, from the proofs and `input`. */
    outcome: Type.Unsafe<ActivationOutcome>(Type.Object({}, { additionalProperties: true })),
    evidence: Type.Object(
      {
        setPoint: FileName,
        request: Type.Optional(FileName),
        order: Type.Optional(FileName),
        result: Type.Optional(FileName),
        baseline: Type.Optional(FileName),
        stages: Type.Array(FileName),
        readings: Type.Array(FileName),
        disputes: Type.Array(FileName),
        settlements: Type.Array(FileName),
      },
      closed,
    ),
  },
  closed,
);
export type ActivationDossier = Type.Static<typeof ActivationDossier>;

/** `month.json`: every activation of a month; those without an archive of their own with the reason. */
export const MonthDossier = Type.Object(
  {
    accessLayerDossier: Type.Literal(1),
    network: Type.String({ minLength: 1, maxLength: 64 }),
    month: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
    zone: Type.String({ minLength: 1 }),
    activations: Type.Array(
      Type.Object(
        {
          file: Type.String({ pattern: '^activations/[A-Za-z0-9._-]{1,180}$' }),
          pod: PodCode,
          setPoint: Ulid,
          state: Type.String(),
        },
        closed,
      ),
    ),
    withoutDossier: Type.Array(
      Type.Object({ pod: PodCode, setPoint: Ulid, code: Type.String(), reason: Type.String() }, closed),
    ),
  },
  closed,
);
export type MonthDossier = Type.Static<typeof MonthDossier>;

const dossierChecker = Compile(ActivationDossier);
const monthChecker = Compile(MonthDossier);

export function parseDossier(text: string): ActivationDossier | string {
  return parse<ActivationDossier>(text, dossierChecker);
}

export function parseMonth(text: string): MonthDossier | string {
  return parse<MonthDossier>(text, monthChecker);
}

interface Checker {
  Check(value: unknown): boolean;
  Errors(value: unknown): Iterable<object>;
}

/** The value, or what does not fit. */
function parse<T>(text: string, checker: Checker): T | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  if (checker.Check(value)) return value as T;
  const [first] = checker.Errors(value) as Iterable<{ instancePath?: string; message?: string }>;
  return `${first?.instancePath || 'file'} ${first?.message ?? 'does not fit'}`;
}
