import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '@access-layer/core/bytes';
import { newPrivateKey } from '@access-layer/core/sign';
import secp256k1 from 'secp256k1';
import { fillStore } from './fill-store.ts';
import { ingestedPerSecond, ingestLoad } from './ingest.ts';
import { signPackets } from './packets.ts';
import { type Latency, podDay } from './pod-day.ts';
import { rawVerificationsPerSecond } from './raw-verification.ts';

const ROUNDS = 3;
const RECORDS = 10_000;
/** Readings in a packet of the stored ones: two hours of quarters. */
const PER_PACKET = 8;

/** Section `store`: ingest beside raw verification, then a PoD's day with proofs among `readings` stored. */
export async function benchStore(readings: number): Promise<void> {
  await benchIngest();
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-bench-'));
  try {
    const start = performance.now();
    const filled = await fillStore(dir, { readings, perPacket: PER_PACKET });
    const seconds = Math.round((performance.now() - start) / 1000);
    const { pods, days } = filled;
    process.stdout.write(
      `\n${filled.readings} readings of ${pods.length} PoDs and ${days} days stored in ${seconds} s. A PoD's day with proofs:\n`,
    );
    console.table(Object.fromEntries(Object.entries(await podDay(dir, filled)).map(rowOf)));
    process.stdout.write(`resident memory: ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB\n`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function benchIngest(): Promise<void> {
  const key = newPrivateKey();
  const node = { id: 'reference', pod: 'IT999E00000000', meter: 'm', key: toHex(key) };
  const sample = signPackets(node, 'bench-1', RECORDS);
  const records = ingestLoad(RECORDS);
  const rounds: Record<string, number>[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const raw = rawVerificationsPerSecond(sample, secp256k1.publicKeyCreate(key));
    const ingested = await ingestedPerSecond(records);
    rounds.push({
      'ingested/s': Math.round(ingested),
      'raw verifications/s of one core': Math.round(raw),
      'of raw': Math.round((100 * ingested) / raw) / 100,
    });
  }
  process.stdout.write('\nRecords of the stream verified, and on disk as measurements, trees and ledger:\n');
  console.table(rounds);
}

function rowOf([name, { readings, p50Ms, p99Ms }]: [string, Latency]): [string, Record<string, number>] {
  const round = (ms: number) => Math.round(ms * 100) / 100;
  return [name, { readings, 'p50 ms': round(p50Ms), 'p99 ms': round(p99Ms) }];
}
