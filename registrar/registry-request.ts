import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf } from '@access-layer/core/commitment';
import {
  Address,
  Count,
  Hash,
  MeterId,
  NodeId,
  PodCode,
  SignatureText,
} from '@access-layer/core/payloads/common';
import { PartyId } from '@access-layer/core/payloads/statement';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

const common = { request: Type.String({ minLength: 1, maxLength: 200 }), key: Address };

/** A Light Node's binding, as the Ingestion API asks for it. Times in milliseconds, `until` 0 open. */
const BindingRequest = Type.Object({
  ...common,
  action: Type.Union([Type.Literal('bind'), Type.Literal('unbind'), Type.Literal('revoke')]),
  kind: Type.Literal('light-node'),
  node: NodeId,
  podCode: PodCode,
  meterId: MeterId,
  role: Type.String({ maxLength: 64 }),
  salt: Hash,
  commitment: Hash,
  from: Count,
  until: Count,
});
export type BindingRequest = Type.Static<typeof BindingRequest>;

/** A key of a party, a service or a set-point signer; `node` is whose it is. */
const ListingRequest = Type.Object({
  ...common,
  action: Type.Literal('list'),
  kind: Type.Union([Type.Literal('party'), Type.Literal('service'), Type.Literal('set-point-signer')]),
  node: PartyId,
  from: Count,
});
export type ListingRequest = Type.Static<typeof ListingRequest>;

/** `key` is replaced by `newKey`; both sign core's `rotationHash`, as the node has published it. */
const RotationRequest = Type.Object({
  ...common,
  action: Type.Literal('rotate'),
  kind: Type.Literal('light-node'),
  node: NodeId,
  newKey: Address,
  from: Count,
  oldSignature: SignatureText,
  newSignature: SignatureText,
});
export type RotationRequest = Type.Static<typeof RotationRequest>;

export type RegistryRequest = BindingRequest | ListingRequest | RotationRequest;

const binding = Compile(BindingRequest);
const others: Record<string, { Check(value: unknown): boolean; Errors(value: unknown): Fault[] }> = {
  list: Compile(ListingRequest),
  rotate: Compile(RotationRequest),
};
type Fault = { instancePath?: string; message?: string };

export type ReadRequest =
  | { ok: true; request: RegistryRequest }
  /** `request` and `action` are what could be read of them. */
  | { ok: false; request: string; action: string; reason: string };

/** Reads a record of the stream `registry-requests`. Never throws. */
export function readRequest(text: string, podPattern: RegExp): ReadRequest {
  const value = parseJson(text);
  const { request, action } = (value ?? {}) as { request?: unknown; action?: unknown };
  const refuse = (reason: string): ReadRequest => ({
    ok: false,
    request: typeof request === 'string' ? request.slice(0, 200) : '',
    action: typeof action === 'string' ? action.slice(0, 20) : '',
    reason,
  });
  if (value === undefined) return refuse('malformed: not JSON');
  const checker = (typeof action === 'string' && others[action]) || binding;
  if (!checker.Check(value)) {
    const [first] = checker.Errors(value);
    return refuse(
      `malformed: ${first ? `${first.instancePath || 'request'} ${first.message}` : 'does not fit'}`,
    );
  }
  const fault = checker === binding ? bindingFault(value as BindingRequest, podPattern) : undefined;
  return fault ? refuse(fault) : { ok: true, request: value as RegistryRequest };
}

function bindingFault(
  { node, podCode, meterId, salt, commitment }: BindingRequest,
  podPattern: RegExp,
): string | undefined {
  if (!podPattern.test(podCode)) return `malformed: podCode "${podCode}" does not fit ${podPattern.source}`;
  const own = commitmentOf({ node, podCode, meterId, salt: salt as Hex });
  if (own === commitment) return undefined;
  return `malformed: commitment ${commitment} is not that of node, PoD, meter and salt, ${own}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
