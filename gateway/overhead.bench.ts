import http from 'node:http';
import { makeCaller, openDoor, startUpstream } from './test-door.ts';

/** What the front door adds to a request: the same service asked directly and through it, in turns, in one run. */
const ROUNDS = 3000;
const PARALLEL_ROUNDS = 6000;
const PARALLEL = 16;

const cleanups: (() => unknown)[] = [];
const scope = { after: (clean: () => unknown) => cleanups.unshift(clean) };
const body = JSON.stringify({
  readings: Array.from({ length: 20 }, (_, at) => ({ at, activePowerW: 1234 })),
});
const service = await startUpstream(scope, (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
const door = await openDoor(scope, {
  routes: [{ prefix: '/v1', upstream: 'data', scopes: { read: ['data:read'] }, limit: 'data' }],
  upstreams: { data: { url: service } },
  config: { limits: { classes: { data: { perS: 1e6, burst: 1e6 } } } },
});
const { authorization } = await makeCaller(door, 'bench');
const agent = new http.Agent({ keepAlive: true, maxSockets: PARALLEL });

function ask(base: string): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = http.get(`${base}/v1/readings`, { agent, headers: { authorization } }, (response) => {
      response.resume();
      response.on('end', () => resolve(performance.now() - started));
    });
    sent.on('error', reject);
  });
}

async function perSecond(base: string): Promise<number> {
  const started = performance.now();
  let left = PARALLEL_ROUNDS;
  const worker = async () => {
    while (left-- > 0) await ask(base);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return PARALLEL_ROUNDS / ((performance.now() - started) / 1000);
}

function quantile(sorted: number[], share: number): string {
  return `${sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(2)} ms`;
}

const direct: number[] = [];
const through: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  direct.push(await ask(service));
  through.push(await ask(door.url));
}
for (const [name, times] of [
  ['direct', direct],
  ['gateway', through],
] as const) {
  const sorted = [...times].slice(200).sort((a, b) => a - b);
  process.stdout.write(`${name}: p50 ${quantile(sorted, 0.5)}, p99 ${quantile(sorted, 0.99)}\n`);
}
process.stdout.write(`${PARALLEL} at once: direct ${Math.round(await perSecond(service))}/s, `);
process.stdout.write(
  `gateway ${Math.round(await perSecond(door.url))}/s (client, gateway and service in one process)\n`,
);
agent.destroy();
for (const clean of cleanups) await clean();
