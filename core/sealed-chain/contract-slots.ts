import { addressWord, uintWord } from '../abi.ts';
import { type BindingAnswer, KEY_KINDS } from '../binding.ts';
import { concatBytes, fromHex, type Hex, toHex } from '../bytes.ts';
import { keccak256 } from '../keccak.ts';

/**
 * Where the two contracts keep what a proof needs (Solidity documentation, "Layout of State Variables in Storage"; the
 * numbers stand in the contracts' sources and a test reads them from the compiler).
 */
const SLOT = { anchorBatches: 2, registryKeys: 2, registryPeriods: 3 } as const;

function inMapping(key: Uint8Array, slot: Uint8Array): Uint8Array {
  return keccak256(concatBytes(key, slot));
}

/** BatchAnchor: the hash of the five of one batch. */
export function batchSlot(anchorer: string, index: number): Hex {
  const ofAnchorer = inMapping(addressWord(fromHex(anchorer)), uintWord(SLOT.anchorBatches));
  return toHex(inMapping(uintWord(index), ofAnchorer));
}

/** KeyRegistry: kind, revocation and warning of a key. */
export function keyInfoSlot(key: string): Hex {
  return toHex(inMapping(addressWord(fromHex(key)), uintWord(SLOT.registryKeys)));
}

/** KeyRegistry: how many periods a binding has. */
export function periodCountSlot(key: string, commitment: string): Hex {
  return toHex(
    inMapping(fromHex(commitment), inMapping(addressWord(fromHex(key)), uintWord(SLOT.registryPeriods))),
  );
}

/** KeyRegistry: one period of a binding. */
export function periodSlot(key: string, commitment: string, period: number): Hex {
  const first = BigInt(toHex(keccak256(fromHex(periodCountSlot(key, commitment)))));
  const slot = BigInt.asUintN(256, first + BigInt(period));
  return `0x${slot.toString(16).padStart(64, '0')}`;
}

const UINT64 = (1n << 64n) - 1n;

/** A slot with several unsigned integers in it, the first in the lowest bits. */
function unpack(value: bigint, bits: number[]): number[] {
  let rest = value;
  return bits.map((width) => {
    const field = rest & ((1n << BigInt(width)) - 1n);
    rest >>= BigInt(width);
    return Number(field & UINT64);
  });
}

/** What `bindingAt` answers, by the contract's own rule, from the raw slots of a key and all periods of a binding. */
export function bindingIn(keyInfo: bigint, periods: bigint[], timeMs: number): BindingAnswer {
  const [kindNumber, revokedAt, compromisedSince] = unpack(keyInfo, [8, 64, 64]) as [number, number, number];
  const kind = KEY_KINDS[kindNumber] ?? 'none';
  const all = periods.map((period) => unpack(period, [64, 64]) as [number, number]);
  const chosen = all.findLast(([from]) => from <= timeMs) ?? all[0];
  const [from, until] = chosen ?? [0, 0];
  const holds = chosen !== undefined && from <= timeMs && (until === 0 || timeMs < until);
  return {
    valid: holds && (revokedAt === 0 || timeMs < revokedAt),
    ...{ kind, from, until, revokedAt, compromisedSince },
  };
}
