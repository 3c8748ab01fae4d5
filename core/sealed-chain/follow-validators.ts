import type { Hex } from '../bytes.ts';
import type { NetworkFile } from '../network.ts';
import { type BlockHeader, parseHeader } from './block-header.ts';
import { pinnedValidators } from './chain-part.ts';
import { type QbftExtra, qbftExtraOf, quorumOf, sealersOf } from './qbft-seals.ts';

export type Followed = { ok: true } | { ok: false; reason: string };

/**
 * Moves a pinned set of validators forward, from header to header: a set is replaced only by one that a majority of it
 * voted for, in headers that two thirds of it sealed. Whoever runs the chain node can so withhold a change, and cannot
 * invent one. Offer every header from the first of the last pinned range on, in order.
 */
export function createValidatorFollower(network: NetworkFile, fromBlock: number) {
  const ranges = network.validators.filter((range) => range.fromBlock <= fromBlock);
  let trusted: string[] = pinnedValidators(network, fromBlock) ?? [];
  let next = fromBlock;
  /** Who wants which address in or out, by that address. */
  const votes = new Map<string, Map<string, boolean>>();

  function carry(address: string, add: boolean): boolean {
    const cast = [...(votes.get(address) ?? [])].filter(
      ([voter, wants]) => wants === add && trusted.includes(voter),
    );
    return cast.length > trusted.length / 2;
  }

  function change(header: BlockHeader, extra: QbftExtra): Followed {
    const added = extra.validators.filter((address) => !trusted.includes(address));
    const removed = trusted.filter((address) => !extra.validators.includes(address as Hex));
    const unvoted = [
      ...added.filter((address) => !carry(address, true)),
      ...removed.filter((address) => !carry(address, false)),
    ];
    if (unvoted.length > 0) {
      return no(
        header,
        `names other validators (${unvoted.join(', ')}) than those trusted, without their majority of votes ` +
          'in the blocks looked at; begin at an earlier block, or ask the operator for a new network file',
      );
    }
    for (const address of [...added, ...removed]) votes.delete(address);
    for (const cast of votes.values()) for (const gone of removed) cast.delete(gone);
    trusted = [...extra.validators];
    ranges.push({ fromBlock: header.number, addresses: trusted });
    return { ok: true };
  }

  function note(header: BlockHeader, { vote }: QbftExtra): void {
    if (!vote || !trusted.includes(header.proposer)) return;
    const cast = votes.get(vote.address) ?? new Map<string, boolean>();
    votes.set(vote.address, cast.set(header.proposer, vote.add));
  }

  return {
    /** The RLP of the next header. */
    offer(rlp: unknown): Followed {
      const header = parseHeader(rlp);
      const extra = header && qbftExtraOf(header);
      if (!header || !extra) return { ok: false, reason: `block ${next} is none of QBFT` };
      if (header.number !== next) return no(header, `is not the next one, ${next}`);
      const differs =
        extra.validators.length !== trusted.length ||
        extra.validators.some((each) => !trusted.includes(each));
      if (differs || extra.vote) {
        const sealed = isSealed(header, extra, differs ? extra.validators : trusted);
        if (!sealed) return no(header, 'is not sealed by two thirds of its validators');
        const changed = differs ? change(header, extra) : undefined;
        if (changed?.ok === false) return changed;
        note(header, extra);
      }
      next++;
      return { ok: true };
    },

    /** The block after the last one offered. */
    next: () => next,

    /** For the network file. */
    ranges: (): NetworkFile['validators'] => ranges,
  };
}

/** Genesis has no seals: it is what the network file pins. */
function isSealed(header: BlockHeader, extra: QbftExtra, by: readonly string[]): boolean {
  if (header.number === 0) return true;
  const sealers = sealersOf(header, extra);
  return by.filter((validator) => sealers.has(validator as Hex)).length >= quorumOf(by.length);
}

function no(header: BlockHeader, reason: string): Followed {
  return { ok: false, reason: `block ${header.number} ${reason}` };
}
