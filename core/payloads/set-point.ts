import Type from 'typebox';
import { Count, closed, envelope, NodeId, PodCode, Time, Ulid, Watts } from './common.ts';

export const SERVICES = ['congestion-management', 'voltage-control', 'balancing'] as const;
export const SET_POINT_MODES = ['limit-import', 'limit-export', 'target', 'resume'] as const;

/** What the DSO Technical Platform asks of a device at a PoD. `seq` is the PoD's own rising number. */
export const SetPoint = Type.Object(
  {
    ...envelope,
    type: Type.Literal('set-point'),
    id: Ulid,
    pod: PodCode,
    node: NodeId,
    seq: Count,
    service: Type.Enum([...SERVICES]),
    mode: Type.Enum([...SET_POINT_MODES]),
    valueW: Type.Optional(Watts),
    from: Time,
    until: Time,
    issuedAt: Time,
    expiresAt: Time,
    order: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  closed,
);
export type SetPoint = Type.Static<typeof SetPoint>;
