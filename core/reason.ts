/** Why a packet is refused (verdict `rejected`). */
export const HEALING_REASONS = ['unknown-node', 'unknown-key', 'key-not-yet-valid', 'key-expired'] as const;
export const FINAL_REASONS = [
  'malformed',
  'too-large',
  'unsupported-version',
  'wrong-network',
  'bad-signature',
  'key-revoked',
  'node-mismatch',
  'binding-mismatch',
  'sequence-fork',
] as const;

export type HealingReason = (typeof HEALING_REASONS)[number];
export type FinalReason = (typeof FINAL_REASONS)[number];
export type Reason = HealingReason | FinalReason;
export const REASONS: readonly Reason[] = [...HEALING_REASONS, ...FINAL_REASONS];

/** Time can heal these: the node keeps the packet and tries again later. */
export function isHealing(reason: Reason): reason is HealingReason {
  return (HEALING_REASONS as readonly string[]).includes(reason);
}
