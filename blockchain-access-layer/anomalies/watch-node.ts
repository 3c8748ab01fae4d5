import { type Hex, toHex } from '@access-layer/core/bytes';
import type { Findings } from './findings.ts';
import { addMissing, countMissing, fillMissing, type Range } from './missing-ranges.ts';
import { factsOf, placeOf, type WatchedPacket } from './watched-packet.ts';

/** What has to be known of a node to judge its next packet. */
export interface NodeState {
  nextSeq: number;
  /** payloadHash of `nextSeq - 1`. */
  lastHash?: Hex;
  /** Of the packet with the highest number. */
  signedAtMs?: number;
  receivedAtMs: number;
  /** Times between the latest packets, by the clock that says less: neither a backlog nor a clock that leaps is a habit. */
  gapsMs?: number[];
  missing: Range[];
  /** Packets that all come equally long after they were signed: no backlog, but a clock that is behind. */
  slow?: { lagMs: number; sinceMs: number; count: number };
  /** Which of the node's conditions are told as open. */
  open: { late?: true; clock?: true; silent?: true };
}

/** A packet may say that it was signed this much after its receipt, or before its predecessor. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** A backlog comes faster than it was made; a clock that is behind stays behind by the same. */
const SLOW_DRIFT_MS = 30_000;
const SLOW_PACKETS = 20;
/** So many are looked back: between two quarter-hours a meter may tell events. */
const GAPS = 8;
const GRACE_MS = 5 * 60_000;
/** Two quarter-hours, and time for the second. */
const LONGEST_SILENCE_MS = 35 * 60_000;

/** Judges numbering, promptness and clock of a node by one packet. */
export function watchNode(
  state: NodeState,
  packet: WatchedPacket,
  lateAfterMs: number,
  findings: Findings,
): void {
  const { node, receivedAtMs } = packet;
  if (state.open.silent) {
    delete state.open.silent;
    findings.heal({ type: 'silent', node }, receivedAtMs, { seq: packet.seq });
  }
  const inOrder = packet.seq >= state.nextSeq;
  judgeNumber(state, packet, findings);
  judgePromptness(state, packet, { inOrder, lateAfterMs }, findings);
  judgeClock(state, packet, inOrder, findings);
  const sinceLastMs = receivedAtMs - state.receivedAtMs;
  state.receivedAtMs = receivedAtMs;
  if (!inOrder) return;
  state.nextSeq = packet.seq + 1;
  state.lastHash = toHex(packet.payloadHash);
  const signedAtMs = signedAtOf(packet);
  if (signedAtMs === undefined) return;
  if (state.signedAtMs !== undefined) {
    const gapMs = Math.min(sinceLastMs, signedAtMs - state.signedAtMs);
    state.gapsMs = [...(state.gapsMs ?? []), gapMs].slice(-GAPS);
  }
  state.signedAtMs = signedAtMs;
}

/** A meter that speaks once in a quarter-hour, as those of Chain 2 do, is silent when it has missed one, and not before. */
export function silenceAllowedMs({ gapsMs = [] }: NodeState, silentAfterMs: number): number {
  const nextTwoMs = 2 * Math.max(0, ...gapsMs);
  if (nextTwoMs <= silentAfterMs) return silentAfterMs;
  return Math.max(silentAfterMs, Math.min(nextTwoMs + GRACE_MS, LONGEST_SILENCE_MS));
}

function judgeNumber(state: NodeState, packet: WatchedPacket, findings: Findings): void {
  const { seq, node, receivedAtMs, payload } = packet;
  const { nextSeq, lastHash, missing } = state;
  if (seq > nextSeq) {
    addMissing(missing, [nextSeq, seq - 1]);
    const facts = { fromSeq: nextSeq, toSeq: seq - 1, missing: countMissing(missing) };
    findings.add({ type: 'gap', ...placeOf(packet), details: factsOf(packet, facts) });
  }
  if (seq < nextSeq && fillMissing(missing, seq) && missing.length === 0) {
    findings.heal({ type: 'gap', node }, receivedAtMs, { filledBySeq: seq });
  }
  if (seq === nextSeq && lastHash && payload && payload.prev !== lastHash) {
    const facts = factsOf(packet, { prev: payload.prev, accepted: lastHash });
    findings.add({ type: 'sequence-fork', subject: 'prev', ...placeOf(packet), details: facts });
  }
}

function judgePromptness(
  state: NodeState,
  packet: WatchedPacket,
  { inOrder, lateAfterMs }: { inOrder: boolean; lateAfterMs: number },
  findings: Findings,
): void {
  const { node, receivedAtMs } = packet;
  const signedAtMs = signedAtOf(packet);
  const lagMs = signedAtMs === undefined ? 0 : receivedAtMs - signedAtMs;
  if (inOrder && lagMs <= lateAfterMs) {
    if (!state.open.late) return;
    delete state.open.late;
    findings.heal({ type: 'late', node }, receivedAtMs, { seq: packet.seq });
    return;
  }
  state.open.late = true;
  const facts = inOrder ? { lagMs } : { lagMs, highestSeq: state.nextSeq - 1 };
  findings.add({ type: 'late', ...placeOf(packet), details: factsOf(packet, facts) });
}

function judgeClock(state: NodeState, packet: WatchedPacket, inOrder: boolean, findings: Findings): void {
  const fault = clockFault(state, packet, inOrder);
  if (fault) {
    state.open.clock = true;
    findings.add({ type: 'clock', ...placeOf(packet), details: factsOf(packet, fault) });
  } else if (state.open.clock && inOrder) {
    delete state.open.clock;
    findings.heal({ type: 'clock', node: packet.node }, packet.receivedAtMs, { seq: packet.seq });
  }
}

function clockFault(
  state: NodeState,
  packet: WatchedPacket,
  inOrder: boolean,
): Record<string, unknown> | undefined {
  const signedAtMs = signedAtOf(packet);
  const { payload, receivedAtMs } = packet;
  if (!payload || signedAtMs === undefined) return undefined;
  const aheadMs = signedAtMs - receivedAtMs;
  if (aheadMs > CLOCK_TOLERANCE_MS) return { what: 'ahead', aheadMs };
  if (payload.type === 'measurement' && payload.readings.some(isUnsynced)) return { what: 'unsynced' };
  if (!inOrder) return undefined;
  const backMs = (state.signedAtMs ?? signedAtMs) - signedAtMs;
  if (backMs > CLOCK_TOLERANCE_MS) return { what: 'set back', backMs };
  return slowFault(state, -aheadMs, receivedAtMs);
}

function slowFault(state: NodeState, lagMs: number, atMs: number): Record<string, unknown> | undefined {
  const { slow } = state;
  if (lagMs <= CLOCK_TOLERANCE_MS) {
    delete state.slow;
    return undefined;
  }
  if (!slow || Math.abs(lagMs - slow.lagMs) > SLOW_DRIFT_MS) {
    state.slow = { lagMs, sinceMs: atMs, count: 1 };
    return undefined;
  }
  slow.count++;
  const isSlow = slow.count >= SLOW_PACKETS && atMs - slow.sinceMs >= CLOCK_TOLERANCE_MS;
  return isSlow ? { what: 'behind', behindMs: lagMs } : undefined;
}

const isUnsynced = ({ quality }: { quality: readonly string[] }) => quality.includes('clock-unsynced');

function signedAtOf({ payload }: WatchedPacket): number | undefined {
  return payload && Date.parse(payload.signedAt);
}
