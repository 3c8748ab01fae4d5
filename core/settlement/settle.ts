import type { Activation } from '../payloads/activation.ts';
import type { SetPoint } from '../payloads/set-point.ts';
import type { Baseline, Order, Result } from '../payloads/statement.ts';
import { type ComputedBaseline, highXOfY } from './high-x-of-y.ts';
import type { SettlementParameters } from './parameters.ts';
import type { EnergyOf } from './register-energy.ts';
import { hoursOf, overlap, rounded, type Slice, slicesOf, sum } from './slices.ts';

/** An order with what the market made of it. */
export interface Deal {
  order: Order;
  result: Result | undefined;
}

export interface ActivationAsked {
  setPoint: SetPoint;
  /** What the Light Node said of it, in the order of its numbers. */
  stages: readonly Activation[];
  deal: Deal | undefined;
  /** As the party stated it. */
  sent: Baseline | undefined;
  /** Similar days, the latest first. */
  days: readonly string[];
  /** Other set-points of the PoD that were in force. */
  events: readonly Slice[];
  /** Where a newer set-point took its place. */
  supersededMs?: number | undefined;
  /** Packets of the time that never came. */
  missingPackets: number;
  disputes: readonly DisputeState[];
  energyOf: EnergyOf;
  parameters: SettlementParameters;
}

export interface DisputeState {
  /** messageHash. */
  dispute: string;
  /** messageHash of the decision, where there is one. */
  decision?: string;
  outcome?: 'upheld' | 'rejected' | 'withdrawn';
  settledEnergyWh?: number;
}

/**
 * `settled`: it is known what is paid. `incomplete`: something is missing. `held`: a dispute is not decided.
 * `not-ordered`: nobody pays, as no accepted order of the market stands behind it.
 */
export type SettlementState = 'settled' | 'incomplete' | 'held' | 'not-ordered';
export type Said = Activation['status'] | 'nothing';
/** What the meter shows. `not-carried-out`: the node said that it would not. */
export type Finding = 'delivered' | 'partly-delivered' | 'not-delivered' | 'not-carried-out' | 'unknown';

export interface SettledSlice {
  from: string;
  until: string;
  /** Energies in Wh, from the grid into the installation; absent where not known. */
  measuredWh?: number;
  computedBaselineWh?: number;
  sentBaselineWh?: number;
  /** In the direction ordered. */
  orderedWh?: number;
  deliveredWh?: number;
  settledWh?: number;
}

export interface ActivationOutcome {
  state: SettlementState;
  /** What is missing, held or odd, in words. */
  reasons: string[];
  said: Said;
  saidReason?: string;
  finding: Finding;
  /** The node says that it was done, and the meter shows that it was not. */
  contradicted: boolean;
  direction?: 'increase' | 'decrease';
  orderedW?: number;
  priceEurPerMwh?: number;
  settledBy?: 'high-x-of-y' | 'sent';
  completenessPercent: number;
  measuredWh?: number;
  baselineWh?: number;
  computedBaselineWh?: number;
  sentBaselineWh?: number;
  deliveredWh?: number;
  settledWh?: number;
  amountEur?: number;
  slices: SettledSlice[];
  baseline?: ComputedBaseline;
  disputes: DisputeState[];
}

/** What an activation has delivered and what is paid for it. The same from the same messages, wherever it is worked out. */
export function settleActivation(asked: ActivationAsked): ActivationOutcome {
  const terms = termsOf(asked);
  const said = whatWasSaid(asked.stages);
  const computed = highXOfY({
    ...{ period: terms.period, notifiedMs: Date.parse(asked.setPoint.issuedAt), days: asked.days },
    ...{ events: asked.events, energyOf: asked.energyOf, parameters: asked.parameters },
  });
  const refused = said.said === 'refused' || said.said === 'expired';
  const slices = slicesOf(terms.period).map((slice, i) =>
    settleSlice(slice, {
      ...{ terms, energyOf: asked.energyOf, settleBy: asked.parameters.settleBy, refused },
      computedWh: computed.ok ? computed.baseline.energiesWh[i] : undefined,
      sentWh: sentEnergy(asked.sent, slice),
    }),
  );
  const figures = figuresOf(slices, terms);
  const problems = problemsOf(asked, slices, computed.ok ? undefined : computed.reason, refused);
  const finding = findingOf(asked.parameters, slices, figures, refused);
  const contradicted = finding === 'not-delivered' && (said.said === 'applied' || said.said === 'completed');
  const open = asked.disputes.find(({ outcome }) => outcome === undefined);
  const upheld = asked.disputes.findLast(({ outcome }) => outcome === 'upheld');
  const state = stateOf({ terms, problems, isHeld: open !== undefined, isDecided: upheld !== undefined });
  const reasons = [
    ...(terms.reason ? [terms.reason] : []),
    ...problems,
    ...(refused ? [`${said.said}: ${said.saidReason ?? 'no reason given'}`] : []),
    ...(said.said === 'failed' ? [`failed: ${said.saidReason ?? 'no reason given'}`] : []),
    ...(contradicted ? [`the node says ${said.said}; the meter shows that nothing was delivered`] : []),
    ...(open ? [`dispute ${open.dispute} is not decided`] : []),
  ];
  const decided = upheld ? { settledWh: upheld.settledEnergyWh ?? 0 } : {};
  return {
    ...{ state, reasons, ...said, finding, contradicted },
    ...(terms.direction ? { direction: terms.direction } : {}),
    ...(terms.orderedW === undefined ? {} : { orderedW: terms.orderedW }),
    ...(terms.priceEurPerMwh === undefined ? {} : { priceEurPerMwh: terms.priceEurPerMwh }),
    ...(figures.settledBy ? { settledBy: figures.settledBy } : {}),
    completenessPercent: completeness(slices, terms.period),
    ...withAmount({ ...figures.energies, ...decided }, terms, state),
    ...{ slices: slices.map(({ settledBy: _, ...slice }) => slice) },
    ...(computed.ok ? { baseline: computed.baseline } : {}),
    disputes: [...asked.disputes],
  };
}

interface Terms {
  period: Slice;
  direction?: 'increase' | 'decrease';
  orderedW?: number;
  priceEurPerMwh?: number;
  /** Why nobody pays. */
  reason?: string;
}

/** For how long, which way and at what price: of the deal, as far as the set-point lies in its time. */
function termsOf({ setPoint, deal, supersededMs }: ActivationAsked): Terms {
  const fromMs = Date.parse(setPoint.from);
  const asked = {
    fromMs,
    untilMs: Math.max(fromMs, Math.min(Date.parse(setPoint.until), supersededMs ?? Infinity)),
  };
  const direction = directionOf(setPoint);
  const unpaid = (reason: string): Terms => ({ period: asked, reason, ...(direction ? { direction } : {}) });
  if (!deal) return unpaid('no order of the market stands behind it');
  const { order, result } = deal;
  if (!result) return unpaid(`the market has no result for order ${order.id}`);
  if (result.status === 'rejected') return unpaid(`the market has rejected order ${order.id}`);
  const period = overlap(asked, { fromMs: Date.parse(result.from), untilMs: Date.parse(result.until) });
  if (!period) return unpaid(`it lies outside the time of order ${order.id}`);
  const pods = result.pods ?? order.pods;
  if (!pods.includes(setPoint.pod)) return unpaid(`order ${order.id} does not name ${setPoint.pod}`);
  // What was cleared for several PoDs is shared equally.
  const orderedW = rounded(result.powerW / pods.length);
  return { period, direction: order.direction, orderedW, priceEurPerMwh: result.priceEurPerMwh };
}

function directionOf({ mode }: SetPoint): 'increase' | 'decrease' | undefined {
  if (mode === 'limit-import') return 'decrease';
  return mode === 'limit-export' ? 'increase' : undefined;
}

function whatWasSaid(stages: readonly Activation[]): { said: Said; saidReason?: string } {
  const last = stages.at(-1);
  if (!last) return { said: 'nothing' };
  // A failure is not made good by the end of the time.
  const { status, reason } = stages.find((stage) => stage.status === 'failed') ?? last;
  return { said: status, ...(reason === undefined ? {} : { saidReason: reason }) };
}

interface SliceAsked {
  terms: Terms;
  energyOf: EnergyOf;
  settleBy: SettlementParameters['settleBy'];
  refused: boolean;
  computedWh: number | undefined;
  sentWh: number | undefined;
}

type Worked = SettledSlice & { settledBy?: 'high-x-of-y' | 'sent' };

function settleSlice(
  slice: Slice,
  { terms, energyOf, settleBy, refused, computedWh, sentWh }: SliceAsked,
): Worked {
  const { direction, orderedW } = terms;
  const measured = energyOf(slice.fromMs, slice.untilMs);
  const [from, until] = [new Date(slice.fromMs).toISOString(), new Date(slice.untilMs).toISOString()];
  const useSent = settleBy === 'sent' || (settleBy === 'computed-or-sent' && computedWh === undefined);
  const baselineWh = useSent ? sentWh : computedWh;
  const orderedWh = orderedW === undefined ? undefined : rounded(orderedW * hoursOf(slice));
  const known = measured.ok && baselineWh !== undefined && direction !== undefined;
  const deliveredWh = known ? deliveredIn(direction, measured.energyWh, baselineWh) : undefined;
  const paidWh =
    refused && orderedWh !== undefined
      ? 0
      : deliveredWh !== undefined && orderedWh !== undefined
        ? Math.max(0, Math.min(deliveredWh, orderedWh))
        : undefined;
  return {
    ...{ from, until },
    ...(measured.ok ? { measuredWh: measured.energyWh } : {}),
    ...(computedWh === undefined ? {} : { computedBaselineWh: computedWh }),
    ...(sentWh === undefined ? {} : { sentBaselineWh: sentWh }),
    ...(orderedWh === undefined ? {} : { orderedWh }),
    ...(deliveredWh === undefined ? {} : { deliveredWh }),
    ...(paidWh === undefined ? {} : { settledWh: paidWh }),
    ...(baselineWh === undefined
      ? {}
      : { settledBy: useSent ? ('sent' as const) : ('high-x-of-y' as const) }),
  };
}

function deliveredIn(direction: 'increase' | 'decrease', measuredWh: number, baselineWh: number): number {
  return rounded(direction === 'increase' ? measuredWh - baselineWh : baselineWh - measuredWh);
}

/** Energy of a slice by average powers that a party has stated; undefined where they do not cover it. */
function sentEnergy(sent: Baseline | undefined, slice: Slice): number | undefined {
  if (!sent) return undefined;
  const [beginMs, periodMs] = [Date.parse(sent.from), sent.periodS * 1000];
  if (slice.fromMs < beginMs || slice.untilMs > Date.parse(sent.until)) return undefined;
  const parts = sent.averagePowersW.map((powerW, i) => {
    const own = { fromMs: beginMs + i * periodMs, untilMs: beginMs + (i + 1) * periodMs };
    const both = overlap(own, slice);
    return both ? powerW * hoursOf(both) : 0;
  });
  return sum(parts);
}

/** Sums, each only where every slice has its part. */
function figuresOf(slices: readonly Worked[], terms: Terms) {
  const total = (
    name: 'measuredWh' | 'computedBaselineWh' | 'sentBaselineWh' | 'deliveredWh' | 'settledWh',
  ) => {
    const values = slices.map((slice) => slice[name]);
    return values.length > 0 && values.every((value) => value !== undefined) ? { [name]: sum(values) } : {};
  };
  const [first] = slices;
  const settledBy = slices.every((slice) => slice.settledBy === first?.settledBy)
    ? first?.settledBy
    : undefined;
  const computed = total('computedBaselineWh');
  const sent = total('sentBaselineWh');
  const baselineWh = settledBy === 'sent' ? sent.sentBaselineWh : computed.computedBaselineWh;
  return {
    settledBy,
    energies: {
      ...total('measuredWh'),
      ...(settledBy && baselineWh !== undefined ? { baselineWh } : {}),
      ...{ ...computed, ...sent, ...total('deliveredWh') },
      ...(terms.orderedW === undefined ? {} : total('settledWh')),
    } as Partial<Record<'measuredWh' | 'baselineWh' | 'deliveredWh' | 'settledWh', number>>,
  };
}

/** What keeps it from being settled: of what was refused nothing, since nothing is paid for it. */
function problemsOf(
  { missingPackets }: ActivationAsked,
  slices: readonly Worked[],
  noBaseline: string | undefined,
  refused: boolean,
): string[] {
  if (refused) return [];
  const unmeasured = slices.filter(({ measuredWh }) => measuredWh === undefined);
  const baseless = slices.some(({ settledBy }) => settledBy === undefined);
  return [
    ...unmeasured.map(({ from, until }) => `not measured: ${from} to ${until}`),
    ...(missingPackets > 0 ? [`${missingPackets} packets of this time never came`] : []),
    ...(baseless ? [`no baseline: ${noBaseline ?? 'none was stated'}`] : []),
  ];
}

function findingOf(
  { deliveredPercent, notDeliveredPercent }: SettlementParameters,
  slices: readonly Worked[],
  { energies: { deliveredWh } }: ReturnType<typeof figuresOf>,
  refused: boolean,
): Finding {
  if (refused) return 'not-carried-out';
  const orderedWh = sum(slices.map((slice) => slice.orderedWh ?? 0));
  if (deliveredWh === undefined || orderedWh === 0) return 'unknown';
  const percent = (100 * deliveredWh) / orderedWh;
  if (percent >= deliveredPercent) return 'delivered';
  return percent >= notDeliveredPercent ? 'partly-delivered' : 'not-delivered';
}

/** A decision of the DSO settles also what could not be measured. */
function stateOf(found: {
  terms: Terms;
  problems: string[];
  isHeld: boolean;
  isDecided: boolean;
}): SettlementState {
  if (found.terms.reason) return 'not-ordered';
  if (found.isHeld) return 'held';
  if (found.isDecided) return 'settled';
  return found.problems.length > 0 ? 'incomplete' : 'settled';
}

/** Money only where it is known what is paid; cents, half of one upward. */
function withAmount<T extends { settledWh?: number }>(
  energies: T,
  { priceEurPerMwh }: Terms,
  state: SettlementState,
) {
  const { settledWh, ...others } = energies;
  if (settledWh === undefined || state === 'incomplete') return others;
  if (priceEurPerMwh === undefined) return others;
  const amountEur = Math.round((settledWh * priceEurPerMwh) / 10_000) / 100;
  return { ...others, settledWh, amountEur: amountEur === 0 ? 0 : amountEur };
}

function completeness(slices: readonly SettledSlice[], period: Slice): number {
  const measuredMs = slices
    .filter(({ measuredWh }) => measuredWh !== undefined)
    .reduce((total, { from, until }) => total + Date.parse(until) - Date.parse(from), 0);
  const lengthMs = period.untilMs - period.fromMs;
  return lengthMs === 0 ? 0 : rounded((100 * measuredMs) / lengthMs);
}
