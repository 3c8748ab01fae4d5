import Type from 'typebox';
import type { Hex } from './bytes.ts';
import { toUtf8 } from './bytes.ts';
import { keccak256Hex } from './keccak.ts';
import { Address, closed, Hash, MeterId, NodeId, PodCode, SignatureText } from './payloads/common.ts';
import { MeterRole } from './payloads/measurement.ts';

/** What a device and the onboarding service say to each other; both sides check by these. */
const Pem = (maxLength: number) => Type.String({ minLength: 64, maxLength });
const Csr = Pem(4096);

/** Where a Light Node is: for the map and for who has to drive there. Degrees of WGS 84. */
export const Place = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, example: 'Torre Angela' })),
    municipality: Type.String({ minLength: 1, maxLength: 100, example: 'Roma' }),
    latitude: Type.Number({ minimum: -90, maximum: 90, example: 41.9 }),
    longitude: Type.Number({ minimum: -180, maximum: 180, example: 12.5 }),
  },
  { ...closed, title: 'Place' },
);
export type Place = Type.Static<typeof Place>;

/** `POST /enrolment`: the new key signs `enrolmentText`, and the request for a certificate is signed by its own key. */
export const EnrolmentRequest = Type.Object(
  {
    secret: Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{16}$' }),
    key: Address,
    csr: Csr,
    signature: SignatureText,
  },
  closed,
);
export type EnrolmentRequest = Type.Static<typeof EnrolmentRequest>;

/** Everything that a device needs to begin. */
export const EnrolmentAnswer = Type.Object({
  node: NodeId,
  network: Type.String(),
  pod: PodCode,
  meter: MeterId,
  role: MeterRole,
  certificate: Pem(8192),
  authority: Pem(8192),
  broker: Type.String({ pattern: '^mqtts://' }),
  anchorers: Type.Array(Address),
  setPointSigners: Type.Array(Address),
  place: Type.Optional(Place),
});
export type EnrolmentAnswer = Type.Static<typeof EnrolmentAnswer>;

/** `POST /renewal`: the key that is bound now signs `renewalText`. */
export const RenewalRequest = Type.Object({ node: NodeId, csr: Csr, signature: SignatureText }, closed);
export type RenewalRequest = Type.Static<typeof RenewalRequest>;
export const RenewalAnswer = Type.Object({ certificate: Pem(8192), end: Type.String() });
export type RenewalAnswer = Type.Static<typeof RenewalAnswer>;

/** `POST /bindings`: what the contract holds for a node now; its key signs `bindingsText`. */
export const BindingsRequest = Type.Object({ node: NodeId, nonce: Hash, signature: SignatureText }, closed);
export type BindingsRequest = Type.Static<typeof BindingsRequest>;
export const BindingsAnswer = Type.Object({
  bindings: Type.Array(Type.Object({ key: Address, meter: MeterId, role: Type.String() })),
});
export type BindingsAnswer = Type.Static<typeof BindingsAnswer>;

/** None of these is a payload of the Access Layer, as those begin with a brace: no signature serves for both. */
export function enrolmentText({
  secret,
  key,
  csr,
}: Pick<EnrolmentRequest, 'secret' | 'key' | 'csr'>): string {
  return `Access Layer enrolment 1\n${hashOf(secret)}\n${key}\n${hashOf(csr)}`;
}

export function renewalText({ node, csr }: Pick<RenewalRequest, 'node' | 'csr'>): string {
  return `Access Layer renewal 1\n${node}\n${hashOf(csr)}`;
}

export function bindingsText({ node, nonce }: Pick<BindingsRequest, 'node' | 'nonce'>): string {
  return `Access Layer bindings 1\n${node}\n${nonce}`;
}

function hashOf(text: string): Hex {
  return keccak256Hex(toUtf8(text));
}
