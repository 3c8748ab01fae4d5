import { type ErasedPeriod, erasureSubjectOf, isErased } from '@access-layer/core/erasure';
import type { StreamRecord } from '@access-layer/kit/stream';
import { Batches, type BatchKey, type Round } from '../batches/batches.ts';
import type { KnownPacket, Ledger } from '../ledger/ledger.ts';
import type { Quarantined, QuarantineReason, QuarantineSubject } from '../ledger/quarantined.ts';
import { hexOf } from '../sql-hex.ts';
import type { Store } from '../store.ts';
import {
  isStatementRecord,
  type VerifiedLeaf,
  type VerifiedRecord,
  type VerifiedStatement,
} from './verified-record.ts';
import type { RecordVerdict } from './verify-record.ts';

export interface PacketIngestOptions {
  store: Store;
  batches: Batches;
  ledger: Ledger;
  /** What was erased: of that only hashes are taken in, whenever it comes. */
  erased?: (() => readonly ErasedPeriod[]) | undefined;
}

export interface RoundReport {
  stored: number;
  repeated: number;
  quarantined: Quarantined[];
}

interface Sorted {
  /** First certificate of a packet. */
  stored: VerifiedRecord[];
  /** Another certificate of a packet that is there. */
  duplicates: VerifiedRecord[];
  /** First certificate of a party's, a service's or the DSO Technical Platform's message. */
  statements: VerifiedStatement[];
  /** Every record whose leaf belongs in its batch: also those of duplicates and forks. */
  leaves: VerifiedLeaf[];
  quarantined: Quarantined[];
  lastOfBatch: Map<string, StreamRecord>;
}

/**
 * Takes records of the stream `packets` with their verdicts, all or nothing visible at once: the day files first, then batches and trees,
 * the ledger last. Each step leaves alone what is there, so the same records may come again after a crash at any
 * point. When the promise resolves, everything survives power loss. Rounds run one after the other.
 */
export function createPacketIngest(options: PacketIngestOptions) {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    ingest: (records: StreamRecord[], verdicts: RecordVerdict[]): Promise<RoundReport> =>
      inTurn(() => ingestRound(options, records, verdicts)),
    /** Runs some work while no round is under way. */
    between: inTurn,
  };
}

async function ingestRound(
  { store, batches, ledger, erased }: PacketIngestOptions,
  records: StreamRecord[],
  verdicts: RecordVerdict[],
): Promise<RoundReport> {
  const sorted: Sorted = {
    ...{ stored: [], duplicates: [], statements: [], leaves: [], quarantined: [] },
    lastOfBatch: new Map(),
  };
  const periods = erased?.() ?? [];
  const round = Batches.newRound();
  const decided = new Map<string, KnownPacket>();
  for (const [i, source] of records.entries()) {
    const verdict = verdicts[i]!;
    if (!verdict.ok) sorted.quarantined.push(refusal(source, verdict));
    else if (verdict.record.erased && !isErased(periods, verdict.record.erased))
      sorted.quarantined.push(refusal(source, notErased(verdict.record)));
    else if (isStatementRecord(verdict.record))
      sortStatement({ batches, ledger }, verdict.record, source, { sorted, round });
    else sort({ batches, ledger }, verdict.record, source, { sorted, round, decided });
  }
  const { stored, duplicates, statements, leaves, quarantined, lastOfBatch } = sorted;
  await store.put(stored.filter(({ pod, fromMs: atMs }) => !isErased(periods, { pod, atMs })));
  for (const batch of batches.addLeaves(leaves, new Set(stored))) {
    quarantined.push(mismatch(batch, lastOfBatch.get(batchKey(batch))!));
  }
  ledger.commit({
    ...{ stored, duplicates },
    quarantined: quarantined.map((item) => withoutErased(item, periods)),
    statements: statements.map((statement) => emptied(statement, periods)),
  });
  return { stored: stored.length, repeated: leaves.length - stored.length, quarantined };
}

function notErased(record: VerifiedRecord | VerifiedStatement) {
  const about = isStatementRecord(record) ? statementAbout(record) : subjectOf(record);
  const detail = 'it says that it was erased, and no erasure is known of it';
  return { reason: 'malformed-record' as const, detail, about };
}

/** What was refused is no evidence any more where what it is about was erased. */
function withoutErased(item: Quarantined, periods: readonly ErasedPeriod[]): Quarantined {
  const { pod, timeMs } = item.about ?? {};
  const subject = pod !== undefined && timeMs !== undefined ? { pod, atMs: timeMs } : undefined;
  return isErased(periods, subject) ? { ...item, detail: 'erased', evidence: '' } : item;
}

function emptied(statement: VerifiedStatement, periods: readonly ErasedPeriod[]): VerifiedStatement {
  if (periods.length === 0 || !isErased(periods, erasureSubjectOf(statement.payload))) return statement;
  return { ...statement, payload: '', signature: '0x' };
}

/** Decides what a verified record is: new, here already, certified twice, a fork, or at odds with its batch. */
function sort(
  { batches, ledger }: { batches: Batches; ledger: Ledger },
  record: VerifiedRecord,
  source: StreamRecord,
  { sorted, round, decided }: { sorted: Sorted; round: Round; decided: Map<string, KnownPacket> },
): void {
  if (!isPlaced(batches, record, source, { sorted, round, about: subjectOf(record) })) return;
  const place = `${record.node} ${record.seq}`;
  const known = decided.get(place) ?? ledger.find(record.node, record.seq);
  if (!known) {
    sorted.stored.push(record);
    decided.set(place, knownAs(record));
    return;
  }
  const knownHash = hexOf(known.payloadHash);
  if (knownHash !== record.payloadHash) {
    const detail = `seq ${record.seq} of node ${record.node} is ${knownHash}; another packet came as ${record.payloadHash}`;
    sorted.quarantined.push(refusal(source, { reason: 'sequence-fork', detail, about: subjectOf(record) }));
    return;
  }
  const { anchorer, index, leafIndex } = record.batch;
  const same = known.anchorer === anchorer && known.batchIndex === index && known.leafIndex === leafIndex;
  if (!same) sorted.duplicates.push(record);
}

/** Puts a record's leaf in its batch; false where it is at odds with that, and was put aside. */
function isPlaced(
  batches: Batches,
  record: VerifiedLeaf,
  source: StreamRecord,
  { sorted, round, about }: { sorted: Sorted; round: Round; about: QuarantineSubject },
): boolean {
  const fault = batches.place(record, round);
  if (fault) {
    sorted.quarantined.push(refusal(source, { ...fault, about }));
    return false;
  }
  sorted.leaves.push(record);
  sorted.lastOfBatch.set(batchKey(record.batch), source);
  return true;
}

/** As `sort`, by the numbering of its sender. */
function sortStatement(
  { batches, ledger }: { batches: Batches; ledger: Ledger },
  record: VerifiedStatement,
  source: StreamRecord,
  { sorted, round }: { sorted: Sorted; round: Round },
): void {
  const { chain, seq } = record.place;
  const about = statementAbout(record);
  if (!isPlaced(batches, record, source, { sorted, round, about })) return;
  const before = sorted.statements.find(({ place }) => place.chain === chain && place.seq === seq);
  const known = before ?? ledger.certificates.at(chain, seq);
  if (!known) sorted.statements.push(record);
  else if (known.payloadHash !== record.payloadHash) {
    const detail = `number ${seq} of ${chain} is ${known.payloadHash}; another came as ${record.payloadHash}`;
    sorted.quarantined.push(refusal(source, { reason: 'sequence-fork', detail, about }));
  }
}

function statementAbout({ place, payloadHash, batch }: VerifiedStatement): QuarantineSubject {
  const { chain: node, seq, issuedAtMs: timeMs, sender, streamKey } = place;
  const { anchorer, index, root } = batch;
  const pod = streamKey === sender ? undefined : streamKey;
  return { node, seq, timeMs, payloadHash, anchorer, index, root, ...(pod && { pod }) };
}

function refusal(
  source: StreamRecord,
  { reason, detail, about }: { reason: QuarantineReason; detail: string; about: QuarantineSubject },
): Quarantined {
  const { partition, offset, timestampMs, value: evidence } = source;
  return { reason, detail, about, topic: 'packets', partition, offset, timestampMs, evidence };
}

function mismatch(batch: BatchKey, source: StreamRecord): Quarantined {
  const { anchorer, index, root, count } = batch;
  const detail = `the ${count} leaves of batch ${index} do not give its root ${root} in the order they claim`;
  return refusal(
    { ...source, value: JSON.stringify(batch) },
    {
      reason: 'tree-mismatch',
      detail,
      about: { anchorer, index, root },
    },
  );
}

function subjectOf(record: VerifiedRecord): QuarantineSubject {
  const { pod, node, meter, seq, fromMs: timeMs, payloadHash, batch } = record;
  return {
    pod,
    node,
    meter,
    seq,
    timeMs,
    payloadHash,
    anchorer: batch.anchorer,
    index: batch.index,
    root: batch.root,
  };
}

function knownAs({ payloadHash, batch }: VerifiedRecord): KnownPacket {
  const { anchorer, index: batchIndex, leafIndex } = batch;
  return { payloadHash: Buffer.from(payloadHash.slice(2), 'hex'), anchorer, batchIndex, leafIndex };
}

function batchKey({ anchorer, index }: { anchorer: string; index: number }): string {
  return `${anchorer} ${index}`;
}
