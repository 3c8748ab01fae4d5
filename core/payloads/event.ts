import Type from 'typebox';
import { closed, packetFields, Time } from './common.ts';

/** Something that happened at the meter or the node: `supply-interrupted`, `clock-step`, `restarted`, … */
export const Event = Type.Object(
  {
    ...packetFields,
    type: Type.Literal('event'),
    event: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }),
    at: Time,
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  closed,
);
export type Event = Type.Static<typeof Event>;
