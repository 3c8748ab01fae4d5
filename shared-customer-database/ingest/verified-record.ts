import type { Hex } from '@access-layer/core/bytes';
import type { SealedPacket } from '../store.ts';

/** A record that passed every check that needs no other record and no chain. */
export interface VerifiedRecord extends SealedPacket {
  leaf: Uint8Array;
  proof: Hex[];
}
