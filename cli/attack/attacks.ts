import type { Attack } from './attack.ts';

/** Every attack by name, in the order in which `all` runs them. */
export const ATTACKS: Record<string, () => Promise<{ default: Attack }>> = {
  'foreign-pod': () => import('./attacks/foreign-pod.ts'),
  'stolen-certificate': () => import('./attacks/stolen-certificate.ts'),
  'forged-set-point': () => import('./attacks/forged-set-point.ts'),
  'edited-database': () => import('./attacks/edited-database.ts'),
  'edited-archive': () => import('./attacks/edited-archive.ts'),
  'stopped-chain': () => import('./attacks/stopped-chain.ts'),
  'wrong-clock': () => import('./attacks/wrong-clock.ts'),
  'pulled-meter': () => import('./attacks/pulled-meter.ts'),
  // Last, as its packet has to be old enough.
  'replayed-packet': () => import('./attacks/replayed-packet.ts'),
};
