import { abiEncode, addressWord } from './abi.ts';
import { fromHex, type Hex, toHex } from './bytes.ts';
import { keccak256, keccak256Hex } from './keccak.ts';

/** What a binding commits to on the chain without naming it there. `salt` is 32 fresh random bytes for each binding. */
export interface BindingOpening {
  node: string;
  podCode: string;
  meterId: string;
  salt: Hex;
}

/** keccak256(abi.encode(string node, string podCode, string meterId, bytes32 salt)) */
export function commitmentOf(opening: BindingOpening): Hex {
  const { node, podCode, meterId, salt } = opening;
  return keccak256Hex(
    abiEncode([{ text: node }, { text: podCode }, { text: meterId }, { word: fromHex(salt) }]),
  );
}

/** Keys that are listed rather than bound to a meter (set-point signers, services, parties) stand under this. */
export const LISTED: Hex = `0x${'00'.repeat(32)}`;

export function newSalt(): Hex {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

/** What both keys sign (by EIP-191, as 32 bytes) when a key is replaced: keccak256(abi.encode("rotate", network, old, new)). */
export function rotationHash(network: string, oldKey: Hex, newKey: Hex): Uint8Array {
  return keccak256(
    abiEncode([
      { text: 'rotate' },
      { text: network },
      { word: addressWord(fromHex(oldKey)) },
      { word: addressWord(fromHex(newKey)) },
    ]),
  );
}
