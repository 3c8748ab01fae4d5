import Type from 'typebox';

const closed = { additionalProperties: false } as const;
const Url = Type.String({ pattern: '^https?://' });
const Claim = (what: string) =>
  Type.Optional(
    Type.String({ minLength: 1, description: `Claim of the ${what}, by name or path with dots` }),
  );

/** Whose access tokens count. */
export const Auth = Type.Object(
  {
    issuer: Type.String({ minLength: 1, description: '`iss` of the tokens' }),
    audience: Type.String({ minLength: 1, description: '`aud` of the tokens' }),
    jwksUri: Url,
    roleClaim: Claim('role'),
    partyClaim: Claim('party'),
    customerClaim: Claim('customer'),
    tokenType: Type.Optional(
      Type.String({ minLength: 1, description: '`typ` of the tokens; at+jwt where absent' }),
    ),
  },
  closed,
);
export type Auth = Type.Static<typeof Auth>;
