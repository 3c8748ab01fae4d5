import { RLP } from '@ethereumjs/rlp';
import { type Hex, toHex } from '../bytes.ts';
import { keccak256 } from '../keccak.ts';
import { signerOfDigest } from '../message.ts';
import { type BlockHeader, decodeList, EXTRA_DATA, integerOf, type RlpItem } from './block-header.ts';

/** What a QBFT block says in its extraData: RLP([vanity, [validators], vote, round, [seals]]). */
export interface QbftExtra {
  /** Who may seal this block, lower case, as the block itself says. */
  validators: Hex[];
  /** The proposer wants this address in, or out. */
  vote: { address: Hex; add: boolean } | undefined;
  round: number;
  seals: Uint8Array[];
  items: RlpItem[];
}

const EXTRA_ITEMS = 5;
const [ROUND, SEALS] = [3, 4] as const;
const SEAL_BYTES = 65;

/** Undefined where the block is none of QBFT. */
export function qbftExtraOf(header: BlockHeader): QbftExtra | undefined {
  const items = decodeList(header.extraData);
  if (items?.length !== EXTRA_ITEMS) return undefined;
  const [, validators, vote, round, seals] = items;
  if (!Array.isArray(validators) || !Array.isArray(seals) || !(round instanceof Uint8Array)) return undefined;
  if (!validators.every(isAddress) || !seals.every(isSeal)) return undefined;
  const roundNumber = integerOf(round);
  const parsedVote = voteOf(vote!);
  if (roundNumber === undefined || parsedVote === 'malformed') return undefined;
  return { validators: validators.map(toHex), vote: parsedVote, round: roundNumber, seals, items };
}

function voteOf(vote: RlpItem): QbftExtra['vote'] | 'malformed' {
  if (!Array.isArray(vote)) return vote.length === 0 ? undefined : 'malformed';
  if (vote.length === 0) return undefined;
  const [address, add] = vote;
  if (vote.length !== 2 || !isAddress(address!) || !(add instanceof Uint8Array)) return 'malformed';
  return { address: toHex(address), add: add.length === 1 && add[0] === 0xff };
}

function isAddress(item: RlpItem): item is Uint8Array {
  return item instanceof Uint8Array && item.length === 20;
}

function isSeal(item: RlpItem): item is Uint8Array {
  return item instanceof Uint8Array && item.length === SEAL_BYTES;
}

/** The block's hash: keccak256 of its header with no seals and round 0 in extraData. */
export function qbftHash(header: BlockHeader, extra: QbftExtra): Hex {
  return toHex(hashWith(header, extra, new Uint8Array()));
}

/** The validators whose seals are on the block, each once: a seal signs the header with no seals and its round. */
export function sealersOf(header: BlockHeader, extra: QbftExtra): Set<Hex> {
  const digest = hashWith(header, extra, extra.items[ROUND] as Uint8Array);
  const sealers = extra.seals.map((seal) => signerOfDigest(signatureText(seal), digest));
  return new Set(sealers.filter((sealer) => sealer !== undefined));
}

/** How many of n validators make a block final: at least two thirds, rounded up. */
export function quorumOf(validators: number): number {
  return Math.ceil((2 * validators) / 3);
}

function hashWith(header: BlockHeader, extra: QbftExtra, round: Uint8Array): Uint8Array {
  const items = [...extra.items];
  items[ROUND] = round;
  items[SEALS] = [];
  const fields = [...header.fields];
  fields[EXTRA_DATA] = RLP.encode(items);
  return keccak256(RLP.encode(fields));
}

/** A seal is r, s and v, with v 0 or 1. */
function signatureText(seal: Uint8Array): Hex {
  const bytes = seal.slice();
  bytes[SEAL_BYTES - 1] = bytes[SEAL_BYTES - 1]! + 27;
  return toHex(bytes);
}
