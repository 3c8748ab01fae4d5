import Type from 'typebox';

/** How what the service attests (who read what, what was erased) is signed; with the key of `signing`. */
export const ReadLedgerConfig = Type.Object(
  {
    service: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
        description: 'Name that its messages are numbered under; shared-customer-database where absent',
      }),
    ),
    signEveryS: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3600,
        description: 'Between two signed messages about the same PoD; 60 where absent',
      }),
    ),
    noticeDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'How long the topic unusual-reads keeps a notice; 7 where absent',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ReadLedgerConfig = Type.Static<typeof ReadLedgerConfig>;
