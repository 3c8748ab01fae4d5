import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { newPrivateKey } from '@access-layer/core/sign';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { startMeter } from '@access-layer/simulators/meter';
import { simulatedNowMs } from '@access-layer/simulators/replay-time';
import { makePki, startBroker } from './broker.ts';
import { anchorer } from './verdicts.ts';

export const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** A meter, a broker and the configuration file of a node between them. */
export async function setUp(t: TestContext, more: object = {}) {
  const pki = await makePki('n1');
  const broker = await startBroker(t, pki);
  const clock = {
    name: 'replay',
    realStart: Date.now(),
    simulatedStart: Date.now() - 7 * 86_400_000,
    speed: 120,
  };
  const meter = await startMeter({ port: 0, unit: 1, profile: 'sdm630', nowMs: () => simulatedNowMs(clock) });
  t.after(() => meter.close());
  const dir = temporaryFolder('light-node-');
  writeFileSync(join(dir, 'passphrase'), 'correct horse\n');
  writeFileSync(join(dir, 'key.json'), JSON.stringify(encryptKeystore(newPrivateKey(), 'correct horse', 2)));
  const config = {
    id: 'n1',
    network: 'test',
    pod: 'IT002E12345678',
    meter: {
      id: 'm1',
      profile: 'sdm630',
      driver: { name: 'modbus-tcp', host: '127.0.0.1', port: meter.port, unit: 1 },
    },
    sampleIntervalS: 2,
    packet: { maxReadings: 3, maxDelayS: 60 },
    broker: {
      url: broker.url,
      caFile: pki.caFile,
      certFile: pki.certFile,
      keyFile: pki.keyFile,
      reconnectMinMs: 5,
      reconnectMaxMs: 50,
    },
    keystoreFile: 'key.json',
    passphraseFile: 'passphrase',
    dataDir: 'data',
    http: { port: 0 },
    pinned: { anchorers: [anchorer] },
    drainPerS: 1000,
    clock,
    ...more,
  };
  const file = join(dir, 'node.yaml');
  writeFileSync(file, JSON.stringify(config));
  return { dir, file, broker, meter, config, pki };
}

/** A program that runs, and where it listens. */
export interface Running {
  child: ChildProcess;
  url: Promise<string>;
  ended: Promise<number | null>;
  /** What it has written so far. */
  output(): string;
}

/** Starts a Light Node as a process; another program and environment where they are given. */
export function run(
  t: TestContext,
  files: string[],
  {
    command = [process.execPath, MAIN],
    env = process.env,
  }: { command?: string[]; env?: NodeJS.ProcessEnv } = {},
): Running {
  const [program, ...args] = [...command, ...files.flatMap((file) => ['--config', file])];
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  t.after(() => child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let text = '';
  const url = new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk;
      const listening = /"port":(\d+),"nodes":\d+,"msg":"listening"/.exec(text);
      if (listening) resolve(`http://127.0.0.1:${listening[1]}`);
    });
    ended.then((code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
  url.catch(() => {});
  return { child, url, ended, output: () => text };
}
