import { type ValueName, Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';
import { closed, headOf, type ProtocolReader } from './head.ts';

const Field = Type.String({ pattern: '^[A-Za-z0-9]+$', description: 'name in the payload of the message' });

const Reading = Type.Object(
  {
    at: Type.Object({ field: Field }, { ...closed, description: 'seconds since 1970' }),
    periodS: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 86_400, description: 'ends at a whole number of these' }),
    ),
    values: Type.Object(
      Object.fromEntries(Object.keys(Values.properties).map((name) => [name, Type.Optional(Field)])),
      { ...closed, minProperties: 1 },
    ),
  },
  closed,
);

const Message = Type.Object(
  {
    readings: Type.Optional(Type.Array(Reading)),
    event: Type.Optional(
      Type.String({ pattern: '^[a-z0-9-]{1,64}$', description: 'told with the payload as details' }),
    ),
    at: Type.Optional(
      Type.Object({ field: Field }, { ...closed, description: 'of the event; seconds since 1970' }),
    ),
    leaveOut: Type.Optional(Type.Array(Field, { description: 'fields that nobody behind the meter needs' })),
  },
  closed,
);

/** A second-generation meter behind a Chain 2 gateway: what each compact frame becomes. */
const schema = Type.Object(
  {
    ...headOf('chain2'),
    silentAfterS: Type.Integer({ minimum: 1 }),
    messages: Type.Record(Type.String({ pattern: '^CF[0-9]+$' }), Message, { minProperties: 1 }),
  },
  closed,
);

export interface Chain2Reading {
  atField: string;
  periodS?: number;
  values: readonly { name: ValueName; field: string }[];
}

export interface Chain2Message {
  readings: readonly Chain2Reading[];
  event?: string;
  atField?: string;
  leaveOut: readonly string[];
}

export interface Chain2Map {
  silentAfterS: number;
  messages: Readonly<Record<string, Chain2Message>>;
}

export const chain2: ProtocolReader<typeof schema, Chain2Map> = {
  schema,
  parse({ silentAfterS, messages }, errors) {
    const read = Object.entries(messages).map(([type, message]) => {
      const { readings = [], event, at, leaveOut = [] } = message;
      if (readings.length === 0 && event === undefined)
        errors.push(`messages.${type}: give "readings" or "event"`);
      if (event !== undefined && !at) errors.push(`messages.${type}: an event needs "at"`);
      const part: Chain2Message = {
        readings: readings.map(({ at: { field }, periodS, values }) => ({
          atField: field,
          ...(periodS !== undefined && { periodS }),
          values: (Object.entries(values) as [ValueName, string][]).map(([name, from]) => ({
            name,
            field: from,
          })),
        })),
        ...(event !== undefined && { event }),
        ...(at && { atField: at.field }),
        leaveOut,
      };
      return [type, part] as const;
    });
    return { silentAfterS, messages: Object.fromEntries(read) };
  },
};
