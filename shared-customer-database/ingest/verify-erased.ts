import type { Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import type { ErasedRecord } from '@access-layer/core/record';
import { formatTime } from '@access-layer/core/time';
import type { QuarantineSubject } from '../ledger/quarantined.ts';
import { hexOf } from '../sql-hex.ts';
import type { StoredPacket } from '../store.ts';
import type { ProofCheck } from './proof-check.ts';
import type { VerifiedRecord, VerifiedStatement } from './verified-record.ts';
import type { RecordVerdict } from './verify-record.ts';

const NOBODY: Hex = `0x${'00'.repeat(20)}`;
const NOTHING: Hex = `0x${'00'.repeat(32)}`;

/**
 * Checks what stands in the place of an erased record: that its hash and time of receipt lead to the root of its batch.
 * What it says beside is signed by nobody; it counts only where the erasure is known, which ingest looks at.
 */
export function verifyErased(
  { erased, receivedAt, batch }: ErasedRecord,
  podPattern: RegExp,
  includes: ProofCheck,
): RecordVerdict {
  const { anchorer, index, root, count, leafIndex, proof } = batch;
  const { pod, node = erased.chain ?? '', meter = '', seq, from } = erased;
  const payloadHash = erased.payloadHash as Hex;
  const place = { anchorer: anchorer as Hex, index, root: root as Hex };
  const about: QuarantineSubject = { pod, node, meter, seq, timeMs: from, payloadHash, ...place };
  const refuse = (reason: 'malformed' | 'not-included', detail: string): RecordVerdict => {
    return { ok: false, reason, detail, about };
  };
  if (!podPattern.test(pod)) return refuse('malformed', `pod "${pod}" does not fit ${podPattern.source}`);
  const messageHash = erased.messageHash as Hex;
  const leaf = leafOf(messageHash, receivedAt);
  if (!includes(leaf, proof as Hex[], root as Hex, batch)) {
    return refuse(
      'not-included',
      `its hash and time of receipt do not lead to root ${root} as leaf ${leafIndex}`,
    );
  }
  const common = {
    ...{ payload: '', signature: '0x' as Hex, signer: NOBODY, payloadHash, messageHash, leaf: hexOf(leaf) },
    ...{ type: erased.type, receivedAtMs: receivedAt, batch: { ...place, count, leafIndex } },
    siblings: `0x${proof.map((sibling) => sibling.slice(2)).join('')}` as Hex,
    erased: { pod, atMs: from, ...(erased.issuedAt === undefined ? {} : { issuedAtMs: erased.issuedAt }) },
  };
  const prev = (erased.prev ?? NOTHING) as Hex;
  if (erased.chain !== undefined) {
    const { chain } = erased;
    const isService = chain.startsWith('service/');
    const kind = isService ? ('service' as const) : ('set-point-signer' as const);
    const sender = isService ? chain.slice('service/'.length) : undefined;
    const record: VerifiedStatement = {
      ...common,
      place: { kind, chain, sender, seq, prev, issuedAtMs: from, streamKey: pod },
    };
    return { ok: true, record };
  }
  const record: VerifiedRecord = {
    ...common,
    ...{ pod, node, seq, meter, prev, role: undefined, type: erased.type as StoredPacket['type'] },
    ...{ signedAtMs: erased.signedAt ?? from, fromMs: from, toMs: erased.until ?? from },
    ...{ day: formatTime(from).slice(0, 10), readingTimesMs: [] },
  };
  return { ok: true, record };
}
