import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { type Around, bindRequest, NETWORK, records, surroundings } from './registrar.test-input.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ROUNDS = 2;
const A_ROUND = 6;

let around: Around;
let configFile: string;
let child: ChildProcess | undefined;
before(async () => {
  around = await surroundings();
  const dir = around.dsoDir();
  mkdirSync(dir, { recursive: true });
  const files = { keystoreFile: join(dir, 'keystore.json'), passphraseFile: join(dir, 'passphrase') };
  writeFileSync(files.keystoreFile, JSON.stringify(encryptKeystore(around.dsoKey, 'test')));
  writeFileSync(files.passphraseFile, 'test\n');
  configFile = join(dir, 'config.yaml');
  const chain = { rpcUrl: around.rpcUrl, registry: around.networkFile.registry };
  const stream = { name: 'embedded', dir: join(dirname(dir), 'stream-0') };
  const config = { network: NETWORK, dataDir: dir, http: { port: 0 }, chain, stream, ...files };
  writeFileSync(configFile, JSON.stringify(config));
});
after(async () => {
  await end('SIGKILL');
  await around.close();
});

/** Starts the process; answers the port of its health. */
async function start(): Promise<number> {
  child = spawn(process.execPath, [MAIN, '--config', configFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout! })) {
    const { msg, httpPort } = JSON.parse(line);
    if (msg === 'listening') {
      child.stdout!.resume();
      return httpPort;
    }
  }
  throw new Error('the registrar ended before it listened');
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

test('kill -9 at random moments: each is bound once, published once and answered once', async () => {
  const asked: ReturnType<typeof bindRequest>[] = [];
  let port = await start();
  for (let round = 0; round < ROUNDS; round++) {
    const requests = Array.from({ length: A_ROUND }, () => bindRequest());
    asked.push(...requests);
    await around.stream().append('registry-requests', records(...requests));
    await delay(randomInt(0, 250)); // a random moment between two steps is what is tested here
    await end('SIGKILL');
    port = await start();
  }
  const deadline = performance.now() + 60_000;
  while ((await around.read('registry-answers')).length < asked.length) {
    assert.ok(performance.now() < deadline, 'not all were answered');
    await delay(10);
  }
  const answers = await around.read('registry-answers');
  assert.deepEqual(
    answers.map(({ request, status }) => `${request} ${status}`),
    asked.map(({ request }) => `${request} done`),
  );
  const openings = await around.read('registry');
  assert.deepEqual(
    openings.map(({ node }) => node),
    asked.map(({ node }) => node),
  );
  for (const [i, { key, commitment }] of asked.entries()) {
    const periods = await around.registry.periodsOf(key, commitment);
    assert.deepEqual(periods, [{ from: openings[i].from, until: 0 }]);
  }
  const health = await fetch(`http://127.0.0.1:${port}/health`);
  assert.deepEqual([health.status, (await health.json()) as object], [200, { status: 'ok' }]);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  assert.match(
    metrics,
    new RegExp(`access_layer_registrar_requests_total\\{action="bind",status="done"\\} ${asked.length}`),
  );
  await end('SIGTERM');
  assert.equal(child!.exitCode, 0);
});
