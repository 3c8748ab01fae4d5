import { REASONS } from './reason.ts';

/** Why a set-point is refused, by the Blockchain Access Layer or by the Light Node: reasons of packets, and its own. */
export const SET_POINT_REASONS = [
  ...REASONS,
  'sequence-not-higher',
  'expired',
  'unpinned-signer',
  'clock-not-synchronised',
  'superseded',
  'not-supported',
  'device-refused',
  'device-unreachable',
] as const;
export type SetPointReason = (typeof SET_POINT_REASONS)[number];

/** What a DSO Technical Platform is told of each of its set-points. */
export const SET_POINT_VERDICTS = ['accepted', 'forwarded', 'expired', 'refused'] as const;
export type SetPointVerdictStatus = (typeof SET_POINT_VERDICTS)[number];
