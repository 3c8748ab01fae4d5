import { isHealing, REASONS, type Reason } from '@access-layer/core/reason';

/** What becomes of something that was set aside. Nothing of it is tried again by hand. */
export type Outcome = 'never' | 'heals' | 'evidence' | 'repaired';

/** Two things contradict each other: neither is taken back, both are kept. */
const CONTRADICTIONS = new Set([
  ...['sequence-fork', 'batch-conflict', 'batch-contradicted', 'leaf-conflict', 'tree-mismatch'],
  ...['anchor-mismatch', 'wrong-contract', 'outside-window'],
]);

/** By its reason. What was refused for its bytes is refused for good: they would be judged the same again. */
export function outcomeOf(reason: string): Outcome {
  if (reason === 'unverifiable') return 'repaired';
  if (CONTRADICTIONS.has(reason)) return 'evidence';
  const known = (REASONS as readonly string[]).includes(reason);
  return known && isHealing(reason as Reason) ? 'heals' : 'never';
}
