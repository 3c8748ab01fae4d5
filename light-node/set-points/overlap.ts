import type { StoredSetPoint } from './set-point-store.ts';

export interface Choice {
  /** To be carried out now, in place of what is in force. */
  start?: StoredSetPoint;
  /** Their time has come, and a newer one rules it: `by`. */
  superseded: { setPoint: StoredSetPoint; by: string }[];
  /** Their time has passed. */
  missed: StoredSetPoint[];
}

/**
 * The rule for set-points that overlap (docs/set-points.md): the one with the higher number rules from its `from` on. What
 * it ends does not come back, and an older one whose time comes while a newer one is in force is not carried out. A
 * `resume` ends what is in force and everything older that still waits.
 */
export function choose(
  waiting: readonly StoredSetPoint[],
  inForce: Pick<StoredSetPoint, 'seq' | 'id'> | undefined,
  nowMs: number,
): Choice {
  const missed = waiting.filter(({ untilMs }) => untilMs <= nowMs);
  const due = waiting.filter(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
  const newest = due.reduce<StoredSetPoint | undefined>(
    (best, one) => (best === undefined || one.seq > best.seq ? one : best),
    undefined,
  );
  if (!newest) return { superseded: [], missed };
  if (inForce && inForce.seq > newest.seq) {
    return { superseded: due.map((setPoint) => ({ setPoint, by: inForce.id })), missed };
  }
  const isOver = (one: StoredSetPoint) =>
    one.seq < newest.seq && (due.includes(one) || newest.setPoint.mode === 'resume') && !missed.includes(one);
  const superseded = waiting.filter(isOver).map((setPoint) => ({ setPoint, by: newest.id }));
  return { start: newest, superseded, missed };
}
