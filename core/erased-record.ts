import type { Hex } from './bytes.ts';
import { erasureSubject, instantsOf } from './erasure.ts';
import { messageHashOf, payloadHashOf } from './message.ts';
import { isPacket, parsePayload } from './payload.ts';
import type { CertifiedRecord, ErasedRecord } from './record.ts';
import { isSenderMessage, senderPlaceOf } from './sender-chain.ts';

/** What stays of a certified record; undefined for what no erasure touches. */
export function toErasedRecord({
  payload,
  signature,
  receivedAt,
  batch,
}: CertifiedRecord): ErasedRecord | undefined {
  const parsed = parsePayload(payload);
  if (!parsed.ok) return undefined;
  const said = parsed.payload;
  const hashes = {
    messageHash: messageHashOf({ payload, signature: signature as Hex }),
    payloadHash: payloadHashOf(payload),
    type: said.type,
  };
  if (isPacket(said)) {
    const { pod, node, meter, seq, prev } = said;
    const times = instantsOf(said);
    const [from, until] = [Math.min(...times), Math.max(...times)];
    const about = { pod, node, meter, prev, signedAt: Date.parse(said.signedAt), until, seq, from };
    return { erased: { ...hashes, ...about }, receivedAt, batch };
  }
  if (!isSenderMessage(said)) return undefined;
  const subject = erasureSubject(said);
  if (!subject) return undefined;
  const { chain, seq, prev } = senderPlaceOf(said);
  const { pod, atMs: from, issuedAtMs: issuedAt } = subject;
  const about = { pod, chain, seq, from, ...(prev ? { prev } : {}), ...(issuedAt ? { issuedAt } : {}) };
  return { erased: { ...hashes, ...about }, receivedAt, batch };
}
