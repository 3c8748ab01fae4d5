import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../surroundings.test-input.ts';
import type { ServiceSpec } from './service-process.ts';
import { createSupervisor } from './supervisor.ts';

const MAIN = new URL('./test/service.ts', import.meta.url).href;
const STEP = { step: 1 };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function service(dir: string, name: string, more: object = {}): Promise<ServiceSpec> {
  const port = await freePort();
  const file = join(dir, `${name}.json`);
  writeFileSync(file, JSON.stringify({ name, port, journal: join(dir, 'journal'), ...more }));
  const healthUrls = [`http://127.0.0.1:${port}/health`];
  return { name, main: MAIN, configFiles: [file], healthUrls, logFile: join(dir, `${name}.log`) };
}

function journal(dir: string): string[] {
  const file = join(dir, 'journal');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!holds()) {
    assert.ok(performance.now() < deadline, `waited for ${what}`);
    await delay(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('all stop in reverse order of their steps', async () => {
  using folder = temporaryFolder();
  const supervisor = createSupervisor({ say: () => {} });
  await supervisor.launch(await service(folder.dir, 'first'), { step: 1 });
  await supervisor.launch(await service(folder.dir, 'second'), { step: 2 });
  assert.equal(supervisor.processes().length, 2);
  await supervisor.stop();
  assert.deepEqual(supervisor.processes(), []);
  assert.deepEqual(journal(folder.dir).slice(2), ['second stopped', 'first stopped']);
});

test('one that was killed is started again, and what depends on it is told', async () => {
  using folder = temporaryFolder();
  const said: string[] = [];
  const supervisor = createSupervisor({ say: (line) => said.push(line), firstPauseMs: 10 });
  let repaired = 0;
  const afterRestart = async () => void repaired++;
  await supervisor.launch(await service(folder.dir, 'one'), { step: 1, afterRestart });
  const [before] = supervisor.processes();
  process.kill(before!.pid, 'SIGKILL');
  await until('the second start', () => said.some((line) => line.includes('runs again')));
  assert.notEqual(supervisor.processes()[0]!.pid, before!.pid);
  assert.equal(repaired, 1);
  assert.match(said[0]!, /one ended \(by SIGKILL\); starting it again in 0\.01 s/);
  await supervisor.stop();
});

test('one that cannot start says why', async () => {
  using folder = temporaryFolder();
  const supervisor = createSupervisor({ say: () => {} });
  const broken = await service(folder.dir, 'broken', { crash: true });
  await assert.rejects(supervisor.launch(broken, STEP), {
    code: 'CLI_NOT_READY',
    message: /broken does not start: it ended at once.*broken on purpose/s,
  });
  await supervisor.stop();
});

test('one that runs but is degraded keeps nobody from running, and that is said; one that starts is waited for', async () => {
  using folder = temporaryFolder();
  const said: string[] = [];
  const supervisor = createSupervisor({ say: (line) => said.push(line), readyTimeoutMs: 8000 });
  await supervisor.launch(await service(folder.dir, 'halted', { unwell: 'degraded' }), STEP);
  await supervisor.launch(await service(folder.dir, 'healthy'), STEP);
  assert.match(said.join(), /halted runs, but is degraded: one node is halted/);
  const never = await service(folder.dir, 'never', { unwell: 'starting' });
  await assert.rejects(supervisor.launch(never, STEP), {
    code: 'CLI_NOT_READY',
    message: /starting: one node/,
  });
  await supervisor.stop();
});

test('one that does not stop is killed, and that is said', async () => {
  using folder = temporaryFolder();
  const said: string[] = [];
  const supervisor = createSupervisor({ say: (line) => said.push(line), stopTimeoutMs: 200 });
  await supervisor.launch(await service(folder.dir, 'stubborn', { stubborn: true }), STEP);
  await supervisor.stop();
  assert.deepEqual(supervisor.processes(), []);
  assert.match(said.join(), /stubborn did not stop within 0\.2 s and was killed/);
});

test('a supervisor that is killed leaves no orphan', async () => {
  using folder = temporaryFolder();
  const spec = await service(folder.dir, 'child');
  const module = new URL('./service-process.ts', import.meta.url).href;
  const script = `import { startService } from '${module}';
    console.log(startService(${JSON.stringify(spec)}).pid); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  await until('the start', () => journal(folder.dir).includes('child started'));
  parent.kill('SIGKILL');
  await until('the end of the child', () => !isAlive(Number(line.toString())));
  assert.deepEqual(journal(folder.dir), ['child started', 'child stopped']);
});
