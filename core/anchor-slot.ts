import { uintWord } from './abi.ts';
import { concatBytes, fromHex, type Hex } from './bytes.ts';
import { keccak256Hex } from './keccak.ts';

/** The five that a batch is anchored with. Times in milliseconds: first and last `receivedAt`. */
export interface BatchHead {
  index: number;
  root: string;
  count: number;
  from: number;
  to: number;
}

/** What the anchor contract keeps: keccak256(abi.encode(uint64 index, bytes32 root, uint64 count, uint64 from, uint64 to)). */
export function anchorSlotOf({ index, root, count, from, to }: BatchHead): Hex {
  return keccak256Hex(
    concatBytes(uintWord(index), fromHex(root), uintWord(count), uintWord(from), uintWord(to)),
  );
}
