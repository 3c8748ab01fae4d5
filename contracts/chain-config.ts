import Type from 'typebox';

const Port = Type.Integer({ minimum: 0, maximum: 65_535, description: '0 for any free one' });

/** Configuration of the embedded chain. */
export const ChainConfig = Type.Object(
  {
    host: Type.Union([Type.Literal('127.0.0.1'), Type.Literal('localhost')], {
      default: '127.0.0.1',
      description: 'loopback only: whoever reaches the RPC may act as any account',
    }),
    port: Type.Integer({ minimum: 0, maximum: 65_535, description: 'of the JSON-RPC; 0 for any free one' }),
    chainId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    dir: Type.String({ minLength: 1, description: 'folder of the state; relative to this file' }),
    dumpIntervalMs: Type.Optional(Type.Integer({ minimum: 100, default: 60_000 })),
    control: Type.Object({ port: Port }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
export type ChainConfig = Type.Static<typeof ChainConfig>;
