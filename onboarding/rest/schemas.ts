import { Place } from '@access-layer/core/enrolment';
import { Address as AddressText, closed } from '@access-layer/core/payloads/common';
import { ROLES } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';

/** Shapes of what is asked and answered. */
const text = (description: string, example: string, maxLength: number) =>
  Type.String({ minLength: 1, maxLength, description, example });
const oneOf = (values: readonly string[], description: string) =>
  Type.Unsafe<string>({ type: 'string', enum: [...values], description });
const Time = Type.String({ format: 'date-time', example: '2026-11-26T09:00:00.000Z' });
const Address = Type.Unsafe<string>({
  ...AddressText,
  example: '0x9c1185a5c5e9fc54612808977ee8f548b2258d31',
});
const Node = Type.String({ pattern: '^[a-z0-9-]{1,64}$', description: 'Light Node', example: 'ln-7f3a91c2' });
const Meter = text('Meter', 'sdm630-0007', 64);
const Reason = text('For the record', 'the house was sold', 200);
const MeterRole = Type.Enum([...ROLES]);
const STATES = ['enrolling', 'active', 'replaced', 'decommissioned', 'revoked'];

export const ErrorAnswer = Type.Object(
  { code: Type.String({ example: 'ONB_NODE_UNKNOWN' }), message: Type.String() },
  { title: 'Error' },
);
export const NodeParams = Type.Object({ node: Node });
export const IdParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64, example: '0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11' }),
});

export const EnrolmentOrder = Type.Object(
  {
    pod: text('Point of Delivery', 'IT999E00000007', 64),
    meter: Meter,
    role: Type.Optional(MeterRole),
    node: Type.Optional(Node),
    replaces: Type.Optional(
      Type.Unsafe<string>({
        ...Node,
        description: 'the Light Node of this PoD that leaves when the new one is in',
      }),
    ),
    place: Type.Optional(Place),
    validForS: Type.Optional(
      Type.Integer({ minimum: 60, maximum: 604_800, description: 'how long the code works', example: 3600 }),
    ),
  },
  closed,
);

const enrolment = {
  id: Type.String(),
  node: Node,
  pod: Type.String(),
  meter: Type.String(),
  role: MeterRole,
  state: oneOf(['open', 'used', 'expired', 'withdrawn'], 'of the code'),
  createdAt: Time,
  expiresAt: Time,
  createdBy: Type.String(),
  replaces: Type.Optional(Node),
  place: Type.Optional(Place),
};
export const Enrolment = Type.Object(enrolment, { title: 'Enrolment' });
export const NewEnrolment = Type.Object(
  {
    ...enrolment,
    code: Type.String({ description: 'told once; only its hash is kept' }),
    url: Type.String({ description: 'where the device uses it' }),
  },
  { title: 'NewEnrolment' },
);
export const EnrolmentList = Type.Object({ items: Type.Array(Enrolment) });

export const MeterSwap = Type.Object(
  {
    meter: Meter,
    role: Type.Optional(MeterRole),
    graceS: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2_592_000,
        description: 'how long the former meter stays bound, for what it has measured',
        example: 86_400,
      }),
    ),
  },
  closed,
);
export const Ending = Type.Object({ reason: Reason }, closed);
export const CertificateRevocation = Type.Object(
  {
    fingerprint: Type.String({
      pattern: '^([0-9A-F]{2}:){31}[0-9A-F]{2}$',
      description: 'SHA-256 of the certificate',
      example: Array(32).fill('AB').join(':'),
    }),
    reason: Reason,
  },
  closed,
);
/** A body of JSON, so that no page in a browser on this machine can send it without being asked first (CORS). */
export const Empty = Type.Object({}, { ...closed, example: {} });

export const Change = Type.Object(
  {
    request: Type.String(),
    node: Node,
    action: oneOf(['bind', 'unbind', 'revoke', 'rotate'], 'on the registry contract'),
    status: oneOf(['requested', 'done', 'failed'], 'what the registrar has answered'),
    reason: Type.Optional(Type.String()),
    by: Type.String(),
    at: Time,
    doneAt: Type.Optional(Time),
  },
  { title: 'Change' },
);
export const ChangeList = Type.Object({ changes: Type.Array(Change) }, { title: 'Changes' });

const summary = {
  node: Node,
  state: oneOf(STATES, 'in its life'),
  since: Type.Optional(Time),
  reason: Type.Optional(Type.String()),
  pod: Type.Optional(Type.String()),
  meters: Type.Array(Type.String(), { description: 'bound now' }),
  key: Type.Optional(Address),
  place: Type.Optional(Place),
  certificateEnd: Type.Optional(Time),
  replacedBy: Type.Optional(Node),
};
export const NodeSummary = Type.Object(summary, { title: 'NodeSummary' });
export const NodeList = Type.Object({
  items: Type.Array(NodeSummary),
  next: Type.Optional(Type.String({ description: 'give it as `after` for the next page' })),
});
export const NodeQuery = Type.Object(
  {
    state: Type.Optional(oneOf(STATES, 'only these')),
    limit: Type.Optional(
      Type.String({
        pattern: '^([1-9]\\d{0,2}|1000)$',
        description: '1 to 1000; default 100',
        example: '100',
      }),
    ),
    after: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9-]{1,64}$',
        description: '`next` of the page before',
        example: 'ln-0001',
      }),
    ),
  },
  closed,
);

const Binding = Type.Object({
  meter: Type.String(),
  role: Type.String(),
  key: Address,
  from: Time,
  until: Type.Optional(Time),
  revokedAt: Type.Optional(Time),
});
const Certificate = Type.Object({
  fingerprint: Type.String(),
  issuedAt: Time,
  end: Time,
  revokedAt: Type.Optional(Time),
  reason: Type.Optional(Type.String()),
});
export const NodeDetails = Type.Object(
  {
    ...summary,
    bindings: Type.Array(Binding),
    certificates: Type.Array(Certificate),
    rotation: Type.Optional(
      Type.Object(
        { oldKey: Address, newKey: Address, askedAt: Time },
        { description: 'a key that the node asks for, and that the DSO has not confirmed' },
      ),
    ),
    changes: Type.Array(Change, { description: 'the newest first' }),
  },
  { title: 'NodeDetails' },
);
