import type { BindingAnswer } from '@access-layer/core/binding';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf, LISTED } from '@access-layer/core/commitment';
import { Address, Hash } from '@access-layer/core/payloads/common';
import type { Reason } from '@access-layer/core/reason';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/** What the registrar publishes on the stream `registry`; further fields (role, times) are for people and not read. */
const Opening = Type.Object({
  kind: Type.String(),
  key: Address,
  node: Type.String(),
  podCode: Type.Optional(Type.String()),
  meterId: Type.Optional(Type.String()),
  salt: Type.Optional(Hash),
});
const checker = Compile(Opening);

export interface BoundOpening {
  kind: 'light-node';
  key: Hex;
  node: string;
  podCode: string;
  meterId: string;
  salt: Hex;
  commitment: Hex;
}

/** The contract's answer, from the mirror: at once, and also while the chain is down. */
export type BindingAt = (key: Hex, commitment: Hex, timeMs: number) => BindingAnswer;

export interface Claim {
  node: string;
  pod: string;
  meter: string;
  signer: Hex;
}

/** That a listed key speaks: for a party or service by name, or for none where the message names nobody. */
export interface ListedClaim {
  kind: 'set-point-signer' | 'service' | 'party';
  sender: string | undefined;
  signer: Hex;
}

/**
 * Who may say what. The openings name nodes, PoDs and meters, and count only as far as the contract holds their
 * commitments; so a registrar's stream can name nobody that the DSO has not bound on the chain.
 */
export function createKeyDirectory(bindingAt: BindingAt) {
  const byKey = new Map<string, BoundOpening[]>();
  const byClaim = new Map<string, BoundOpening[]>();
  const keysOfNode = new Map<string, Set<Hex>>();
  const listedKeys = new Map<string, Set<Hex>>();

  function addBound(opening: BoundOpening): void {
    const all = byKey.get(opening.key) ?? [];
    if (all.some(({ commitment }) => commitment === opening.commitment)) return;
    byKey.set(opening.key, [...all, opening]);
    const claim = claimKey(opening.key, opening.node, opening.podCode, opening.meterId);
    byClaim.set(claim, [...(byClaim.get(claim) ?? []), opening]);
    keysOfNode.set(opening.node, (keysOfNode.get(opening.node) ?? new Set()).add(opening.key));
  }

  const isOnChain = ({ key, commitment }: BoundOpening, atMs: number) =>
    bindingAt(key, commitment, atMs).from !== 0;

  /** Whether a key stands for some sender of a kind. */
  function isListedFor(kind: string, signer: Hex): boolean {
    return [...listedKeys].some(([name, keys]) => name.startsWith(`${kind}|`) && keys.has(signer));
  }

  function reasonWithoutBinding({ node, signer }: Claim, atMs: number): Reason {
    const ofKey = (byKey.get(signer) ?? []).filter((opening) => isOnChain(opening, atMs));
    if (ofKey.length > 0) {
      const { revokedAt } = bindingAt(signer, ofKey[0]!.commitment, atMs);
      return revokedAt !== 0 && revokedAt <= atMs ? 'key-revoked' : 'binding-mismatch';
    }
    return unknownReason(node, atMs);
  }

  function unknownReason(node: string, atMs: number): Reason {
    const openings = [...(keysOfNode.get(node) ?? [])].flatMap((key) => byKey.get(key)!);
    const isKnown = openings.some((opening) => opening.node === node && isOnChain(opening, atMs));
    return isKnown ? 'unknown-key' : 'unknown-node';
  }

  return {
    /** Takes one record of the stream; false where it is not an opening. Repeats change nothing. */
    add(text: string): boolean {
      const opening = readOpening(text);
      if (!opening) return false;
      if (opening.kind !== 'light-node') {
        const keys = listedKeys.get(`${opening.kind}|${opening.node}`) ?? new Set();
        listedKeys.set(`${opening.kind}|${opening.node}`, keys.add(opening.key as Hex));
        return true;
      }
      const { key, node, podCode, meterId, salt } = opening;
      if (podCode === undefined || meterId === undefined || salt === undefined) return false;
      const parts = { node, podCode, meterId, salt: salt as Hex };
      addBound({ kind: 'light-node', key: key as Hex, ...parts, commitment: commitmentOf(parts) });
      return true;
    },

    /** Whether the signer could speak for this node, PoD and meter at a time; the reason of formats 4 where not. */
    check(claim: Claim, atMs: number): { ok: true } | { ok: false; reason: Reason } {
      const openings = byClaim.get(claimKey(claim.signer, claim.node, claim.pod, claim.meter)) ?? [];
      let reason: Reason | undefined;
      for (const { key, commitment } of openings) {
        const answer = bindingAt(key, commitment, atMs);
        if (answer.valid) return { ok: true };
        reason ??= reasonOf(answer, atMs);
      }
      // An opening whose commitment is not (yet) on the chain heals; it must not be refused for good as a mismatch.
      if (reason === undefined && openings.length > 0) reason = unknownReason(claim.node, atMs);
      return { ok: false, reason: reason ?? reasonWithoutBinding(claim, atMs) };
    },

    /** The opening under which a claim was valid at a time, with the times that the contract holds. */
    openingFor(claim: Claim, atMs: number): (BoundOpening & { from: number; until: number }) | undefined {
      for (const opening of byClaim.get(claimKey(claim.signer, claim.node, claim.pod, claim.meter)) ?? []) {
        const { valid, from, until } = bindingAt(opening.key, opening.commitment, atMs);
        if (valid) return { ...opening, from, until };
      }
      return undefined;
    },

    /** Whether a name stands for a key that the contract lists under this kind now. */
    isListed(name: string, kind: 'set-point-signer' | 'service' | 'party', atMs: number): boolean {
      for (const key of listedKeys.get(`${kind}|${name}`) ?? []) {
        const answer = bindingAt(key, LISTED, atMs);
        if (answer.valid && answer.kind === kind) return true;
      }
      return false;
    },

    /**
     * Whether the contract lists the signer as a key of this kind at a time, and the registrar has opened it for this
     * sender: the contract says that somebody is a party, the opening which one.
     */
    checkListed(
      { kind, sender, signer }: ListedClaim,
      atMs: number,
    ): { ok: true } | { ok: false; reason: Reason } {
      const answer = bindingAt(signer, LISTED, atMs);
      if (answer.from !== 0 && answer.kind !== kind) return { ok: false, reason: 'binding-mismatch' };
      if (sender !== undefined && !listedKeys.get(`${kind}|${sender}`)?.has(signer)) {
        return { ok: false, reason: isListedFor(kind, signer) ? 'binding-mismatch' : 'unknown-key' };
      }
      return answer.valid ? { ok: true } : { ok: false, reason: listedReason(answer, atMs) };
    },

    /** The times of a listed key that was valid at a time, as the contract holds them. */
    listingOf(
      key: Hex,
      kind: ListedClaim['kind'],
      atMs: number,
    ): { from: number; until: number } | undefined {
      const { valid, kind: held, from, until } = bindingAt(key, LISTED, atMs);
      return valid && held === kind ? { from, until } : undefined;
    },

    /** Whether a node is bound to some meter of a PoD at a time, under whatever key: it can be told something about it. */
    checkNode(
      { node, pod }: { node: string; pod: string },
      atMs: number,
    ): { ok: true } | { ok: false; reason: 'unknown-node' | 'binding-mismatch' } {
      const valid = [...(keysOfNode.get(node) ?? [])]
        .flatMap((key) => byKey.get(key)!)
        .filter((opening) => opening.node === node && bindingAt(opening.key, opening.commitment, atMs).valid);
      if (valid.length === 0) return { ok: false, reason: 'unknown-node' };
      return valid.some(({ podCode }) => podCode === pod)
        ? { ok: true }
        : { ok: false, reason: 'binding-mismatch' };
    },

    /** From when a key speaks for some meter of a node; undefined where the contract holds no such binding. */
    boundFrom(node: string, key: string, atMs: number): number | undefined {
      const opening = (byKey.get(key) ?? []).find((bound) => bound.node === node && isOnChain(bound, atMs));
      return opening && bindingAt(opening.key, opening.commitment, atMs).from;
    },

    /** Whether a node had keys, and the last of them was revoked. */
    isRevoked(node: string, atMs: number): boolean {
      const answers = [...(keysOfNode.get(node) ?? [])]
        .flatMap((key) => byKey.get(key)!)
        .filter((opening) => opening.node === node)
        .map(({ key, commitment }) => bindingAt(key, commitment, atMs));
      const isOver = ({ valid, revokedAt, from }: BindingAnswer) =>
        !valid && (revokedAt !== 0 || from <= atMs);
      return answers.some(({ revokedAt }) => revokedAt !== 0) && answers.every(isOver);
    },

    /** Bindings that the registrar has opened for a node, with what the contract says about each at a time. */
    bindingsOf(node: string, atMs: number) {
      return [...(keysOfNode.get(node) ?? [])].flatMap((key) =>
        byKey
          .get(key)!
          .filter((opening) => opening.node === node)
          .map(({ podCode, meterId, commitment }) => {
            const { valid, from, until, revokedAt } = bindingAt(key, commitment, atMs);
            return { key, podCode, meterId, valid, from, until, revokedAt };
          }),
      );
    },
  };
}

export type KeyDirectory = ReturnType<typeof createKeyDirectory>;

/** Why a binding that exists does not hold at a time. */
function reasonOf({ from, until, revokedAt, kind }: BindingAnswer, atMs: number): Reason | undefined {
  if (revokedAt !== 0 && revokedAt <= atMs) return 'key-revoked';
  if (from === 0 || kind !== 'light-node') return undefined;
  return atMs < from ? 'key-not-yet-valid' : until !== 0 && until <= atMs ? 'key-expired' : undefined;
}

/** Why a listed key does not count at a time; one that the contract does not hold may be listed later. */
function listedReason({ from, until, revokedAt }: BindingAnswer, atMs: number): Reason {
  if (revokedAt !== 0 && revokedAt <= atMs) return 'key-revoked';
  if (from === 0) return 'unknown-key';
  if (atMs < from) return 'key-not-yet-valid';
  return until !== 0 && until <= atMs ? 'key-expired' : 'unknown-key';
}

function claimKey(key: string, node: string, pod: string, meter: string): string {
  return `${key}|${node}|${pod}|${meter}`;
}

function readOpening(text: string): Type.Static<typeof Opening> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return checker.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
