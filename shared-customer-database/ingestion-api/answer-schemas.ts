import Type from 'typebox';
import { DATA_SETS } from '../access/data-set.ts';
import type { Kind } from '../registry/documents.ts';
import { DOCUMENT_SCHEMAS } from './kinds.ts';
import { BindingRequest, ConsentRequest, type DocumentKind, Id, oneOf, Revision, Time } from './schemas.ts';

/** What is answered, for the OpenAPI document and the types made from it. */
const hash = (description: string) =>
  Type.String({ description, example: '0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344' });
const next = Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last' }));
const hidden = Type.Optional(
  Type.Integer({
    description:
      'How many the caller may not see, of those looked at; absent where the question is about somebody or something, ' +
      'since it would tell what he may not see',
    example: 0,
  }),
);

export function listOf(item: Type.TSchema): Type.TObject {
  return Type.Object({ items: Type.Array(item), hidden, next });
}

const ConsentAnswer = Type.Object(
  {
    id: Id,
    ...ConsentRequest.properties,
    grantedAt: Time,
    revokedAt: Type.Optional(Time),
    revision: Revision,
  },
  { title: 'Consent' },
);

const BindingAnswer = Type.Object(
  {
    id: Id,
    ...BindingRequest.properties,
    until: Type.Optional(Time),
    status: oneOf(
      ['requested', 'bound', 'end-requested', 'ended', 'revocation-requested', 'revoked', 'failed'],
      'How far the registrar is',
    ),
    revokedAt: Type.Optional(Time),
    reason: Type.Optional(Type.String({ description: 'Why the registrar could not do it' })),
    revision: Revision,
  },
  { title: 'Binding' },
);

/** A document of a kind as it is answered. */
export function answerSchemaOf(kind: Kind): Type.TObject {
  if (kind === 'consent') return ConsentAnswer;
  if (kind === 'binding') return BindingAnswer;
  return DOCUMENT_SCHEMAS[kind as DocumentKind];
}

export const ChangeAnswer = Type.Object(
  {
    position: Type.Integer({ description: 'Number of the change in the journal', example: 12 }),
    kind: Type.String({ example: 'holding' }),
    id: Type.String({ example: 'holding-17' }),
    revision: Type.Integer({ example: 1 }),
    at: Time,
    document: Type.Optional(
      Type.Object({}, { additionalProperties: true, description: 'What it was after the change' }),
    ),
  },
  { title: 'Change', additionalProperties: true },
);

const StatementCertificate = Type.Object(
  {
    payloadHash: hash('Of the certified message'),
    messageHash: hash('Of the certified message'),
    anchorer: Type.String({ description: 'Address that anchors the batch' }),
    batch: Type.Integer({ description: 'Index of the batch', example: 12 }),
    receivedAt: Time,
    anchor: Type.Optional(
      Type.Object({}, { additionalProperties: true, description: 'Transaction and block; absent before' }),
    ),
    proof: Type.String({ description: 'Where its proof file is', example: '/v1/orders/0x5c1f…/proof' }),
  },
  { title: 'StatementCertificate', description: 'Absent before the batch was seen' },
);

export const StatementAnswer = Type.Object(
  {
    type: Type.String({ example: 'order' }),
    sender: Type.String({ description: 'Party that signed it', example: 'agg-1' }),
    id: Type.String({ description: 'Chosen by the sender', example: 'order-17' }),
    seq: Type.Integer({ description: 'Its number among all statements of the sender', example: 4 }),
    payload: Type.String({ description: 'The exact text that was signed' }),
    signature: Type.String({ description: 'r, s, v by EIP-191' }),
    payloadHash: hash('keccak256 of the payload'),
    messageHash: hash('keccak256 of signature, line feed and payload'),
    receivedAt: Time,
    stage: oneOf(
      ['accepted', 'sealed', 'anchored', 'refused'],
      'How far it has come; `refused`: it is not in the log, and its number is free again',
    ),
    refused: Type.Optional(
      Type.Object(
        { reason: Type.String({ example: 'key-revoked' }), detail: Type.String(), at: Time },
        { title: 'StatementRefused', description: 'Why the Blockchain Access Layer did not take it' },
      ),
    ),
    certificate: Type.Optional(StatementCertificate),
  },
  { title: 'Statement' },
);

const range = { from: Time, until: Type.Optional(Time) };
export const RangesAnswer = Type.Object(
  {
    pod: Type.String({ example: 'IT002E00000001' }),
    dataSet: oneOf(DATA_SETS, 'Kind of data'),
    ranges: Type.Array(Type.Object(range), { description: 'What may be read' }),
    basis: Type.Array(Type.Object(range, { additionalProperties: true }), { description: 'Why' }),
    refused: Type.Optional(Type.String({ description: 'Why nothing may be read' })),
  },
  { title: 'AllowedRanges' },
);
