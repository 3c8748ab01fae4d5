import Type from 'typebox';
import { closed, Hash, packetFields, Time, Ulid, Watts } from './common.ts';

export const ACTIVATION_STATUSES = [
  'received',
  'applied',
  'refused',
  'expired',
  'failed',
  'completed',
] as const;

/** The Activation Dataset: what became of a set-point at the device. */
export const Activation = Type.Object(
  {
    ...packetFields,
    type: Type.Literal('activation'),
    setPoint: Ulid,
    setPointHash: Hash,
    status: Type.Enum([...ACTIVATION_STATUSES]),
    reason: Type.Optional(Type.String({ maxLength: 1024 })),
    ems: Type.Optional(
      Type.Object(
        {
          id: Type.String({ minLength: 1, maxLength: 64 }),
          protocol: Type.String({ minLength: 1, maxLength: 64 }),
        },
        closed,
      ),
    ),
    commandedW: Type.Optional(Watts),
    measuredW: Type.Optional(Watts),
    at: Time,
  },
  closed,
);
export type Activation = Type.Static<typeof Activation>;
