import type { Registry } from '@access-layer/contracts/registry';
import type { Hex } from '@access-layer/core/bytes';
import { LISTED } from '@access-layer/core/commitment';
import { AccessLayerError } from '@access-layer/core/errors';
import type { BoundKey, Changes, DsoRegistry, NewOpening, Times } from './dso-registry.ts';
import type { BindingRequest, ListingRequest, RegistryRequest, RotationRequest } from './registry-request.ts';

export type Contract = Pick<Registry, 'bindingAt' | 'bind' | 'unbind' | 'revoke' | 'list' | 'rotate'>;
type Known = Pick<DsoRegistry, 'openings' | 'listings'>;

/** What a request did to the contract, for the DSO's registry; or why it is refused. */
export type Executed = { ok: true; apply: (into: Changes) => void } | { ok: false; reason: string };

/**
 * Does what a request asks on the contract. Doing it again, because a crash came before it was written down, changes
 * nothing more.
 * @throws AccessLayerError where it is to be tried again: the chain does not answer, or our key lacks DSO_ROLE
 */
export async function executeRequest(
  request: RegistryRequest,
  { dso, registry }: { dso: Known; registry: Contract },
): Promise<Executed> {
  try {
    if (request.action === 'list') return await list(request, dso, registry);
    if (request.action === 'rotate') return await rotate(request, dso, registry);
    if (request.action === 'bind') return await bind(request, dso, registry);
    return await change(request, dso, registry);
  } catch (error) {
    if (!(error instanceof AccessLayerError) || error.code !== 'CHAIN_REVERTED') throw error;
    // Not the request is wrong, but the key that we were given: an operator puts that right, and the request waits.
    if (error.context?.error === 'AccessControlUnauthorizedAccount') throw error;
    return refused(error.message);
  }
}

async function bind(request: BindingRequest, dso: Known, registry: Contract): Promise<Executed> {
  const key = request.key as Hex;
  const commitment = request.commitment as Hex;
  const conflict = conflictOf(request, dso);
  if (conflict) return refused(conflict);
  const held = await registry.bindingAt(key, commitment, Date.now());
  if (held.from === 0) await registry.bind(key, commitment, request.from);
  const times = await registry.bindingAt(key, commitment, Date.now());
  const { node, podCode, meterId, role, salt } = request;
  const opening: NewOpening = { key, node, podCode, meterId, role, salt: salt as Hex };
  return {
    ok: true,
    apply: ({ addOpening, confirmOpening }) => {
      addOpening(opening, times.from);
      confirmOpening({ commitment, key }, times);
    },
  };
}

/** A node is at one PoD for good, and a key is of one node: else a proof could be read in two ways. */
function conflictOf({ key, node, podCode }: BindingRequest, dso: Known): string | undefined {
  for (const { opening } of dso.openings()) {
    if (opening.node === node && opening.podCode !== podCode) {
      return `node ${node} is at PoD ${opening.podCode}; a node that moves gets a new id`;
    }
    if (opening.key === key && opening.node !== node) {
      return `key ${key} is of node ${opening.node}; each node has keys of its own`;
    }
  }
  return undefined;
}

/** An end or a revocation; a revocation ends all that the key was bound to. */
async function change(request: BindingRequest, dso: Known, registry: Contract): Promise<Executed> {
  const key = request.key as Hex;
  const commitment = request.commitment as Hex;
  const openings = dso.openings();
  if (!openings.some((known) => known.commitment === commitment && known.opening.key === key)) {
    return refused(`unknown-binding: the DSO's registry has no binding ${commitment}; bind it first`);
  }
  if (request.action === 'unbind') await registry.unbind(key, commitment, request.until);
  else await registry.revoke(key);
  const touched = openings.filter(
    ({ opening, commitment: of }) =>
      opening.key === key && (request.action === 'revoke' || of === commitment),
  );
  const times: [BoundKey, Times][] = [];
  for (const known of touched) {
    const bound = { commitment: known.commitment, key };
    times.push([bound, await registry.bindingAt(key, known.commitment, Date.now())]);
  }
  return {
    ok: true,
    apply: ({ confirmOpening }) => {
      for (const [of, now] of times) confirmOpening(of, now);
    },
  };
}

/** Moves what a node's key has open to its new key; both have signed it, and the contract checks both signatures. */
async function rotate(request: RotationRequest, dso: Known, registry: Contract): Promise<Executed> {
  const [oldKey, newKey] = [request.key as Hex, request.newKey as Hex];
  const openings = dso.openings();
  const moving = openings.filter(({ opening: { key, node } }) => key === oldKey && node === request.node);
  if (moving.length === 0)
    return refused(`unknown-binding: the DSO's registry has no binding of ${request.node} with ${oldKey}`);
  const other = openings.find(({ opening: { key, node } }) => key === newKey && node !== request.node);
  if (other) return refused(`key ${newKey} is of node ${other.opening.node}; each node has keys of its own`);
  const { from, oldSignature, newSignature } = request;
  await registry.rotate(oldKey, newKey, from, oldSignature as Hex, newSignature as Hex);
  const steps: ((into: Changes) => void)[] = [];
  for (const { commitment, opening } of moving) {
    const ended = await registry.bindingAt(oldKey, commitment, Date.now());
    steps.push(({ confirmOpening }) => confirmOpening({ commitment, key: oldKey }, ended));
    const begun = await registry.bindingAt(newKey, commitment, Date.now());
    if (begun.from === 0) continue; // it had ended before
    steps.push(({ addOpening, confirmOpening }) => {
      addOpening({ ...opening, key: newKey }, begun.from);
      confirmOpening({ commitment, key: newKey }, begun);
    });
  }
  return {
    ok: true,
    apply: (into) => {
      for (const step of steps) step(into);
    },
  };
}

async function list(
  { key: text, kind, node: name, from }: ListingRequest,
  dso: Known,
  registry: Contract,
): Promise<Executed> {
  const key = text as Hex;
  const known = dso.listings().find(({ listing }) => listing.key === key)?.listing;
  if (known && (known.node !== name || known.kind !== kind)) {
    return refused(`key ${key} is listed as ${known.kind} of ${known.node}; each has a key of its own`);
  }
  const held = await registry.bindingAt(key, LISTED, Date.now());
  if (held.from === 0) await registry.list(key, kind, from);
  const times = await registry.bindingAt(key, LISTED, Date.now());
  return {
    ok: true,
    apply: ({ addListing, confirmListing }) => {
      addListing({ key, kind, name }, times.from);
      confirmListing(key, times);
    },
  };
}

function refused(reason: string): { ok: false; reason: string } {
  return { ok: false, reason: reason.slice(0, 500) };
}
