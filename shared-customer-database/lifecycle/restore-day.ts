import { AccessLayerError } from '@access-layer/core/errors';
import { type AnchorRecord, TOPICS } from '@access-layer/core/record';
import type { Stream } from '@access-layer/kit/stream';
import { checkDay, type GoodPacket } from '../archive/check-day.ts';
import type { Damage } from '../archive/damage.ts';
import { withBench } from '../archive/duck.ts';
import type { AnchorAnswer, AnchorCheck } from '../ingest/anchor-check.ts';
import type { VerifiedRecord } from '../ingest/verified-record.ts';
import type { LedgerReader } from '../ledger/ledger-reader.ts';
import type { VerifySources } from './verify-day.ts';

export interface RestoreSources extends VerifySources {
  ledger: Pick<LedgerReader, 'packetsOfDay' | 'payloadHashOf' | 'isErased'>;
  checkAnchor: AnchorCheck;
  stream: Pick<Stream, 'append'>;
}

export interface RestoreOutcome {
  /** Packets that are in the store again. */
  packets: number;
  /** Of them so many were not in the ledger either: they went back onto the stream, and ingest takes them. */
  republished: number;
  erased: number;
  damages: Damage[];
}

/**
 * Brings a day back to the store. What comes back has passed what live data pass: signature, place in the tree, the root
 * on the chain, one packet for a number. What does not is named and left where it is. What the ledger does not know is
 * published again, for ingest to judge. The same day may be restored again.
 * @throws AccessLayerError SCD_ARCHIVE_CHAIN while the chain does not answer: nothing is served unchecked
 */
export async function restoreDay(sources: RestoreSources, day: string): Promise<RestoreOutcome> {
  return withBench(sources.scratchDir, async (bench) => {
    const outcome: RestoreOutcome = { packets: 0, republished: 0, erased: 0, damages: [] };
    const onGood = (packets: GoodPacket[]) => bringBack(sources, day, packets, outcome);
    const anchors: AnchorRecord[] = [];
    const checkAnchor = insisting(sources.checkAnchor, (anchor) => anchors.push(anchor));
    const { archive, rules } = sources;
    const check = await checkDay({ archive, rules, checkAnchor, bench, onGood }, day);
    // Ingest that knows nothing of the packets may know nothing of their batches.
    if (outcome.republished > 0) await sources.stream.append(TOPICS.anchors, anchors.map(toStream));
    outcome.erased = check.erased;
    outcome.damages.unshift(...check.damages);
    return outcome;
  });
}

async function bringBack(
  { store, ledger, stream }: RestoreSources,
  day: string,
  packets: GoodPacket[],
  outcome: RestoreOutcome,
): Promise<void> {
  const back: VerifiedRecord[] = [];
  const unknown: { key: string; value: string }[] = [];
  for (const { record, verified } of packets) {
    if (!record || !verified) continue;
    const { node, seq, payloadHash, pod, fromMs } = verified;
    if (ledger.isErased(pod, fromMs)) continue; // a copy of the archive from before the erasure
    const known = ledger.payloadHashOf(node, seq);
    if (known === undefined) unknown.push({ key: pod, value: JSON.stringify(record) });
    else if (known === payloadHash) back.push(verified);
    else {
      const detail = `the ledger knows another packet under this number: ${known}`;
      outcome.damages.push({
        day,
        file: 'packets',
        reason: 'sequence-fork',
        detail,
        record: { node, seq, payloadHash },
      });
    }
  }
  if (back.length > 0) await store.put(back);
  if (unknown.length > 0) await stream.append(TOPICS.packets, unknown);
  outcome.packets += back.length + unknown.length;
  outcome.republished += unknown.length;
}

function toStream(anchor: AnchorRecord): { key: string; value: string } {
  return { key: anchor.anchorer, value: JSON.stringify(anchor) };
}

/** The chain's word is needed: `later` is no answer. */
export function insisting(check: AnchorCheck, onConfirmed: (record: AnchorRecord) => void): AnchorCheck {
  return async (record): Promise<AnchorAnswer> => {
    const answer = await check(record);
    if (answer.answer === 'confirmed') onConfirmed(record);
    if (answer.answer !== 'later') return answer;
    throw new AccessLayerError({
      code: 'SCD_ARCHIVE_CHAIN',
      message: `batch ${record.index} of ${record.anchorer} cannot be checked against the chain: ${answer.detail}`,
      retryable: true,
    });
  };
}
