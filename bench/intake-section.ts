import { fromHex, toHex } from '@access-layer/core/bytes';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import secp256k1 from 'secp256k1';
import { startIntakeBench } from './intake.ts';
import { signPackets } from './packets.ts';
import { rawVerificationsPerSecond } from './raw-verification.ts';
import { web3PacketsPerSecond } from './web3-reference.ts';

const ROUNDS = 3;
const NODES = 20;
const PACKETS_PER_NODE = 1000;

/** Section `intake`. Each round measures the references beside the intake, so that a slow moment of the machine slows both. */
export async function benchIntake(): Promise<void> {
  const key = newPrivateKey();
  const publicKey = secp256k1.publicKeyCreate(key);
  const node = { id: 'reference', pod: 'IT999E00000000', meter: 'm', key: toHex(key) };
  const sample = signPackets(node, 'bench-1', 10_000);
  const bench = await startIntakeBench();
  const rounds: Record<string, number>[] = [];
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      const raw = rawVerificationsPerSecond(sample, publicKey);
      const web3 = web3PacketsPerSecond(sample.slice(0, 500), addressOf(fromHex(node.key)));
      const { acceptedPerSecond, peakMemoryMb } = await bench.round(NODES, PACKETS_PER_NODE);
      rounds.push({
        'accepted/s': Math.round(acceptedPerSecond),
        'raw verifications/s of one core': Math.round(raw),
        'web3.js + merkletreejs/s of one core': Math.round(web3),
        'of raw': round2(acceptedPerSecond / raw),
        'times web3.js': round2(acceptedPerSecond / web3),
        'peak memory MB': Math.round(peakMemoryMb ?? Number.NaN),
      });
      process.stdout.write(`round ${round} of ${ROUNDS}\n`);
    }
  } finally {
    await bench.close();
  }
  process.stdout.write(
    `\nPackets verified, on disk with fsync, and acknowledged over TLS (${NODES} nodes):\n`,
  );
  console.table(rounds);
}

function round2(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
