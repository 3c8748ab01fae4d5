import { SERVICES, SET_POINT_MODES } from '@access-layer/core/payloads/set-point';
import { NODE_ID } from '@access-layer/core/topics';
import Type from 'typebox';

const closed = { additionalProperties: false } as const;
const File = Type.String({ minLength: 1 });
const Id = Type.String({ pattern: NODE_ID.source });

/** What an operator or the schedule asks for; the platform adds numbers, times and signature. */
export const SetPointRequest = Type.Object(
  {
    pod: Type.String({ minLength: 1, maxLength: 64 }),
    mode: Type.Enum([...SET_POINT_MODES]),
    valueW: Type.Optional(Type.Number({ description: 'W; positive from the grid into the installation' })),
    lastsS: Type.Integer({ minimum: 1, maximum: 86_400 }),
    startsInS: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400, description: 'default 0' })),
    expiresInS: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 86_400,
        description: 'how long it may wait for its node; default 60',
      }),
    ),
    service: Type.Optional(Type.Enum([...SERVICES], { description: 'default congestion-management' })),
    order: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  closed,
);
export type SetPointRequest = Type.Static<typeof SetPointRequest>;

/** Configuration of a simulated DSO Technical Platform. */
export const DsoPlatformConfig = Type.Object(
  {
    id: Id,
    network: Type.String({ minLength: 1, maxLength: 64 }),
    broker: Type.Object(
      { url: Type.String({ pattern: '^mqtts://' }), caFile: File, certFile: File, keyFile: File },
      closed,
    ),
    keystoreFile: File,
    passphraseFile: File,
    dataDir: File,
    anchorers: Type.Array(Type.String({ pattern: '^0x[0-9a-f]{40}$' }), {
      minItems: 1,
      description: 'whose verdicts count',
    }),
    http: Type.Object(
      { port: Type.Integer({ minimum: 0, maximum: 65_535 }), operatorTokenFile: File },
      closed,
    ),
    targets: Type.Array(Type.Object({ node: Id, pod: Type.String({ minLength: 1, maxLength: 64 }) }, closed)),
    schedule: Type.Optional(
      Type.Object(
        {
          everyS: Type.Integer({ minimum: 1, maximum: 86_400 }),
          lastsS: Type.Integer({ minimum: 1, maximum: 86_400 }),
          valueW: Type.Number({ minimum: 0, description: 'limit of import' }),
        },
        { ...closed, description: 'one target after the other, again and again' },
      ),
    ),
  },
  closed,
);
export type DsoPlatformConfig = Type.Static<typeof DsoPlatformConfig>;
