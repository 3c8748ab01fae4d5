import type { Hex } from '@access-layer/core/bytes';
import type { CertifiedRecord } from '@access-layer/core/record';
import { type SenderMessage, senderPlaceOf } from '@access-layer/core/sender-chain';
import type { QuarantineSubject } from '../ledger/quarantined.ts';
import type { VerifiedStatement } from './verified-record.ts';

/** What a signed message of a sender is about, for the quarantine; its chain stands where a packet's node does. */
export function statementSubject(message: SenderMessage): QuarantineSubject {
  const { chain, seq, issuedAtMs } = senderPlaceOf(message);
  return { node: chain, seq, timeMs: issuedAtMs, ...('pod' in message && { pod: message.pod }) };
}

export function toStatement(
  message: SenderMessage,
  { payload, signature, receivedAt, batch }: CertifiedRecord,
  checked: { signer: Hex; payloadHash: Hex; messageHash: Hex; leaf: Hex },
): VerifiedStatement {
  const { anchorer, index, root, count, leafIndex, proof } = batch;
  return {
    type: message.type,
    place: senderPlaceOf(message),
    payload,
    signature: signature as Hex,
    ...checked,
    receivedAtMs: receivedAt,
    batch: { anchorer: anchorer as Hex, index, root: root as Hex, count, leafIndex },
    siblings: `0x${proof.map((sibling) => sibling.slice(2)).join('')}`,
  };
}
