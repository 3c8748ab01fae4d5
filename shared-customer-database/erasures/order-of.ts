import type { ErasedPeriod } from '@access-layer/core/erasure';
import type { ErasureOrder } from '@access-layer/kit/erasure';
import type { Erasure } from './erasure-book.ts';

/** What the parts of the system are told of a confirmed erasure: no customer, no reason. */
export function orderOf({ id, pod, fromMs, untilMs, confirmedAtMs }: Erasure): ErasureOrder {
  return { erasure: id, pod, fromMs, untilMs, orderedAtMs: confirmedAtMs! };
}

export function periodOf(erasure: Erasure): ErasedPeriod {
  const { erasure: _, ...period } = orderOf(erasure);
  return period;
}
