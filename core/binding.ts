/** Kinds of key in the registry contract, in the order of their numbers there; one address has one kind. */
export const KEY_KINDS = ['none', 'light-node', 'set-point-signer', 'service', 'party'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** What the registry contract answers to `bindingAt(key, commitment, time)`. Times in milliseconds, 0 for none. */
export interface BindingAnswer {
  valid: boolean;
  kind: KeyKind;
  from: number;
  until: number;
  revokedAt: number;
  compromisedSince: number;
}
