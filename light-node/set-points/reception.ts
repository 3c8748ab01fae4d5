import type { SetPointReason } from '@access-layer/core/set-point-reason';
import { formatTime } from '@access-layer/core/time';
import type { Log } from '@access-layer/kit/log';
import {
  type CheckedSetPoint,
  checkSetPoint,
  type FaultySetPoint,
  type SetPointRules,
} from './check-set-point.ts';
import type { Telling } from './telling.ts';

/** Refusals told in an hour of what anybody could send again and again: who floods us fills neither outbox nor log. */
const TOLD_AN_HOUR = 100;
const HOUR_MS = 3_600_000;
const MOST_REASON_CHARACTERS = 300;

export interface ReceptionOptions {
  rules: SetPointRules;
  telling: Telling;
  /** The node's time, that never goes back behind what it has seen. */
  timeMs: () => number;
  /** Whether the clock has been synchronised since the node started. */
  wasSynchronised: () => boolean;
  log: Log;
  /** Called when there is one to carry out. */
  onAccepted: () => void;
}

/** What became of a message, for who counts. */
export type Received = 'accepted' | 'repeated' | SetPointReason;

/**
 * Takes what comes on the node's topic of set-points. A message is on disk with its answer when `receive` returns, so its
 * PUBACK may go out; it throws where the disk refuses, and then none may. Each authentic set-point is judged once for
 * all: it is carried out, or refused, and whatever comes under its number later changes nothing.
 */
export function createReception({
  rules,
  telling,
  timeMs,
  wasSynchronised,
  log,
  onAccepted,
}: ReceptionOptions) {
  const { store } = telling;
  const budget = { sinceMs: 0, told: 0 };
  const counts = new Map<Received, number>();

  /** Refuses without a trace in the store; told as far as the budget goes. */
  function refuse({ reason, detail, about }: FaultySetPoint): Received {
    const nowMs = timeMs();
    if (nowMs - budget.sinceMs >= HOUR_MS) Object.assign(budget, { sinceMs: nowMs, told: 0 });
    budget.told += 1;
    if (budget.told > TOLD_AN_HOUR) return reason;
    log.warn({ reason, detail, setPoint: about?.id }, 'set-point refused');
    if (budget.told === TOLD_AN_HOUR) log.warn('further refusals of this hour are counted only');
    if (about) {
      telling.change((tell) => tell(about, { status: 'refused', reason: reasonText(reason, detail) }));
    }
    return reason;
  }

  /** Why an authentic set-point of a new number is not carried out. */
  function faultOf({ setPoint }: CheckedSetPoint): { reason: SetPointReason; detail: string } | undefined {
    const { seq, expiresAt, until } = setPoint;
    const highest = store.highestSeq();
    if (seq <= highest)
      return { reason: 'sequence-not-higher', detail: `number ${seq}; the PoD is at ${highest}` };
    if (!wasSynchronised()) {
      return {
        reason: 'clock-not-synchronised',
        detail: 'the clock was not synchronised since the node started',
      };
    }
    const [end, name] = expiresAt < until ? [expiresAt, 'expiresAt'] : [until, 'until'];
    const nowMs = timeMs();
    if (Date.parse(end) > nowMs) return undefined;
    return { reason: 'expired', detail: `${name} was ${end}; here it is ${formatTime(nowMs)}` };
  }

  function judge(checked: CheckedSetPoint): Received {
    const { setPoint, hash } = checked;
    const about = { id: setPoint.id, hash };
    const known = store.hashOf(setPoint.seq);
    if (known === hash) return 'repeated';
    if (known !== undefined) {
      const detail = `number ${setPoint.seq} is ${known} already`;
      return refuse({ ok: false, reason: 'sequence-fork', detail, about });
    }
    const fault = faultOf(checked);
    telling.change((tell) => {
      store.add(checked, fault && `refused ${fault.reason}`);
      if (fault) return tell(about, { status: 'refused', reason: reasonText(fault.reason, fault.detail) });
      tell(about, { status: 'received' });
      tell(about, { status: 'received', reason: 'checked' });
    });
    log.info({ setPoint: setPoint.id, seq: setPoint.seq, ...fault }, 'set-point');
    return fault?.reason ?? 'accepted';
  }

  return {
    /** @throws what the disk says when it refuses */
    receive(bytes: Uint8Array): Received {
      const checked = checkSetPoint(bytes, rules);
      const received = checked.ok ? judge(checked) : refuse(checked);
      counts.set(received, (counts.get(received) ?? 0) + 1);
      if (received === 'accepted') onAccepted();
      return received;
    },
    /** Since the node started. */
    counts: () => Object.fromEntries(counts) as Partial<Record<Received, number>>,
  };
}

export function reasonText(reason: SetPointReason, detail: string): string {
  return `${reason}: ${detail}`.slice(0, MOST_REASON_CHARACTERS);
}
