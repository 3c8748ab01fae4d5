import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { digestOf } from '@access-layer/core/message';
import { newPrivateKey, signDigest } from '@access-layer/core/sign';
import { setUp } from '@access-layer/light-node/test/installation';
import { createHousehold } from '@access-layer/simulators/household';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { startZwaveMeter } from '@access-layer/simulators/zwave-meter';
import { recover, signRecoverable } from 'tiny-secp256k1';
import { buildApp, ROOT } from '../scripts/light-node-bundle/app.ts';

const RUN_MS = 30_000;
const STARTS = 3;

/** Of one life of the program. */
interface Figures {
  'start s': number;
  'first packet s': number;
  'memory MB': number;
  'peak MB': number;
  'packets sent': number;
}

/** Section `light-node`: start and memory of the bundled program, with a Modbus meter and with Z-Wave; signatures a second. */
export async function benchLightNode(): Promise<void> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const app = mkdtempSync(join(ROOT, 'dist', 'bench-')); // inside the project, where zwave-js is found
  try {
    await buildApp(app);
    const rows: Record<string, Figures> = {};
    for (let start = 1; start <= STARTS; start++) {
      rows[`Modbus TCP, start ${start}`] = await lightNodeFigures(app, {}, RUN_MS);
      process.stdout.write(`start ${start} of ${STARTS}\n`);
    }
    rows['Z-Wave'] = await withZwave((meter) => lightNodeFigures(app, { meter }, RUN_MS));
    process.stdout.write(
      '\nThe Light Node as it is bundled (asked: start under 2 s, 130 MB, 200 MB with Z-Wave):\n',
    );
    console.table(rows);
    console.table(signaturesPerSecond(1000));
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}

/** Starts the program, lets it read each second, and looks at its memory in the end. */
export async function lightNodeFigures(app: string, more: object, runMs: number): Promise<Figures> {
  const cleanups: (() => unknown)[] = [];
  const context = { after: (clean: () => unknown) => cleanups.push(clean) } as unknown as TestContext;
  try {
    const packet = { maxReadings: 1, maxDelayS: 0 };
    const clock = { name: 'system', assumeSynchronised: true };
    const { file, broker } = await setUp(context, { sampleIntervalS: 1, packet, clock, ...more });
    const beganMs = performance.now();
    const child = spawn(process.execPath, [...launchFlags(), join(app, 'main.js'), '--config', file], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {},
    });
    cleanups.push(() => child.kill('SIGKILL'));
    await lineWith(child, '"msg":"started"');
    const startedMs = performance.now();
    while (broker.received.length === 0) await sleep(5);
    const firstMs = performance.now();
    await sleep(runMs);
    const memory = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    child.kill('SIGTERM');
    await once(child, 'exit');
    return {
      'start s': seconds(startedMs - beganMs),
      'first packet s': seconds(firstMs - beganMs),
      'memory MB': megabytes(memory, 'VmRSS'),
      'peak MB': megabytes(memory, 'VmHWM'),
      'packets sent': broker.received.length,
    };
  } finally {
    for (const clean of cleanups.reverse()) await clean();
  }
}

/** Those that the program has on an edge box. */
function launchFlags(): string[] {
  const launch = readFileSync(join(ROOT, 'deploy/light-node/launch'), 'utf8');
  return /bin\/node (.*) current\/app/.exec(launch)![1]!.split(' ');
}

async function withZwave<T>(work: (meter: object) => Promise<T>): Promise<T> {
  const quantitiesAt = createHousehold(loadHouseholdWeek());
  const stick = await startZwaveMeter({ port: 0, quantitiesAt, nowMs: Date.now });
  const driver = {
    name: 'z-wave',
    port: `tcp://127.0.0.1:${stick.port}`,
    node: 2,
    cacheDir: join(ROOT, 'dist', 'zwave'),
  };
  try {
    return await work({ id: 'm1', profile: 'zwave-meter', driver });
  } finally {
    await stick.close();
    rmSync(driver.cacheDir, { recursive: true, force: true });
  }
}

/** Of pure JavaScript, and of WebAssembly as the Light Node uses it, beside each other. */
export function signaturesPerSecond(
  forMs: number,
): Record<string, { 'signed/s': number; 'recovered/s'?: number }> {
  const key = newPrivateKey();
  const digest = digestOf('{"a":1}');
  const { signature, recoveryId } = signRecoverable(digest, key);
  return {
    JavaScript: { 'signed/s': rate(() => signDigest(digest, key), forMs) },
    WebAssembly: {
      'signed/s': rate(() => signRecoverable(digest, key), forMs),
      'recovered/s': rate(() => recover(digest, signature, recoveryId, false), forMs),
    },
  };
}

function rate(work: () => unknown, forMs: number): number {
  const beganMs = performance.now();
  let count = 0;
  for (; performance.now() - beganMs < forMs; count++) work();
  return Math.round((1000 * count) / (performance.now() - beganMs));
}

async function lineWith(child: ChildProcess, text: string): Promise<void> {
  for await (const line of createInterface({ input: child.stdout! })) if (line.includes(text)) break;
  child.stdout!.resume();
}

function seconds(ms: number): number {
  return Math.round(ms / 10) / 100;
}

function megabytes(status: string, name: string): number {
  return Math.round((Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6);
}
