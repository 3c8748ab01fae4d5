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

/** What a schema cannot say: a time that ends after it begins, and a power where one is needed. */
export function setPointFault({ mode, valueW, from, until }: SetPoint): string | undefined {
  if (!(Date.parse(until) > Date.parse(from))) return `until ${until} is not after from ${from}`;
  if (mode === 'resume') return undefined;
  if (valueW === undefined) return `mode ${mode} needs valueW`;
  return mode !== 'target' && valueW < 0 ? `valueW ${valueW}: a limit is not below 0` : undefined;
}
