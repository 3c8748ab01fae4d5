import { toHex } from '@access-layer/core/bytes';
import { newPrivateKey } from '@access-layer/core/sign';
import secp256k1 from 'secp256k1';
import { type IngestFigures, ingestLoad, measureIngest } from './ingest.ts';
import { signPackets } from './packets.ts';
import { rawVerificationsPerSecond } from './raw-verification.ts';

const ROUNDS = 3;
const RECORDS = 15_000;
const REFERENCE_PACKETS = 5000;

/**
 * Section `ingest`: records of the stream taken a second, beside raw verification in the same round. Where others use the
 * machine too, the shares of computing time say more than those of the clock.
 */
export async function benchIngest(): Promise<void> {
  const key = newPrivateKey();
  const node = { id: 'reference', pod: 'IT999E00000000', meter: 'm', key: toHex(key) };
  const sample = signPackets(node, 'bench-1', REFERENCE_PACKETS);
  const publicKey = secp256k1.publicKeyCreate(key);
  const load = ingestLoad(RECORDS);
  const rounds: Record<string, number>[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const before = process.cpuUsage();
    const raw = rawVerificationsPerSecond(sample, publicKey);
    const { user, system } = process.cpuUsage(before);
    const rawUs = (user + system) / REFERENCE_PACKETS;
    rounds.push(rowOf(await measureIngest(load), raw, rawUs));
    process.stdout.write(`round ${round} of ${ROUNDS}\n`);
  }
  process.stdout.write('\nRecords of the stream verified, and on disk as measurements, trees and ledger:\n');
  console.table(rounds);
}

function rowOf({ perSecond, cpuUs, mainCpuUs, peakMemoryMb }: IngestFigures, raw: number, rawUs: number) {
  return {
    'ingested/s': Math.round(perSecond),
    'raw verifications/s of one core': Math.round(raw),
    'of raw': round2(perSecond / raw),
    'computing time, raw verifications': round2(cpuUs / rawUs),
    'of it storing': round2(mainCpuUs / rawUs),
    'peak memory MB': Math.round(peakMemoryMb),
  };
}

function round2(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
