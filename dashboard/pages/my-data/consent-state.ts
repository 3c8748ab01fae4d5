export type ConsentState = 'in-force' | 'ended' | 'revoked' | 'to-come';

/** What a consent is at a time; half-open: from ≤ t < until. */
export function consentState(
  { from, until, revokedAt }: { from: string; until?: string; revokedAt?: string },
  atMs: number,
): ConsentState {
  if (revokedAt !== undefined && Date.parse(revokedAt) <= atMs) return 'revoked';
  if (Date.parse(from) > atMs) return 'to-come';
  return until !== undefined && Date.parse(until) <= atMs ? 'ended' : 'in-force';
}
