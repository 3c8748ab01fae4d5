import type { Hex } from '@access-layer/core/bytes';
import type { ErasureSubject } from '@access-layer/core/erasure';
import type { SenderPlace } from '@access-layer/core/sender-chain';
import type { PlaceInBatch, SealedPacket } from '../store.ts';

/** What a batch takes of a record. */
export interface VerifiedLeaf {
  receivedAtMs: number;
  batch: PlaceInBatch;
  leaf: Hex;
  /** The siblings up to the root, one after the other: one text is handed between threads faster than many. */
  siblings: Hex;
  /** Only where nothing but hashes is left of it: what it was about. It counts where that erasure is known. */
  erased?: ErasureSubject;
}

/** A packet's record that passed every check that needs no other record and no chain. */
export interface VerifiedRecord extends SealedPacket, VerifiedLeaf {}

/** The same of a signed message of a party, a service or the DSO Technical Platform. */
export interface VerifiedStatement extends VerifiedLeaf {
  type: string;
  place: SenderPlace;
  signer: Hex;
  payload: string;
  signature: Hex;
  payloadHash: Hex;
  messageHash: Hex;
}

export function isStatementRecord(record: VerifiedRecord | VerifiedStatement): record is VerifiedStatement {
  return 'place' in record;
}
