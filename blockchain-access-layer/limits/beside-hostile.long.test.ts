import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { connectClient } from '../test/client.ts';
import { nextPacket } from '../test/fleet.ts';
import { startProcess } from '../test/process.ts';
import { metricsOf } from '../test/rest-client.ts';
import { prepareSurroundings } from '../test/system.ts';
import { until } from '../test/until.ts';

const ROUNDS = 2;
const PACKETS_A_ROUND = 100;
/** What a good client may notice of four that flood, a storm and a slow one, on a machine that all of them share. */
const MOST_TIMES = 20;

test('hostile clients do not slow a good one: p99 until PUBACK beside them, in times of that alone', async (t) => {
  const around = await prepareSurroundings();
  t.after(() => around.remove());
  const [good, ...hostile] = await around.enrol(5);
  const limits = { messagesPerS: 200, messageBurst: 400, handshakesPerS: 10, handshakeBurst: 20 };
  const { config, configFile } = around;
  writeFileSync(configFile, JSON.stringify({ ...config, mqtt: { ...config.mqtt, limits } }));
  const bal = await startProcess(configFile);
  t.after(() => bal.kill('SIGTERM'));
  const client = await connectClient(bal.mqttPort, good!.id, good!.files);

  async function round(): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < PACKETS_A_ROUND; i++) {
      const { bytes } = nextPacket(good!);
      const before = performance.now();
      await client.publish(`ln/${good!.id}/packets`, bytes);
      times.push(performance.now() - before);
    }
    return times;
  }

  await round();
  const [alone, beside]: [number[], number[]] = [[], []];
  const memory = { alone: 0, beside: 0 };
  for (let i = 0; i < ROUNDS; i++) {
    alone.push(...(await round()));
    memory.alone = Math.max(memory.alone, residentMb(bal.pid));
    const load = fork(new URL('./hostile-load.test-input.ts', import.meta.url));
    const clients = hostile.map(({ id, files: { certFile, keyFile } }) => ({ id, certFile, keyFile }));
    t.after(() => load.kill('SIGKILL'));
    load.send({ port: bal.mqttPort, caFile: around.caFile, clients });
    await once(load, 'message');
    await until('they are held back', async () => (await refusals(bal.httpPort, 'read-rate')) > 0);
    beside.push(...(await round()));
    memory.beside = Math.max(memory.beside, residentMb(bal.pid));
    load.kill('SIGKILL');
    await once(load, 'exit');
  }
  const times = p99(beside) / p99(alone);
  t.diagnostic(
    `p99 until PUBACK: ${times.toFixed(1)} times that alone (${p99(alone).toFixed(0)} ms on this machine)`,
  );
  t.diagnostic(`memory: ${Math.round(memory.alone)} MB alone, ${Math.round(memory.beside)} MB beside them`);
  for (const limit of ['read-rate', 'address-handshakes', 'certificate']) {
    const count = await refusals(bal.httpPort, limit);
    t.diagnostic(`${limit}: ${count} times`);
    assert.ok(count > 0, limit);
  }
  assert.ok(times < MOST_TIMES, `${times} times`);
  assert.ok(memory.beside < 2 * memory.alone + 100, 'memory is bounded');
  await client.end();
});

const p99 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.ceil(0.99 * times.length) - 1]!;

async function refusals(port: number, limit: string): Promise<number> {
  return (await metricsOf(port))[`access_layer_client_refusals_total{limit="${limit}"}`] ?? 0;
}

/** 0 where the system does not tell. */
function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
