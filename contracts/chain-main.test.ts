import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { spawnAnvil } from './anvil-process.ts';
import { requestDump } from './chain-control.ts';
import { deploy } from './deploy.ts';
import { freePort } from './free-port.ts';
import { newAccount } from './test-chain.ts';

const MAIN = new URL('chain-main.ts', import.meta.url).pathname;

interface Started {
  msg: string;
  rpcUrl: string;
  genesisHash: Hex;
  anvilPid: number;
  controlPort: number;
}

/** A configuration on a port of its own, in a folder that goes with the test. */
async function configure(t: TestContext, changes: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'access-layer-chain-main-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const port = await freePort('127.0.0.1', 0);
  const file = join(folder, 'chain.json');
  const config = { host: '127.0.0.1', port, chainId: 4711, dir: 'chain', control: { port: 0 }, ...changes };
  writeFileSync(file, JSON.stringify(config));
  return { file, port, dir: join(folder, 'chain') };
}

/** Starts the process and waits for its line "started". */
async function start(t: TestContext, file: string): Promise<Started & { child: ChildProcess }> {
  const child = spawn(process.execPath, [MAIN, '--config', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const said: string[] = [];
  for await (const line of createInterface(child.stdout!)) {
    said.push(line);
    const entry = JSON.parse(line);
    if (entry.msg === 'started') return { ...entry, child };
  }
  throw new Error(`did not start: ${said.join('\n')}`);
}

async function run(...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const [code] = await once(child, 'close');
  return { code, output };
}

async function gone(pid: number): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (isRunning(pid)) {
    assert.ok(performance.now() < deadline, `process ${pid} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended and that nobody has collected yet is no longer running.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // also where it went between the two questions
  }
}

test('SIGTERM puts the state on disk, ends with 0, and the next start goes on', async (t) => {
  const { file } = await configure(t);
  const first = await start(t, file);
  const account = newAccount();
  const options = { rpcUrl: first.rpcUrl, network: 'n', account, anchorers: [] };
  const { networkFile } = await deploy(options);
  first.child.kill('SIGTERM');
  assert.deepEqual(await once(first.child, 'exit'), [0, null]);
  await gone(first.anvilPid);
  const second = await start(t, file);
  assert.equal(second.genesisHash, first.genesisHash);
  assert.deepEqual(await deploy(options), { networkFile, changed: false });
});

test('kill -9 takes Anvil with it; a start on the same port works and knows all that was dumped', async (t) => {
  const { file } = await configure(t);
  const first = await start(t, file);
  const account = newAccount();
  const control = `http://127.0.0.1:${first.controlPort}`;
  const persist = () => requestDump(control);
  const options = { rpcUrl: first.rpcUrl, network: 'n', account, anchorers: [], persist };
  const { networkFile } = await deploy(options);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await gone(first.anvilPid);
  const second = await start(t, file);
  assert.equal(second.rpcUrl, first.rpcUrl);
  assert.equal(second.genesisHash, first.genesisHash);
  assert.deepEqual(await deploy(options), { networkFile, changed: false });
});

test('an immediate start after kill -9 does not wait for anybody to clean up', async (t) => {
  const { file } = await configure(t);
  const first = await start(t, file);
  first.child.kill('SIGKILL');
  const second = await start(t, file);
  assert.notEqual(second.anvilPid, first.anvilPid);
  assert.equal(isRunning(first.anvilPid), false);
});

test('an Anvil that a crash left on our port is ended, another process with its number is not', async (t) => {
  const { file, port, dir } = await configure(t);
  mkdirSync(dir);
  const leftover = await spawnAnvil(dir, ['--port', String(port), '--quiet']);
  t.after(() => leftover.hasExited() || process.kill(leftover.pid, 'SIGKILL'));
  writeFileSync(join(dir, 'anvil.pid'), JSON.stringify({ pid: leftover.pid, port }));
  const first = await start(t, file);
  await leftover.exited;
  first.child.kill('SIGTERM');
  await once(first.child, 'exit');
  const bystander = spawn('sleep', ['60']);
  t.after(() => bystander.kill());
  writeFileSync(join(dir, 'anvil.pid'), JSON.stringify({ pid: bystander.pid, port }));
  await start(t, file);
  assert.equal(isRunning(bystander.pid!), true);
});

test('when Anvil dies, the process ends with 1, so that its supervisor starts it again', async (t) => {
  const { file } = await configure(t);
  const { child, anvilPid } = await start(t, file);
  process.kill(anvilPid, 'SIGKILL');
  assert.deepEqual(await once(child, 'exit'), [1, null]);
  await start(t, file);
});

test('a second process in the same folder is refused and the first goes on', async (t) => {
  const { file } = await configure(t);
  const { anvilPid, controlPort } = await start(t, file);
  const { code, output } = await run('--config', file);
  assert.equal(code, 1);
  assert.match(output, /CHAIN_FOLDER_IN_USE/);
  assert.equal(isRunning(anvilPid), true);
  assert.equal((await fetch(`http://127.0.0.1:${controlPort}/health`)).status, 200);
});

test('the control port tells the health, dumps, and knows nothing else', async (t) => {
  const { file } = await configure(t);
  const { controlPort, rpcUrl, genesisHash } = await start(t, file);
  const control = `http://127.0.0.1:${controlPort}`;
  const health = await (await fetch(`${control}/health`)).json();
  assert.deepEqual([health.status, health.rpcUrl, health.genesisHash], ['ok', rpcUrl, genesisHash]);
  await deploy({ rpcUrl, network: 'n', account: newAccount(), anchorers: [] });
  const dump = await requestDump(control);
  assert.ok(dump.blockNumber === 3 && dump.bytes > 1000, JSON.stringify(dump));
  assert.equal((await fetch(`${control}/dump`)).status, 404);
  await assert.rejects(requestDump('http://127.0.0.1:9'), { code: 'CHAIN_DUMP_FAILED', retryable: true });
});

test('all errors of a configuration are told at once', async (t) => {
  const { file } = await configure(t, { chainId: 0, dumpIntervallMs: 5, host: '0.0.0.0' });
  const { code, output } = await run('--config', file, '--check-config');
  assert.equal(code, 1);
  assert.match(output, /unknown key "dumpIntervallMs"; did you mean "dumpIntervalMs"\?/);
  assert.match(output, /chainId: 0/);
  assert.match(output, /host: "0\.0\.0\.0"/);
  const good = await configure(t);
  assert.equal((await run('--config', good.file, '--check-config')).code, 0);
  assert.equal((await run()).code, 2);
});
