import Type from 'typebox';

const closed = { additionalProperties: false } as const;
const File = Type.String({ minLength: 1 });

/** Configuration of a process of simulated stakeholders. */
export const StakeholdersConfig = Type.Object(
  {
    url: Type.String({ pattern: '^https?://', description: 'the front door' }),
    network: Type.String({
      minLength: 1,
      description: 'name of the deployment that statements are signed for',
    }),
    roundS: Type.Optional(Type.Number({ minimum: 1, description: 's; a round every minute where absent' })),
    hearWithinS: Type.Optional(
      Type.Number({ minimum: 0, description: 's to wait for the event stream; 20 where absent' }),
    ),
    http: Type.Object({ port: Type.Integer({ minimum: 0, maximum: 65_535 }) }, closed),
    stakeholders: Type.Array(
      Type.Object(
        {
          role: Type.Enum(['tso', 'aggregator', 'market', 'dso']),
          party: Type.String({ minLength: 1, description: 'id of the organisation' }),
          clientId: Type.String({ minLength: 1 }),
          secretFile: Type.String({ minLength: 1, description: 'secret of the client' }),
          keystoreFile: File,
          passphraseFile: File,
          platform: Type.Optional(
            Type.Object(
              { url: Type.String({ pattern: '^https?://' }), operatorTokenFile: File },
              { ...closed, description: 'DSO Technical Platform that a DSO sends set-points with' },
            ),
          ),
        },
        { ...closed, description: 'they take their turns in this order' },
      ),
      { minItems: 1 },
    ),
  },
  closed,
);
export type StakeholdersConfig = Type.Static<typeof StakeholdersConfig>;
