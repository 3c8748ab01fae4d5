import { AnchorRecord } from '@access-layer/core/record';
import type { StreamRecord } from '@access-layer/kit/stream';
import { Compile } from 'typebox/compile';
import type { Anchors, WaitingAnchor } from '../batches/anchors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Position, Quarantined, QuarantineReason } from '../ledger/quarantined.ts';
import type { AnchorCheck } from './anchor-check.ts';

const checker = Compile(AnchorRecord);

/** Keeps anchor records as waiting for the chain's word; what is no anchor record is quarantined. Durable on return. */
export function ingestAnchors(anchors: Anchors, ledger: Ledger, records: StreamRecord[]): Quarantined[] {
  const kept: { record: AnchorRecord; position: Position }[] = [];
  const quarantined: Quarantined[] = [];
  for (const { partition, offset, timestampMs, value } of records) {
    const position = { topic: 'anchors', partition, offset, timestampMs };
    const parsed = parseAnchor(value);
    if (parsed.ok) kept.push({ record: parsed.record, position });
    else
      quarantined.push({ ...position, reason: 'malformed-record', detail: parsed.detail, evidence: value });
  }
  anchors.add(kept);
  if (quarantined.length > 0) ledger.commit({ stored: [], duplicates: [], quarantined });
  return quarantined;
}

/** What came of asking the chain about one anchor record. */
export type AnchorOutcome =
  | { outcome: 'anchored'; contradicted: boolean }
  | { outcome: 'refused'; quarantined: Quarantined }
  | { outcome: 'later'; reachable: boolean; detail: string };

/** Asks the chain about a waiting anchor record, and keeps the answer. */
export async function settleAnchor(
  { anchors, ledger, check }: { anchors: Anchors; ledger: Ledger; check: AnchorCheck },
  waiting: WaitingAnchor,
): Promise<AnchorOutcome> {
  const answer = await check(waiting.record);
  if (answer.answer === 'later')
    return { outcome: 'later', reachable: answer.reachable, detail: answer.detail };
  const fault = answer.answer === 'refused' ? answer : windowFault(anchors, waiting.record);
  if (fault) {
    const quarantined = refusalOf(waiting, fault.reason, fault.detail);
    // The evidence first: after a crash between the two the chain is asked again, and nothing is told twice.
    ledger.commit({ stored: [], duplicates: [], quarantined: [quarantined] });
    anchors.refuse(waiting);
    return { outcome: 'refused', quarantined };
  }
  const contradicted = anchors.confirm(waiting);
  if (contradicted.length === 0) return { outcome: 'anchored', contradicted: false };
  const quarantined = contradicted.map((claim) => {
    const detail = `records claimed root ${claim.root} of ${claim.count}; the chain holds ${waiting.record.root}`;
    return { ...refusalOf(waiting, 'batch-contradicted', detail), about: claim };
  });
  ledger.commit({ stored: [], duplicates: [], quarantined });
  return { outcome: 'anchored', contradicted: true };
}

function windowFault(
  anchors: Anchors,
  record: AnchorRecord,
): { reason: 'outside-window'; detail: string } | undefined {
  const receipts = anchors.receipts(record);
  if (!receipts || (receipts.first >= record.from && receipts.last <= record.to)) return undefined;
  const detail =
    `records were received from ${receipts.first} to ${receipts.last}; ` +
    `batch ${record.index} was anchored for ${record.from} to ${record.to}`;
  return { reason: 'outside-window', detail };
}

function refusalOf(
  { record, position }: WaitingAnchor,
  reason: QuarantineReason,
  detail: string,
): Quarantined {
  const { anchorer, index, root } = record;
  const about = { anchorer, index, root } as Quarantined['about'];
  return { ...position, reason, detail, evidence: JSON.stringify(record), about };
}

function parseAnchor(text: string): { ok: true; record: AnchorRecord } | { ok: false; detail: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (checker.Check(value)) return { ok: true, record: value };
    const [first] = checker.Errors(value);
    return {
      ok: false,
      detail: first ? `${first.instancePath || 'record'} ${first.message}` : 'does not fit',
    };
  } catch {
    return { ok: false, detail: 'not JSON' };
  }
}
