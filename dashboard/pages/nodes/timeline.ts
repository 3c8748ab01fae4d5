import type { Anomaly } from '../../api/anomalies.ts';
import type { Life } from '../../api/onboarding.ts';

export const LANES = ['gaps', 'verdicts', 'anomalies', 'changes'] as const;
export type Lane = (typeof LANES)[number];

/** Something of a node's past: an instant where both times are the same. */
export interface Mark {
  lane: Lane;
  fromMs: number;
  untilMs: number;
  tone: 'good' | 'warn' | 'bad' | 'info';
  /** What it is: packets that are missing, a type of anomaly, an action of the DSO. */
  what: { missing: number } | { anomaly: Anomaly['type'] } | { action: Life['changes'][number]['action'] };
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 31;
const GAPS = new Set<Anomaly['type']>(['gap', 'silent']);
const VERDICTS = new Set<Anomaly['type']>(['refused', 'refused-signature', 'set-point-refused', 'duplicate']);
const TONES = { info: 'info', warning: 'warn', critical: 'bad' } as const;

interface Past {
  missing: readonly { packets: number; after?: string; before?: string }[];
  anomalies: readonly Anomaly[];
  changes: readonly Life['changes'][number][];
}

/** What is known of a node's past, in lanes: holes, packets that were not accepted, anomalies, and what the DSO did. */
export function timelineOf({ missing, anomalies, changes }: Past, nowMs: number) {
  const marks: Mark[] = [
    ...missing.flatMap(({ packets, after, before }): Mark[] => {
      const [fromMs, untilMs] = [Date.parse(after ?? before ?? ''), Date.parse(before ?? after ?? '')];
      return [{ lane: 'gaps', fromMs, untilMs, tone: 'bad', what: { missing: packets } }];
    }),
    ...anomalies.map(({ type, severity, state, firstAtMs, lastAtMs, closedAtMs }): Mark => {
      const lane = GAPS.has(type) ? 'gaps' : VERDICTS.has(type) ? 'verdicts' : 'anomalies';
      const untilMs = closedAtMs ?? (state === 'open' ? nowMs : lastAtMs);
      return { lane, fromMs: firstAtMs, untilMs, tone: TONES[severity], what: { anomaly: type } };
    }),
    ...changes.map(({ at, action, status }): Mark => {
      const [atMs, tone] = [Date.parse(at), status === 'failed' ? ('bad' as const) : ('good' as const)];
      return { lane: 'changes', fromMs: atMs, untilMs: atMs, tone, what: { action } };
    }),
  ].filter(({ fromMs }) => Number.isFinite(fromMs));
  const earliest = Math.min(nowMs - DAY_MS, ...marks.map(({ fromMs }) => fromMs));
  const fromMs = Math.max(earliest, nowMs - MOST_DAYS * DAY_MS);
  return { fromMs, untilMs: nowMs, marks: marks.filter((mark) => mark.untilMs >= fromMs) };
}
