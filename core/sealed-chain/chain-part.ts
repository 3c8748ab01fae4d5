import { RLP } from '@ethereumjs/rlp';
import { anchorSlotOf } from '../anchor-slot.ts';
import { fromHex, type Hex, toHex } from '../bytes.ts';
import { type Check, fail, notChecked, pass } from '../checks/check.ts';
import type { NetworkFile } from '../network.ts';
import type { ProofFile, StorageProof } from '../proof.ts';
import type { ChainAnswer } from '../verify.ts';
import { decodeList, parseHeader } from './block-header.ts';
import { batchSlot, bindingIn, keyInfoSlot, periodCountSlot, periodSlot } from './contract-slots.ts';
import { qbftExtraOf, qbftHash, quorumOf, sealersOf } from './qbft-seals.ts';
import { readTrie } from './trie-proof.ts';

/** A key that was bound more often than this under one commitment has to be checked against a chain node. */
export const MAX_PERIODS = 64;

/** Whether enough of the pinned validators sealed the block that the proof names; asks nobody. */
export function finalityCheck({ chain, anchor }: ProofFile, network: NetworkFile): Check {
  if (network.consensus === 'development') {
    return notChecked('finality', 'a development network: nobody seals its blocks');
  }
  if (!chain) {
    return notChecked('finality', 'the proof carries no block header with the seals of the validators');
  }
  const header = parseHeader(chain.header);
  const extra = header && qbftExtraOf(header);
  if (!header || !extra) return fail('finality', 'the header is not one of a QBFT block');
  const hash = qbftHash(header, extra);
  if (hash !== anchor.blockHash || header.number !== anchor.blockNumber) {
    return fail(
      'finality',
      `the header is of block ${header.number}, ${hash}; the proof is anchored in block ` +
        `${anchor.blockNumber}, ${anchor.blockHash}`,
    );
  }
  const pinned = pinnedValidators(network, header.number);
  if (!pinned) {
    return fail(
      'finality',
      `your network file names no validators for block ${header.number}; move it forward with ` +
        '"access-layer network advance"',
    );
  }
  const sealers = sealersOf(header, extra);
  const trusted = pinned.filter((validator) => sealers.has(validator as Hex)).length;
  const needed = quorumOf(pinned.length);
  return trusted >= needed
    ? pass(
        'finality',
        `${trusted} of ${pinned.length} validators that you trust sealed block ${header.number}`,
      )
    : fail(
        'finality',
        `${trusted} of ${pinned.length} validators that you trust sealed block ${header.number}; ${needed} are needed`,
      );
}

/** The set that the network file pins for a block. */
export function pinnedValidators({ validators }: NetworkFile, blockNumber: number): string[] | undefined {
  const range = validators.findLast(({ fromBlock }) => fromBlock <= blockNumber);
  return range && [...new Set(range.addresses)];
}

/**
 * What the two contracts hold, by the storage proofs under the header's state root. Only where the header is final:
 * anybody can write a header that nobody sealed.
 */
export function readChainPart(
  proof: ProofFile,
  network: NetworkFile,
  finality: Check,
  commitment: Hex,
): ChainAnswer {
  const { chain, batch, binding, leaf } = proof;
  const header = chain && parseHeader(chain.header);
  if (!chain || !header || finality.result !== 'pass') {
    return { asked: false, reason: `no chain node was given, and ${finality.reason}` };
  }
  const { stateRoot } = header;
  const anchors = contractStorage(stateRoot, network.anchorContract, chain.anchor);
  const registry = contractStorage(stateRoot, network.registry, chain.registry);
  const slot = anchors(batchSlot(batch.anchorer, batch.index));
  const keyInfo = registry(keyInfoSlot(binding.key));
  const count = registry(periodCountSlot(binding.key, commitment));
  if (slot === undefined) return broken('of the anchor contract');
  if (keyInfo === undefined || count === undefined || count > MAX_PERIODS) return broken('of the registry');
  const periods = Array.from({ length: Number(count) }, (_, period) =>
    registry(periodSlot(binding.key, commitment, period)),
  );
  if (!periods.every((period) => period !== undefined)) return broken('of the registry');
  const held: Hex = `0x${slot.toString(16).padStart(64, '0')}`;
  return {
    asked: true,
    facts: {
      binding: bindingIn(keyInfo, periods, leaf.receivedAt),
      slot: held,
      anchoring: {
        blockNumber: header.number,
        blockHash: proof.anchor.blockHash as Hex,
        blockTimeMs: header.timestampMs,
        // The state of this block holds the batch: it was anchored in this block at the latest.
        anchored: held === anchorSlotOf(batch) ? [{ ...batch }] : [],
      },
    },
  };
}

function broken(whose: string): ChainAnswer {
  return {
    asked: false,
    broken: true,
    reason: `the storage proof ${whose} does not lead to the state of the block`,
  };
}

const ACCOUNT_ITEMS = 4;
const STORAGE_ROOT = 2;

/** Reads slots of a contract; undefined where the proof does not hold or lacks the slot. A slot never written is 0. */
function contractStorage(
  stateRoot: Uint8Array,
  address: string,
  { accountProof, storageProof }: StorageProof,
) {
  const account = readTrie(stateRoot, fromHex(address), accountProof);
  const items = account.ok && account.value ? decodeList(account.value) : undefined;
  const root = items?.length === ACCOUNT_ITEMS ? items[STORAGE_ROOT] : undefined;
  return (slot: Hex): bigint | undefined => {
    const entry = storageProof.find(({ key }) => key === slot);
    if (!(root instanceof Uint8Array) || root.length !== 32 || !entry) return undefined;
    const answer = readTrie(root, fromHex(slot), entry.proof);
    if (!answer.ok) return undefined;
    return answer.value === undefined ? 0n : wordOf(answer.value);
  };
}

function wordOf(encoded: Uint8Array): bigint | undefined {
  try {
    const bytes = RLP.decode(encoded);
    if (!(bytes instanceof Uint8Array) || bytes.length > 32 || bytes.length === 0) return undefined;
    return BigInt(toHex(bytes));
  } catch {
    return undefined;
  }
}
