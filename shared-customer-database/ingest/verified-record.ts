import type { Hex } from '@access-layer/core/bytes';
import type { SealedPacket } from '../store.ts';

/** A record that passed every check that needs no other record and no chain. */
export interface VerifiedRecord extends SealedPacket {
  leaf: Hex;
  /** The siblings up to the root, one after the other: one text is handed between threads faster than many. */
  siblings: Hex;
}
