import type { SetPoint } from '@access-layer/core/payloads/set-point';
import type { EmsTemplate } from '../ems-device/template.ts';

/** How a response is judged: how long it may take, and how far it may be off. */
export interface ResponseLimits {
  withinMs: number;
  toleranceW: number;
  tolerancePercent: number;
}

const DEFAULTS = { withinS: 30, toleranceW: 100, tolerancePercent: 5 };

export function responseLimits(template: Pick<EmsTemplate, 'response'>): ResponseLimits {
  const { withinS, toleranceW, tolerancePercent } = { ...DEFAULTS, ...template.response };
  return { withinMs: 1000 * withinS, toleranceW, tolerancePercent };
}

/**
 * Whether the meter shows what was asked for. `measuredW` is positive into the installation: a limit of export is one of
 * its negative. A target is compared with what the device was told, a limit with what the set-point allows.
 */
export function follows(
  { mode, valueW = 0 }: Pick<SetPoint, 'mode' | 'valueW'>,
  { measuredW, commandedW }: { measuredW: number; commandedW: number },
  { toleranceW, tolerancePercent }: ResponseLimits,
): boolean {
  const tolerance = Math.max(toleranceW, (Math.abs(valueW) * tolerancePercent) / 100);
  if (mode === 'limit-import') return measuredW <= valueW + tolerance;
  if (mode === 'limit-export') return -measuredW <= valueW + tolerance;
  return Math.abs(measuredW - commandedW) <= tolerance;
}
