import { ReadEntry } from '@access-layer/core/payloads/service-message';
import { ProofFile } from '@access-layer/core/proof';
import Type from 'typebox';
import { ErrorAnswer, PodParams } from '../api/schemas.ts';
import { UNUSUAL } from './unusual.ts';

/** What clients send and get about the read ledger. */
const closed = { additionalProperties: false } as const;
const hash = (description: string) => Type.String({ pattern: '^0x[0-9a-f]{64}$', description });
const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Most items of a page' }));
const next = Type.Optional(Type.String({ description: '`cursor` of the next page; absent on the last one' }));

export const ReadsQuery = Type.Object(
  {
    unusual: Type.Optional(
      Type.Literal('true', { description: 'Only entries that are pointed out', example: 'true' }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 1024 })),
    limit,
  },
  closed,
);
export const ReadProofParams = Type.Object(
  {
    ...PodParams.properties,
    seq: Type.String({ pattern: '^\\d{1,15}$', description: 'Number of the message', example: '7' }),
  },
  closed,
);
export const LedgerQuery = Type.Object(
  {
    from: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Number of the first message; 0 where absent', example: 0 }),
    ),
    limit,
  },
  closed,
);

const Entry = Type.Object(
  {
    ...ReadEntry.properties,
    id: Type.Integer({ minimum: 1 }),
    consents: Type.Array(
      Type.Object({
        id: Type.String(),
        revocation: Type.String({ description: 'POST there takes the consent back' }),
      }),
      { description: 'What opened it, where a consent did' },
    ),
    unusual: Type.Optional(Type.Enum([...UNUSUAL], { description: 'Why it is pointed out' })),
    stage: Type.Enum(['entered', 'signed', 'sealed', 'anchored'], {
      description: 'How far the signed message is that it stands in',
    }),
    message: Type.Optional(
      Type.Object({
        seq: Type.Integer({ minimum: 0 }),
        payloadHash: hash('Of the signed message'),
        proof: Type.String({ description: 'Where its proof file is' }),
      }),
    ),
  },
  { title: 'Read' },
);
export const ReadsAnswer = Type.Object({
  pod: Type.String(),
  items: Type.Array(Entry, { description: 'The newest first' }),
  hidden: Type.Integer({ minimum: 0, description: "Looked at, and not the caller's to see" }),
  next,
});

const LedgerMessage = Type.Object(
  {
    seq: Type.Integer({ minimum: 0 }),
    type: Type.Enum(['read-ledger', 'erasure']),
    payloadHash: hash('Of the message'),
    messageHash: hash('Of the message with its signature'),
    proof: Type.Optional(ProofFile),
    payload: Type.Optional(Type.String({ description: 'Exactly as signed, while it is not anchored' })),
    signature: Type.Optional(Type.String()),
    erased: Type.Optional(
      Type.Object(
        {
          erasure: Type.Optional(
            Type.Integer({ minimum: 0, description: 'Number of the message that says so' }),
          ),
          leafIndex: Type.Optional(Type.Integer({ minimum: 0 })),
          count: Type.Optional(Type.Integer({ minimum: 1 })),
          proof: Type.Optional(Type.Array(hash('From its messageHash to the root of that message'))),
        },
        { description: 'Where its texts were erased: that an erasure names it' },
      ),
    ),
  },
  { title: 'LedgerMessage' },
);
export const LedgerAnswer = Type.Object({
  network: Type.String(),
  sender: Type.String({ description: 'The service that signs; its messages are numbered without gaps' }),
  messages: Type.Array(LedgerMessage),
  next: Type.Optional(Type.Integer({ minimum: 0, description: '`from` of the next page' })),
});

export const PROOF_ANSWERS = {
  200: { description: 'A *.proof.json file', content: { 'application/json': { schema: ProofFile } } },
  400: ErrorAnswer,
  404: ErrorAnswer,
  409: ErrorAnswer,
};
