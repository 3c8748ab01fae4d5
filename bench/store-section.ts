import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchChain, startBenchChain } from './bench-chain.ts';
import { type Filled, fillStore } from './fill-store.ts';
import { monthFigures } from './month.ts';
import { podDay } from './pod-day.ts';
import { type BenchService, startFilledService } from './service.ts';

/** Readings in a packet of the stored ones: two hours of quarters. */
const PER_PACKET = 8;
/** PoDs whose packets are signed and whose days are asked for. */
const NODES = 40;
const REQUESTS = 200;
const PROGRESS_EVERY_MS = 10_000;

/** Section `store`: a PoD's day with proofs, a month of it and the month of all PoDs, among `readings` stored. */
export async function benchStore(readings: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-bench-'));
  const chain = await startBenchChain(NODES);
  let service: BenchService | undefined;
  try {
    const filled = await fill(dir, readings, chain);
    say('anchoring the batches, and starting the service');
    service = await startFilledService(dir, filled, chain);
    const began = performance.now();
    await service.sumsReady();
    say(
      `sums made beside it, by a thread that steps back behind all others, in ${Math.round((performance.now() - began) / 1000)} s`,
    );
    await report(service, filled, chain);
  } finally {
    await service?.close();
    await chain.chain.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function fill(dir: string, readings: number, { chain, nodes }: BenchChain): Promise<Filled> {
  const start = performance.now();
  let told = start;
  const onProgress = (stored: number, all: number) => {
    const now = performance.now();
    if (now - told < PROGRESS_EVERY_MS) return;
    told = now;
    const leftS = ((now - start) / 1000) * (all / stored - 1);
    say(`${stored} of ${all} readings stored; ${Math.ceil(leftS)} s to go`);
  };
  const anchorer = chain.anchorer.address;
  const filled = await fillStore(dir, { readings, perPacket: PER_PACKET, anchorer, nodes, onProgress });
  const seconds = Math.round((performance.now() - start) / 1000);
  const { pods, days, batches } = filled;
  say(
    `\n${filled.readings} readings of ${pods.length} PoDs and ${days} days stored in ${seconds} s, ` +
      `in ${filled.readings / PER_PACKET} packets and ${batches.length} batches`,
  );
  return filled;
}

async function report(service: BenchService, filled: Filled, chain: BenchChain): Promise<void> {
  const { figures, verified } = await podDay(service, filled, chain, REQUESTS);
  say("\nA PoD's day over HTTP, tokens and access rules included:");
  console.table(
    rounded(figures, {
      p50Ms: 'p50 ms',
      p95Ms: 'p95 ms',
      cpuMs: 'CPU ms of the service',
      readings: 'readings',
    }),
  );
  say(`${verified} of the proof files checked by a verifier of its own, against the chain: all verified`);
  say('\nMonths, and how long the event loop of the service kept others waiting meanwhile:');
  console.table(rounded(await monthFigures(service, filled, chain), MONTH_COLUMNS));
  const memory = service.memoryMb();
  if (memory) {
    say(
      `resident memory of the service: ${Math.round(memory.now)} MB, at most ${Math.round(memory.peak)} MB`,
    );
  }
}

const MONTH_COLUMNS = {
  tookMs: 'ms',
  megabytes: 'MB',
  loopP99Ms: 'event loop p99 ms',
  loopMaxMs: 'max ms',
  memoryMb: 'memory MB',
};

function rounded<T extends object>(rows: Record<string, T>, columns: Partial<Record<keyof T, string>>) {
  const round = (value: unknown) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      Object.fromEntries(Object.entries(columns).map(([key, title]) => [title, round(row[key as keyof T])])),
    ]),
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
