import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { buildTree, proofOf, rootOf } from '@access-layer/core/merkle';
import { formatTime } from '@access-layer/core/time';
import { openStore } from '@access-layer/shared-customer-database/adapter';
import { Batches } from '@access-layer/shared-customer-database/batches/batches';
import type { VerifiedRecord } from '@access-layer/shared-customer-database/ingest/verified-record';
import { Ledger } from '@access-layer/shared-customer-database/ledger/ledger';

const ANCHORER: Hex = '0x9c1185a5c5e9fc54612808977ee8f548b2258d31';
const SIGNATURE: Hex = `0x${'5a'.repeat(65)}`;
const ZERO: Hex = `0x${'00'.repeat(32)}`;
export const FIRST_DAY_MS = Date.parse('2026-01-01T00:00:00.000Z');
export const DAY_MS = 86_400_000;
const BATCH_PACKETS = 4000;

export interface Filled {
  pods: string[];
  days: number;
  readings: number;
  /** PoD with 1,440 readings on the first day. */
  minutePod: string;
}

/**
 * Fills an empty folder as ingest would, with packets that nobody signed: quarter-hours of as many PoDs and days as give
 * `readings`, a packet each quarter as a Light Node sends it (or `perPacket` readings in one), and one PoD by the minute.
 */
export async function fillStore(
  dir: string,
  { readings, perPacket }: { readings: number; perPacket: number },
): Promise<Filled> {
  const days = Math.min(30, Math.max(2, Math.round(readings / 96 / 300)));
  const pods = Array.from({ length: Math.ceil(readings / 96 / days) }, (_, i) => podCode(i));
  const minutePod = podCode(pods.length);
  const store = await openStore({ name: 'sqlite-days', dir: join(dir, 'measurements') });
  const batches = new Batches(join(dir, 'batches.db'));
  const ledger = new Ledger(join(dir, 'ledger.db'));
  let index = 0;
  const put = async (records: VerifiedRecord[]) => {
    const sealed = seal(records, index++);
    await store.put(sealed);
    batches.addLeaves(sealed, new Set(sealed));
    ledger.commit({ stored: sealed, duplicates: [], quarantined: [] });
  };
  for (let day = 0; day < days; day++) {
    let round: VerifiedRecord[] = [];
    for (let quarter = 0; quarter < 96; quarter += perPacket) {
      for (const pod of pods) {
        round.push(packet(pod, day, (day * 96 + quarter) / perPacket, quarter, perPacket, 900));
        if (round.length === BATCH_PACKETS) await put(round.splice(0));
      }
    }
    if (round.length > 0) await put(round);
    round = [];
  }
  await put(Array.from({ length: 1440 }, (_, minute) => packet(minutePod, 0, minute, minute, 1, 60)));
  confirmAll(batches.database);
  ledger.close();
  batches.close();
  await store.close();
  return { pods, days, readings: days * pods.length * 96 + 1440, minutePod };
}

function podCode(i: number): string {
  return `IT999E${String(i).padStart(8, '0')}`;
}

function packet(
  pod: string,
  day: number,
  seq: number,
  step: number,
  readings: number,
  periodS: number,
): VerifiedRecord {
  const times = Array.from({ length: readings }, (_, i) => {
    return FIRST_DAY_MS + day * DAY_MS + (step + i + 1) * periodS * 1000 - 1;
  });
  const list = times.map((timeMs) => ({
    at: formatTime(timeMs + 1),
    periodS,
    quality: ['measured'],
    values: VALUES,
  }));
  const [fromMs, toMs] = [times[0]!, times.at(-1)!];
  const [node, meter] = [`node-${pod}`, `meter-${pod}`];
  const envelope = { v: 1, network: 'bench-1', type: 'measurement', nonce: ZERO.slice(0, 34) };
  const place = { node, pod, meter, seq, prev: ZERO, signedAt: formatTime(toMs + 1) };
  const payload = JSON.stringify({
    ...envelope,
    ...place,
    role: 'exchange',
    profile: 'bench',
    readings: list,
  });
  const hash = createHash('sha256').update(payload).digest();
  return {
    ...{
      pod,
      node,
      seq,
      meter,
      role: 'exchange',
      type: 'measurement',
      payload,
      signature: SIGNATURE,
      signer: ANCHORER,
      prev: ZERO,
    },
    // Any 32 bytes do: what is read back is what was put in, and nothing here verifies it.
    ...{ payloadHash: toHex(hash), messageHash: toHex(hash.reverse()), leaf: toHex(hash), siblings: '0x' },
    ...{ signedAtMs: toMs + 1, receivedAtMs: toMs + 51, day: formatTime(fromMs).slice(0, 10), fromMs, toMs },
    readingTimesMs: times,
    batch: { anchorer: ANCHORER, index: 0, root: ZERO, count: 1, leafIndex: 0 },
  };
}

const VALUES = {
  ...{ activePowerW: 326.5, reactivePowerVar: 128, voltageL1V: 243.15, currentL1A: 1.4, frequencyHz: 50.01 },
  ...{ powerFactor: 0.93, energyImportWh: 1_000_000, energyExportWh: 0 },
};

function seal(records: VerifiedRecord[], index: number): VerifiedRecord[] {
  const tree = buildTree(records.map(({ leaf }) => Buffer.from(leaf.slice(2), 'hex')));
  const batch = { anchorer: ANCHORER, index, root: rootOf(tree), count: records.length };
  return records.map((record, leafIndex) => ({
    ...record,
    siblings: `0x${proofOf(tree, leafIndex)
      .map((sibling) => sibling.slice(2))
      .join('')}` as Hex,
    batch: { ...batch, leafIndex },
  }));
}

/** As if the chain had said of every batch that it holds it. */
function confirmAll(database: DatabaseSync): void {
  database.exec(`
    INSERT INTO anchor (anchorer, idx, root, count, from_ms, to_ms, chain_id, contract, tx_hash, block_number, block_hash,
        block_time_ms, state, partition, position, at_ms)
      SELECT anchorer, idx, root, count, min_received_ms, max_received_ms, 31337, anchorer, root, idx, root,
        max_received_ms + 1000, 'confirmed', 0, idx, 0 FROM batch;
    UPDATE batch SET anchor_id = (SELECT id FROM anchor WHERE anchor.idx = batch.idx);`);
}
