import Type from 'typebox';

/** Building blocks of every payload schema (formats 1 to 3). */
export const closed = { additionalProperties: false } as const;

export const Hash = Type.String({ pattern: '^0x[0-9a-f]{64}$', description: '32 bytes' });
export const Address = Type.String({
  pattern: '^0x[0-9a-f]{40}$',
  description: 'Ethereum address, lower case',
});
export const SignatureText = Type.String({ pattern: '^0x[0-9a-f]{130}$', description: 'r, s, v' });
export const Nonce = Type.String({ pattern: '^0x[0-9a-f]{32}$', description: '16 random bytes' });
export const Time = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  description: 'ISO 8601 UTC with milliseconds',
});
export const NodeId = Type.String({ pattern: '^[a-z0-9-]{1,64}$' });
export const PodCode = Type.String({ minLength: 1, maxLength: 64 });
export const MeterId = Type.String({ minLength: 1, maxLength: 64 });
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Watts = Type.Number({ description: 'W; positive from the grid into the installation' });
export const Ulid = Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{26}$' });

/** Fields of every payload. */
export const envelope = {
  v: Type.Literal(1),
  network: Type.String({ minLength: 1, maxLength: 64 }),
  nonce: Nonce,
};

/** Fields of every packet of a Light Node. */
export const packetFields = {
  ...envelope,
  node: NodeId,
  pod: PodCode,
  meter: MeterId,
  seq: Count,
  prev: Hash,
  signedAt: Time,
};
