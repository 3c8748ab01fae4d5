import type { CertifiedRecord } from '@access-layer/core/record';
import { packetsOfDay } from '../archive/archive-day.ts';
import { currentManifest } from '../archive/commit-part.ts';
import type { BatchReader } from '../batches/batch-reader.ts';
import { createProofCheck } from '../ingest/proof-check.ts';
import { isStatementRecord, type VerifiedRecord } from '../ingest/verified-record.ts';
import { verifyRecord } from '../ingest/verify-record.ts';
import { hasSnapshots, type OpenSnapshot } from '../lifecycle-store.ts';
import type { PlaceInBatch, StoredPacket } from '../store.ts';
import { insisting, type RestoreOutcome, type RestoreSources } from './restore-day.ts';

export interface SnapshotSources extends RestoreSources {
  batches: Pick<BatchReader, 'anchorOf' | 'proofOf'>;
}

export interface SnapshotOutcome extends RestoreOutcome {
  /** Whether all that the archive holds of the day is in the store now. */
  isWhole: boolean;
}

const PAGE = 500;

/**
 * Brings a day back from the store's own snapshot: opened under a name of its own, every packet is checked like one that
 * has just come, and only what passes is put. Undefined where the store has no snapshot of the day.
 * @throws AccessLayerError SCD_ARCHIVE_CHAIN while the chain does not answer: nothing is served unchecked
 */
export async function restoreSnapshot(
  sources: SnapshotSources,
  day: string,
): Promise<SnapshotOutcome | undefined> {
  const { store } = sources;
  const snapshot = hasSnapshots(store) ? await store.openSnapshot(day) : undefined;
  if (!snapshot) return undefined;
  const outcome: SnapshotOutcome = { packets: 0, republished: 0, erased: 0, damages: [], isWhole: false };
  try {
    const check = createCheck(sources, day, outcome);
    for await (const packets of pagesOf(snapshot, day)) {
      const good: VerifiedRecord[] = [];
      for (const packet of packets) {
        const verified = await check(packet);
        if (verified) good.push(verified);
      }
      if (good.length > 0) await store.put(good);
      outcome.packets += good.length;
    }
  } finally {
    await snapshot.close();
  }
  const parts = (await currentManifest(sources.archive, day))?.manifest.parts ?? [];
  const archived = parts.reduce((sum, { packets, erased }) => sum + packets - erased, 0);
  outcome.isWhole = outcome.damages.length === 0 && outcome.packets >= archived;
  return outcome;
}

async function* pagesOf(snapshot: OpenSnapshot, day: string): AsyncGenerator<StoredPacket[]> {
  let page: StoredPacket[] = [];
  for await (const packet of packetsOfDay({ dayPackets: (_day, query) => snapshot.dayPackets(query) }, day)) {
    page.push(packet);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** The packet as it is to be stored; undefined where it did not pass, which is told, or was erased. */
function createCheck(sources: SnapshotSources, day: string, outcome: RestoreOutcome) {
  const { batches, ledger, rules } = sources;
  const checkAnchor = insisting(sources.checkAnchor, () => undefined);
  const includes = createProofCheck();
  const anchored = new Map<string, Promise<string | undefined>>();

  /** What is wrong with the batch; undefined where the chain holds it. */
  const faultOf = (batch: PlaceInBatch) => {
    const key = `${batch.anchorer} ${batch.index} ${batch.root}`;
    const known = anchored.get(key) ?? askChain(batch);
    anchored.set(key, known);
    return known;
  };
  const askChain = async (batch: PlaceInBatch): Promise<string | undefined> => {
    const anchor = batches.anchorOf(batch);
    if (!anchor) return `batch ${batch.index} of ${batch.anchorer} was not seen on the chain`;
    const answer = await checkAnchor(anchor);
    return answer.answer === 'confirmed' ? undefined : answer.detail;
  };

  return async (packet: StoredPacket): Promise<VerifiedRecord | undefined> => {
    const {
      pod,
      node,
      seq,
      payloadHash,
      fromMs,
      payload,
      signature,
      receivedAtMs: receivedAt,
      batch,
    } = packet;
    const fail = (reason: string, detail: string) => {
      outcome.damages.push({ day, file: 'snapshot', reason, detail, record: { node, seq, payloadHash } });
      return undefined;
    };
    if (ledger.isErased(pod, fromMs)) {
      outcome.erased += 1;
      return undefined;
    }
    const proof = batches.proofOf(batch);
    if (!proof) return fail('no-batch', `batch ${batch.index} of ${batch.anchorer} is not known here`);
    const record: CertifiedRecord = { payload, signature, receivedAt, batch: { ...batch, proof } };
    const verdict = verifyRecord(JSON.stringify(record), rules, includes);
    if (!verdict.ok) return fail(verdict.reason, verdict.detail);
    const verified = verdict.record;
    if (isStatementRecord(verified) || verified.day !== day)
      return fail('wrong-day', `it is no packet of ${day}`);
    if (ledger.payloadHashOf(node, seq) !== verified.payloadHash)
      return fail('sequence-fork', 'the ledger knows another packet under this number, or none');
    const fault = await faultOf(batch);
    return fault === undefined ? verified : fail('anchor-mismatch', fault);
  };
}
