import type { Hex } from '../bytes.ts';
import type { Payload } from '../payload.ts';
import type { Activation } from '../payloads/activation.ts';
import type { SetPoint } from '../payloads/set-point.ts';
import type { Baseline, Dispute, Order, Result } from '../payloads/statement.ts';
import { disputeStates } from '../settlement/dispute-states.ts';
import { registerEnergy, registerPoints } from '../settlement/register-energy.ts';
import { type ActivationOutcome, settleActivation } from '../settlement/settle.ts';
import type { ActivationDossier } from './dossier.ts';

/** A message of an archive whose proof was read. */
export interface ProvenMessage {
  messageHash: Hex;
  payloadHash: Hex;
  payload: Payload;
}

/** Longer than any set-point that means something; what is longer would only cost time. */
const LONGEST_MS = 40 * 86_400_000;

/** Works the outcome of a dossier out again, from the messages that are proven and nothing else. */
export function recompute(
  dossier: ActivationDossier,
  proven: ReadonlyMap<string, ProvenMessage>,
): { ok: true; setPoint: SetPoint; outcome: ActivationOutcome } | { ok: false; faults: string[] } {
  const read = readEvidence(dossier, proven);
  const faults = [...read.faults, ...linkFaults(dossier, read)];
  if (faults.length > 0 || !read.setPoint) return { ok: false, faults };
  const { input } = dossier;
  const points = read.readings.flatMap(({ payload, payloadHash }) =>
    registerPoints(payload as never, payloadHash),
  );
  const outcome = settleActivation({
    ...{ setPoint: read.setPoint.payload, stages: read.stages.map(({ payload }) => payload) },
    deal: read.order && { order: read.order.payload, result: read.result?.payload },
    ...{ sent: read.baseline?.payload, days: input.days },
    events: input.events.map(({ from, until }) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) })),
    supersededMs: input.supersededAt === undefined ? undefined : Date.parse(input.supersededAt),
    missingPackets: input.missing.packets,
    disputes: disputeStates(
      read.disputes.map(({ messageHash, payload }) => ({ hash: messageHash, dispute: payload })),
      input.decidedBy,
    ),
    ...{ energyOf: registerEnergy(points), parameters: input.parameters },
  });
  return { ok: true, setPoint: read.setPoint.payload, outcome };
}

type Of<P extends Payload> = Omit<ProvenMessage, 'payload'> & { payload: P };

function readEvidence({ evidence }: ActivationDossier, proven: ReadonlyMap<string, ProvenMessage>) {
  const faults: string[] = [];
  const one = <P extends Payload>(type: P['type'], file: string | undefined): Of<P> | undefined => {
    if (file === undefined) return undefined;
    const found = proven.get(file);
    if (found?.payload.type === type) return found as Of<P>;
    faults.push(
      found ? `${file} is a ${found.payload.type}, not a ${type}` : `${file} is no proof that can be read`,
    );
    return undefined;
  };
  const all = <P extends Payload>(type: P['type'], files: readonly string[]) =>
    files.flatMap((file) => one<P>(type, file) ?? []);
  return {
    faults,
    setPoint: one<SetPoint>('set-point', evidence.setPoint),
    order: one<Order>('order', evidence.order),
    result: one<Result>('result', evidence.result),
    baseline: one<Baseline>('baseline', evidence.baseline),
    stages: all<Activation>('activation', evidence.stages).sort((a, b) => a.payload.seq - b.payload.seq),
    readings: all('measurement', evidence.readings),
    disputes: all<Dispute>('dispute', evidence.disputes),
  };
}

/** Whether the messages are about this activation and about each other. */
function linkFaults(
  { pod, setPoint: named, evidence }: ActivationDossier,
  { setPoint, order, result, baseline, stages, readings, disputes }: ReturnType<typeof readEvidence>,
): string[] {
  if (!setPoint) return ['there is no set-point'];
  const { payload } = setPoint;
  const lengthMs = Date.parse(payload.until) - Date.parse(payload.from);
  const claims: [boolean, string][] = [
    [
      setPoint.messageHash === named.hash && payload.id === named.id,
      `${evidence.setPoint} is another set-point`,
    ],
    [payload.pod === pod && payload.seq === named.seq, `${evidence.setPoint} is of another PoD or number`],
    [lengthMs <= LONGEST_MS, 'the set-point is longer than 40 days'],
    [!order || order.payload.id === payload.order, 'the order is not the one that the set-point names'],
    [!result || result.payload.order.hash === order?.messageHash, 'the result is not of this order'],
    [!baseline || baseline.payload.pod === pod, 'the baseline is of another PoD'],
    ...stages.map(({ payload: stage }): [boolean, string] => [
      stage.setPointHash === named.hash && stage.pod === pod,
      `activation ${stage.seq} of ${stage.node} is about another set-point`,
    ]),
    ...readings.map(({ payload: reading }): [boolean, string] => [
      (reading as { pod?: string }).pod === pod,
      'a reading is of another PoD',
    ]),
    ...disputes.map(({ payload: dispute }): [boolean, string] => [
      // One about a settlement, or about a statement that names no activation, is there because the DSO says so.
      !dispute.activation || dispute.activation.hash === named.hash,
      `dispute ${dispute.id} is about something else`,
    ]),
  ];
  return claims.filter(([holds]) => !holds).map(([, fault]) => fault);
}

/** The place where two values differ; undefined where they are the same. */
export function firstDifference(a: unknown, b: unknown, path = 'outcome'): string | undefined {
  if (Object.is(a, b)) return undefined;
  const isPair = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  if (!isPair || Array.isArray(a) !== Array.isArray(b))
    return `${path}: ${show(a)} is said, ${show(b)} follows`;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    const inside = (value: object) => (value as Record<string, unknown>)[key];
    const difference = firstDifference(inside(a), inside(b), `${path}.${key}`);
    if (difference) return difference;
  }
  return undefined;
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
