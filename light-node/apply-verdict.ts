import type { DatabaseSync } from 'node:sqlite';
import type { AnchoredRange, Rejection, Verdict } from '@access-layer/core/payloads/verdict';
import { isHealing } from '@access-layer/core/reason';
import { formatTime, parseTime } from '@access-layer/core/time';
import type { Halt } from './outbox.ts';

/** What a verdict has changed. */
export interface VerdictEffect {
  /** Packets erased, since they are anchored. */
  anchored: number;
  /** Sequence numbers to try again later, and when the first of them is. */
  held: number[];
  retryAtMs?: number;
  refused: { seq: number; reason: Rejection['reason'] }[];
  /** Packets acknowledged long ago that the anchored ranges have left out: published again. */
  requeued: number;
  halted?: Halt;
}

const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** A verdict may be lost on its way (a connection is a clean session): what it left out is sent again after this. */
const REQUEUE_AFTER_MS = 10 * 60_000;

/** Runs inside a transaction of the outbox. */
export function applyVerdict(database: DatabaseSync, verdict: Verdict, nowMs: number): VerdictEffect {
  const effect: VerdictEffect = { anchored: 0, held: [], refused: [], requeued: 0 };
  for (const rejection of verdict.rejected ?? []) reject(database, rejection, nowMs, effect);
  for (const range of verdict.anchored ?? []) erase(database, range, nowMs, effect);
  const atMs = parseTime(verdict.issuedAt) ?? 0;
  database.prepare('UPDATE chain SET verdictAtMs = max(coalesce(verdictAtMs, 0), ?)').run(atMs);
  return effect;
}

interface PacketRow {
  payloadHash: string;
  signature: string;
  payload: string;
  attempts: number;
}

function reject(
  database: DatabaseSync,
  { seq, payloadHash, reason }: Rejection,
  nowMs: number,
  effect: VerdictEffect,
): void {
  if (reason === 'sequence-fork') {
    const detail = `seq ${seq} with payloadHash ${payloadHash} was refused: another packet has this number already`;
    halt(database, { reason, at: formatTime(nowMs), detail }, effect);
  }
  const packet = database
    .prepare('SELECT payloadHash, signature, payload, attempts FROM packet WHERE seq = ?')
    .get(seq) as PacketRow | undefined;
  if (packet?.payloadHash !== payloadHash) return; // erased since, or never ours
  if (isHealing(reason)) hold(database, seq, reason, packet.attempts, nowMs, effect);
  else refuse(database, seq, reason, packet, nowMs, effect);
}

function hold(
  database: DatabaseSync,
  seq: number,
  reason: string,
  attempts: number,
  nowMs: number,
  effect: VerdictEffect,
): void {
  const retryAtMs = nowMs + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts, 20));
  database
    .prepare(
      `UPDATE packet SET state = 'held', acknowledgedAtMs = NULL, attempts = attempts + 1, retryAtMs = ?, reason = ?
       WHERE seq = ?`,
    )
    .run(retryAtMs, reason, seq);
  effect.held.push(seq);
  effect.retryAtMs = Math.min(effect.retryAtMs ?? retryAtMs, retryAtMs);
}

function refuse(
  database: DatabaseSync,
  seq: number,
  reason: Rejection['reason'],
  { payloadHash, signature, payload }: PacketRow,
  nowMs: number,
  effect: VerdictEffect,
): void {
  database
    .prepare('INSERT OR IGNORE INTO refused VALUES (?, ?, ?, ?, ?, ?)')
    .run(seq, payloadHash, signature, payload, reason, nowMs);
  database.prepare('DELETE FROM packet WHERE seq = ?').run(seq);
  effect.refused.push({ seq, reason });
}

/** Anchored is anchored, whether the PUBACK came back or not. */
function erase(
  database: DatabaseSync,
  { fromSeq, toSeq }: AnchoredRange,
  nowMs: number,
  effect: VerdictEffect,
): void {
  const { nextSeq } = database.prepare('SELECT nextSeq FROM chain').get() as { nextSeq: number };
  if (toSeq >= nextSeq) {
    const detail = `seq ${toSeq} is anchored, and the next of this node is ${nextSeq}: its state was lost or copied. Give the node a new id, key and certificate`;
    halt(database, { reason: 'state-lost', at: formatTime(nowMs), detail }, effect);
  }
  const erased = database.prepare('DELETE FROM packet WHERE seq BETWEEN ? AND ?').run(fromSeq, toSeq);
  const count = Number(erased.changes);
  database.prepare('UPDATE chain SET anchored = anchored + ?').run(count);
  effect.anchored += count;
  const again = database
    .prepare(
      `UPDATE packet SET state = 'queued', acknowledgedAtMs = NULL
       WHERE seq < ? AND state = 'acknowledged' AND acknowledgedAtMs < ?`,
    )
    .run(fromSeq, nowMs - REQUEUE_AFTER_MS);
  effect.requeued += Number(again.changes);
}

function halt(database: DatabaseSync, reason: Halt, effect: VerdictEffect): void {
  database.prepare('UPDATE chain SET halt = coalesce(halt, ?)').run(JSON.stringify(reason));
  effect.halted = reason;
}
