import type { Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { proofOf, verifyProof } from '@access-layer/core/merkle';
import type { CertifiedRecord } from '@access-layer/core/record';
import type { ProofCheck } from '../ingest/proof-check.ts';
import { isStatementRecord, type VerifiedRecord } from '../ingest/verified-record.ts';
import { type RecordRules, verifyRecord } from '../ingest/verify-record.ts';
import { type ArchivedBatch, isHexText } from './batch-columns.ts';
import type { ArchivedContent, ArchivedRow } from './packet-columns.ts';

export type RowVerdict =
  | { ok: true; record: CertifiedRecord; verified: VerifiedRecord }
  | { ok: true; record: undefined; verified: undefined }
  | { ok: false; reason: string; detail: string };

/**
 * Checks a row of the archive as ingest checks a record that comes from the stream: form, network, signature, and that
 * message and time of receipt lead to the root of the batch. Beside that the columns must say what the payload says. Of
 * an erased packet only its place in the tree can be checked.
 */
export function checkRow(
  row: ArchivedRow,
  batch: ArchivedBatch | undefined,
  { rules, day, includes = verifyProof }: { rules: RecordRules; day: string; includes?: ProofCheck },
): RowVerdict {
  if (!batch) return fault('no-batch', `batch ${row.batch} of ${row.anchorer} is not in the archive`);
  const { anchor, tree } = batch;
  if (row.leafIndex >= anchor.count)
    return fault('not-included', `leaf ${row.leafIndex} of ${anchor.count}; there is none`);
  const proof = proofOf(tree, row.leafIndex);
  const [root, count] = [anchor.root as Hex, anchor.count];
  if (!row.content) {
    // Nothing else reads this text: a letter that has become a capital is no hash any more.
    if (!isHexText(row.messageHash)) return fault('malformed', `"${row.messageHash}" is no hash`);
    const leaf = leafOf(row.messageHash, row.receivedAtMs);
    if (includes(leaf, proof, root, { leafIndex: row.leafIndex, count }))
      return { ok: true, record: undefined, verified: undefined };
    return fault('not-included', `the hash of the erased packet does not lead to root ${root}`);
  }
  const { payload, signature } = row.content;
  const place = { anchorer: row.anchorer, index: row.batch, root, count, leafIndex: row.leafIndex, proof };
  const record: CertifiedRecord = { payload, signature, receivedAt: row.receivedAtMs, batch: place };
  const verdict = verifyRecord(JSON.stringify(record), rules, includes);
  if (!verdict.ok) return fault(verdict.reason, verdict.detail);
  const verified = verdict.record;
  if (isStatementRecord(verified)) return fault('malformed', 'it is no packet of a Light Node');
  const difference = differenceOf(row, row.content, verified);
  if (difference) return fault('column-mismatch', difference);
  if (verified.day !== day) return fault('wrong-day', `the packet is of ${verified.day}`);
  return { ok: true, record, verified };
}

const CONTENT = [
  ...(['pod', 'meter', 'role', 'type', 'signer', 'prev', 'signedAtMs', 'fromMs', 'toMs'] as const),
] satisfies (keyof ArchivedContent)[];
const IDENTITY = ['node', 'seq', 'payloadHash', 'messageHash'] as const;

function differenceOf(
  row: ArchivedRow,
  content: ArchivedContent,
  verified: VerifiedRecord,
): string | undefined {
  const pairs = [
    ...IDENTITY.map((name) => [name, row[name], verified[name]] as const),
    ...CONTENT.map((name) => [name, content[name], verified[name]] as const),
  ];
  const [different] = pairs.filter(([, said, signed]) => said !== signed);
  return (
    different && `the column ${different[0]} says ${different[1]}; what was signed gives ${different[2]}`
  );
}

function fault(reason: string, detail: string): RowVerdict {
  return { ok: false, reason, detail };
}
