import { RLP } from '@ethereumjs/rlp';
import { type Hex, toHex, tryFromHex } from '../bytes.ts';

/** The fields of a block header that a proof needs, and all of them as they were encoded. */
export interface BlockHeader {
  number: number;
  timestampMs: number;
  stateRoot: Uint8Array;
  /** Who proposed the block, lower case. */
  proposer: Hex;
  extraData: Uint8Array;
  /** Every field in order; chains append new ones at the end. */
  fields: Uint8Array[];
}

/** Order of the fields: Yellow Paper 4.3.4; later ones stand behind the nonce. */
const FIELD = { coinbase: 2, stateRoot: 3, number: 8, timestamp: 11, extraData: 12, nonce: 14 } as const;
export const EXTRA_DATA = FIELD.extraData;
const MAX_HEADER_CHARACTERS = 20_000;

/** Reads the RLP of a header as `0x…`; undefined where it is anything else. Never throws. */
export function parseHeader(text: unknown): BlockHeader | undefined {
  if (typeof text !== 'string' || text.length > MAX_HEADER_CHARACTERS) return undefined;
  const bytes = tryFromHex(text);
  const items = bytes && decodeList(bytes);
  if (!items || items.length <= FIELD.nonce || !items.every(isBytes)) return undefined;
  const fields = items;
  const number = integerOf(fields[FIELD.number]!);
  const timestampS = integerOf(fields[FIELD.timestamp]!);
  const [stateRoot, coinbase] = [fields[FIELD.stateRoot]!, fields[FIELD.coinbase]!];
  if (number === undefined || timestampS === undefined) return undefined;
  if (stateRoot.length !== 32 || coinbase.length !== 20) return undefined;
  return {
    number,
    timestampMs: timestampS * 1000,
    stateRoot,
    proposer: toHex(coinbase),
    extraData: fields[FIELD.extraData]!,
    fields,
  };
}

function isBytes(item: RlpItem): item is Uint8Array {
  return item instanceof Uint8Array;
}

export type RlpItem = Uint8Array | RlpItem[];

/** The items of an RLP list; undefined for bytes that are none. */
export function decodeList(bytes: Uint8Array): RlpItem[] | undefined {
  try {
    const item = RLP.decode(bytes) as RlpItem;
    return Array.isArray(item) ? item : undefined;
  } catch {
    return undefined;
  }
}

/** A big-endian integer without leading zeros, as RLP has them; undefined above what a number holds exactly. */
export function integerOf(bytes: Uint8Array): number | undefined {
  if (bytes.length > 7 || bytes[0] === 0) return undefined;
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(value) ? value : undefined;
}
