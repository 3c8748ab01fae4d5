import { createChainReader } from '@access-layer/contracts/chain-reader';
import { formatTime } from '@access-layer/core/time';
import { verifyProofFile } from '@access-layer/core/verify';
import type { BenchChain } from './bench-chain.ts';
import { DAY_MS, type Filled } from './fill-store.ts';
import { type BenchService, customerOf } from './service.ts';

export interface Latency {
  readings: number;
  requests: number;
  p50Ms: number;
  p95Ms: number;
  /** What the service itself computed for one request. */
  cpuMs: number;
}

export interface PodDayFigures {
  figures: Record<string, Latency>;
  /** Proof files that a verifier with a network file of its own has checked against the chain. */
  verified: number;
}

interface Asked {
  pod: string;
  fromMs: number;
  token: string;
}

const CHECK_EVERY = 25;
/**
 * Asked before the clock runs, so that code is compiled as in a service that has been there for a while. The chain's word on
 * these bindings is then remembered, as it is for half a minute.
 */
const WARM_UP = 150;

/**
 * How long a PoD's day takes over HTTP, of PoDs and days by chance: once as readings with their certificates, once as
 * proof files. Half of the answers are asked for by the DSO's operator, half by the customer who holds the PoD. Every
 * answer is looked at, and some of its proofs are checked as a stranger would.
 */
export async function podDay(
  service: BenchService,
  filled: Filled,
  { chain, nodes, networkFile }: BenchChain,
  requests: number,
): Promise<PodDayFigures> {
  const reader = createChainReader(chain);
  let [asked, verified] = [0, 0];
  const askReadings = async ({ pod, fromMs, token }: Asked) => {
    const { status, text } = await service.get(`/v1/pods/${pod}/readings${dayFrom(fromMs)}`, token);
    return { status, text, check: async () => listOf(text, status, 'readings').length };
  };
  const askProofs = async ({ pod, fromMs, token }: Asked) => {
    const { status, text } = await service.get(`/v1/pods/${pod}/proofs${dayFrom(fromMs)}`, token);
    const check = async () => {
      const proofs = listOf<ProofOf>(text, status, 'proofs');
      if (asked++ % CHECK_EVERY === 0) {
        const proof = proofs.at(asked % proofs.length)!;
        const { outcome } = await verifyProofFile(JSON.stringify(proof), networkFile, reader);
        if (outcome !== 'verified') throw new Error(`a proof of ${pod} is ${outcome}`);
        verified++;
      }
      return proofs.reduce((sum, { packet }) => sum + JSON.parse(packet.payload).readings.length, 0);
    };
    return { status, text, check };
  };
  const operator = service.issuer.tokenFor({ role: 'dso-operator', party: 'dso' });
  const any = (count: number) => Math.floor(Math.random() * count);
  const nextDay = (i: number): Asked => {
    const { pod } = nodes[any(nodes.length)]!;
    const customer = { role: 'customer' as const, customer: customerOf(pod) };
    const token = i % 2 === 0 ? operator : service.issuer.tokenFor(customer);
    return { pod, token, fromMs: filled.firstDayMs + any(filled.days) * DAY_MS };
  };
  const figures = {
    'readings with certificates': await latency(service, requests, nextDay, askReadings),
    'proof files': await latency(service, requests, nextDay, askProofs),
  };
  return { figures, verified };
}

interface ProofOf {
  packet: { payload: string };
}

function dayFrom(fromMs: number): string {
  return `?from=${formatTime(fromMs)}&until=${formatTime(fromMs + DAY_MS)}`;
}

function listOf<Item>(text: string, status: number, name: string): Item[] {
  if (status !== 200) throw new Error(`answer ${status}: ${text.slice(0, 300)}`);
  const answer = JSON.parse(text) as Record<string, Item[]>;
  if (answer.unproven?.length) throw new Error(`without a proof: ${JSON.stringify(answer.unproven[0])}`);
  return answer[name]!;
}

async function latency(
  service: BenchService,
  requests: number,
  next: (i: number) => Asked,
  ask: (asked: Asked) => Promise<{ check: () => Promise<number> }>,
): Promise<Latency> {
  const tookMs: number[] = [];
  let readings = 0;
  for (let i = 0; i < Math.min(WARM_UP, requests); i++) await ask(next(i));
  const cpuBefore = await cpuSecondsOf(service);
  for (let i = 0; i < requests; i++) {
    const asked = next(i);
    const start = performance.now();
    const { check } = await ask(asked);
    tookMs.push(performance.now() - start);
    readings = await check();
    if (readings !== 96) throw new Error(`${readings} readings of ${asked.pod}; expected 96`);
  }
  const cpuMs = (1000 * ((await cpuSecondsOf(service)) - cpuBefore)) / requests;
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.min(requests - 1, Math.floor(requests * share))]!;
  return { readings, requests, p50Ms: at(0.5), p95Ms: at(0.95), cpuMs };
}

async function cpuSecondsOf(service: BenchService): Promise<number> {
  return (await service.metrics()).get('access_layer_process_cpu_seconds_total')!;
}
