import Type from 'typebox';
import { BEHAVIOURS } from './ems/device.ts';

const closed = { additionalProperties: false } as const;

/** The same clocks as those of Light Nodes; whether a time is synchronised is nothing to a meter. */
const ClockConfig = Type.Union([
  Type.Object({ name: Type.Literal('system'), assumeSynchronised: Type.Optional(Type.Boolean()) }, closed),
  Type.Object(
    {
      name: Type.Literal('replay'),
      realStart: Type.Integer({ minimum: 0, description: 'ms since 1970' }),
      simulatedStart: Type.Integer({ minimum: 0, description: 'ms since 1970' }),
      speed: Type.Number({ minimum: 1, maximum: 100_000 }),
      assumeSynchronised: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
]);

/** Configuration of a process of simulated meters. */
export const SimulatorsConfig = Type.Object(
  {
    meters: Type.Array(
      Type.Object(
        {
          port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
          framing: Type.Optional(Type.Enum(['tcp', 'rtu'])),
          path: Type.Optional(Type.String({ minLength: 1, description: 'serial port' })),
          baudRate: Type.Optional(Type.Integer({ minimum: 1200, maximum: 115_200 })),
          host: Type.Optional(Type.String({ minLength: 1 })),
          unit: Type.Integer({ minimum: 0, maximum: 255 }),
          profile: Type.String({ minLength: 1 }),
          dataFile: Type.Optional(Type.String({ minLength: 1 })),
          scale: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
          role: Type.Optional(Type.Enum(['exchange', 'production'])),
          pvPeakW: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
          noise: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
          offsetMinutes: Type.Optional(Type.Integer({ minimum: -10_080, maximum: 10_080 })),
          clock: Type.Optional(ClockConfig),
          ems: Type.Optional(
            Type.Object(
              {
                device: Type.String({ pattern: '^[\\w-]{1,64}$', description: 'its name in the community' }),
                behaviour: Type.Optional(Type.Enum([...BEHAVIOURS])),
              },
              { ...closed, description: 'the house follows orders of its energy community' },
            ),
          ),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    community: Type.Optional(
      Type.Object(
        { port: Type.Integer({ minimum: 0, maximum: 65_535 }) },
        { ...closed, description: 'where the energy community takes orders over REST' },
      ),
    ),
    clock: Type.Optional(ClockConfig),
    http: Type.Optional(Type.Object({ port: Type.Integer({ minimum: 0, maximum: 65_535 }) }, closed)),
  },
  closed,
);
export type SimulatorsConfig = Type.Static<typeof SimulatorsConfig>;
