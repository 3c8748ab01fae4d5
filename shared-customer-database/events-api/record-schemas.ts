import {
  Address,
  Count,
  closed,
  MeterId,
  NodeId,
  PodCode,
  SignatureText,
} from '@access-layer/core/payloads/common';
import { CertifiedRecord } from '@access-layer/core/record';
import Type from 'typebox';
import { UNUSUAL } from '../reads/unusual.ts';

/** What proves that the record is in a sealed batch (formats 5 and 7). */
const Certificate = Type.Object(
  { ...CertifiedRecord.properties.batch.properties },
  { ...closed, description: 'Place of the message in its sealed batch, and the Merkle proof of it' },
);

/** Value of a record of `measurements`, `activations`, `set-points` and `market-messages`. */
export const CertifiedValue = Type.Object(
  {
    payload: Type.String({ description: 'The exact text that was signed; JSON of the named payload type' }),
    signature: SignatureText,
    receivedAt: Type.Integer({ minimum: 0, description: 'ms since 1970; part of the leaf' }),
    certificate: Certificate,
  },
  closed,
);
export type CertifiedValue = Type.Static<typeof CertifiedValue>;

/** Value of a record of `anomalies`: what the stream `anomalies` carries. */
export const AnomalyValue = Type.Object({
  type: Type.String({
    description: 'gap, late, duplicate, replay, sequence-fork, clock, silent, register-fall, voltage, …',
  }),
  id: Type.Optional(Type.Integer({ description: 'the same in every record of one anomaly' })),
  severity: Type.Optional(Type.String({ description: 'info, warning or critical' })),
  state: Type.Optional(Type.String({ description: 'open or closed' })),
  subject: Type.Optional(Type.String({ description: 'What of the node: a reason, a register, a phase' })),
  firstAt: Type.Optional(Type.Integer()),
  lastAt: Type.Optional(Type.Integer()),
  closedAt: Type.Optional(Type.Integer()),
  count: Type.Optional(
    Type.Integer({ description: 'A record comes at the beginning, at each doubling, at the end' }),
  ),
  node: Type.String(),
  pod: Type.Optional(PodCode),
  seq: Type.Optional(Count),
  at: Type.Union([Type.Integer(), Type.String()], { description: 'ms since 1970, or ISO 8601 UTC' }),
  details: Type.Optional(Type.Unknown()),
});
export type AnomalyValue = Type.Static<typeof AnomalyValue>;

/** Value of a record of `registry-changes`. The salt of the commitment is not shown: it opens what is on the chain. */
export const RegistryChangeValue = Type.Object(
  {
    kind: Type.Integer({ description: '1 Light Node, 2 signer of set-points, 3 service, 4 party' }),
    key: Address,
    node: Type.Optional(Type.Union([NodeId, Type.Literal('')])),
    podCode: Type.Optional(Type.Union([PodCode, Type.Literal('')])),
    meterId: Type.Optional(Type.Union([MeterId, Type.Literal('')])),
    role: Type.Optional(Type.String()),
    from: Count,
    until: Type.Integer({ minimum: 0, description: '0: open' }),
    revokedAt: Type.Optional(Count),
  },
  closed,
);
export type RegistryChangeValue = Type.Static<typeof RegistryChangeValue>;

/** Value of a record of `unusual-reads`: an entry of the read ledger, and what is unusual about it. */
export const UnusualReadValue = Type.Object(
  {
    entry: Type.Integer({ minimum: 1, description: 'Id of the entry, as GET /v1/pods/{pod}/reads shows it' }),
    pod: PodCode,
    unusual: Type.Enum([...UNUSUAL]),
    at: Type.String({ description: 'When it was read; ISO 8601 UTC, like the other times' }),
    client: Type.String(),
    subject: Type.Optional(Type.String()),
    role: Type.String(),
    party: Type.Optional(Type.String()),
    customer: Type.Optional(Type.String()),
    purpose: Type.Optional(Type.String()),
    consents: Type.Array(Type.String()),
    dataSet: Type.String(),
    from: Type.String({ description: 'First instant of the data that was asked for' }),
    until: Type.String(),
  },
  closed,
);
export type UnusualReadValue = Type.Static<typeof UnusualReadValue>;
