import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { payloadHashOf } from '@access-layer/core/message';
import type { Packet } from '@access-layer/core/payload';
import type { CertifiedRecord } from '@access-layer/core/record';
import type { NodeStatus } from '@access-layer/light-node/node';
import { runDevice } from '@access-layer/light-node/onboarding/device-commands';
import { type Running, run } from '@access-layer/light-node/test/installation';
import { startMeter } from '@access-layer/simulators/meter';
import { simulatedNowMs } from '@access-layer/simulators/replay-time';
import { parse, stringify } from 'yaml';
import { until } from './all-in-one.ts';
import { type OnboardingSystem, startOnboardingSystem } from './onboarding-system.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;
/** Long enough before now that a slow machine does not reach the present meanwhile. */
const BEGINS_DAYS_AGO = 28;
/** A week a minute: a reading every 30 ms, which is five minutes of the node's time. */
const SPEED = 10_080;
const SAMPLE_INTERVAL_S = 300;
/** Where in the week the power fails. */
const POWER_CUTS = [0.2, 0.5, 0.8];
const NO_BROKER = 'mqtts://127.0.0.1:9';

let system: OnboardingSystem;
const dir = mkdtempSync(join(tmpdir(), 'offline-'));

before(async () => {
  system = await startOnboardingSystem();
});
after(async () => {
  await system.close();
  rmSync(dir, { recursive: true, force: true });
});

/** An enrolled device; its week begins when it has started. */
async function enrolledDevice(t: TestContext) {
  const order = { pod: 'IT999E00000001', meter: 'sdm630-1' };
  const { body } = await system.call('POST', '/v1/enrolments', order);
  const clock = {
    name: 'replay',
    realStart: 0,
    simulatedStart: Date.now() - BEGINS_DAYS_AGO * DAY_MS,
    speed: SPEED,
  };
  const meter = await startMeter({ unit: 1, profile: 'sdm630', nowMs: () => simulatedNowMs(clock) });
  t.after(() => meter.close());
  const where = ['--url', system.deviceUrl(), '--dir', dir, '--meter', `127.0.0.1:${meter.port}`];
  const args = [body.code, ...where, '--profile', 'sdm630', '--no-run'];
  await runDevice('enroll', args, { cwd: dir, stdout: { write: () => undefined } });
  const file = join(dir, 'config.yaml');
  const config = parse(readFileSync(file, 'utf8'));
  clock.realStart = Date.now();
  const setBroker = (url: string) => {
    const broker = { ...config.broker, url, inFlight: 100, reconnectMinMs: 50, reconnectMaxMs: 500 };
    const more = { sampleIntervalS: SAMPLE_INTERVAL_S, packet: { maxReadings: 3, maxDelayS: 3600 } };
    writeFileSync(
      file,
      stringify({ ...config, ...more, broker, clock, http: { port: 0 }, drainPerS: 10_000 }),
    );
  };
  let weekStartMs = 0;
  return {
    ...{ node: body.node as string, file, setBroker },
    beginWeek: () => {
      weekStartMs = simulatedNowMs(clock);
    },
    /** Of the week, as a share of it. */
    passed: () => (simulatedNowMs(clock) - weekStartMs) / (DAYS * DAY_MS),
  };
}

async function statusOf(node: Running): Promise<NodeStatus> {
  const response = await fetch(`${await node.url}/status`);
  return ((await response.json()) as { nodes: NodeStatus[] }).nodes[0]!;
}

async function accepted(node: string): Promise<{ packet: Packet; payload: string }[]> {
  const found: { packet: Packet; payload: string }[] = [];
  for (let next = 0; ; ) {
    const records = await system.around.stream.read('packets', 0, next, 1000);
    for (const { value, offset } of records) {
      next = offset + 1;
      const { payload } = JSON.parse(value) as CertifiedRecord;
      const packet = JSON.parse(payload) as Packet;
      if (packet.node === node) found.push({ packet, payload });
    }
    if (records.length < 1000) return found;
  }
}

test('seven days without a broker and three power cuts: nothing is missing, nothing is double, all in order', async (t) => {
  const { node, file, setBroker, beginWeek, passed } = await enrolledDevice(t);
  setBroker(NO_BROKER);
  let light = run(t, [file]);
  await light.url;
  beginWeek();
  for (const cut of POWER_CUTS) {
    await light.url;
    await until(`${cut * 100} % of the week`, () => passed() >= cut);
    light.child.kill('SIGKILL');
    await light.ended;
    light = run(t, [file]);
  }
  await light.url;
  await until('the end of the week', () => passed() >= 1.02);
  const backlog = await statusOf(light);
  assert.equal(backlog.broker.connected, false);
  light.child.kill('SIGTERM');
  await light.ended;

  setBroker(`mqtts://127.0.0.1:${system.bal.mqttPort}`);
  light = run(t, [file]);
  await light.url;
  const startMs = performance.now();
  let status = await statusOf(light);
  await until(
    'the backlog to be handed over',
    async () => {
      status = await statusOf(light);
      return status.outbox.acknowledged >= backlog.outbox.signed;
    },
    180_000,
  );
  const drainMs = performance.now() - startMs;
  light.child.kill('SIGTERM');
  await light.ended;
  const count = backlog.outbox.signed;
  await until('all of it to be sealed', async () => (await accepted(node)).length >= count, 60_000);
  const packets = await accepted(node);
  const seqs = packets.map(({ packet }) => packet.seq);
  const doubles = seqs.length - new Set(seqs).size;
  const gaps = Math.max(...seqs) + 1 - new Set(seqs).size;
  const isInOrder = seqs.every((seq, at) => seq === at);
  const spanDays = (Date.parse(lastAt(packets)) - Date.parse(firstAt(packets))) / DAY_MS;
  const perS = Math.round((count * 1000) / drainMs);
  t.diagnostic(
    `${count} packets of ${spanDays.toFixed(2)} days, ${POWER_CUTS.length} power cuts: gaps ${gaps}, doubles ${doubles}, ${isInOrder ? 'in order' : 'NOT in order'}; drained at ${perS} packets/s`,
  );
  assert.deepEqual([gaps, doubles, isInOrder], [0, 0, true]);
  assert.ok(spanDays > DAYS, 'the whole week is there');
  for (const [at, { packet }] of packets.entries()) {
    if (at > 0) assert.equal(packet.prev, payloadHashOf(packets[at - 1]!.payload), `packet ${at}`);
  }
  const readings = packets.flatMap(({ packet }) => (packet.type === 'measurement' ? packet.readings : []));
  const once = new Set(readings.map((reading) => JSON.stringify(reading)));
  assert.equal(once.size, readings.length, 'no reading twice');
  const restarts = packets.filter(({ packet }) => packet.type === 'event' && packet.event === 'restarted');
  const cuts = restarts.filter(({ payload }) => payload.includes('power lost or killed'));
  assert.equal(cuts.length, POWER_CUTS.length, 'each power cut is told of');
  const told = readings.length - readings.filter(({ quality }) => quality.includes('meter-error')).length;
  assert.ok(told >= backlog.outbox.measured - backlog.outbox.pending, 'whatever was on disk has arrived');
});

const firstAt = (packets: { packet: Packet }[]) => timesOf(packets).at(0)!;
const lastAt = (packets: { packet: Packet }[]) => timesOf(packets).at(-1)!;

function timesOf(packets: { packet: Packet }[]): string[] {
  return packets.flatMap(({ packet }) =>
    packet.type === 'measurement' ? packet.readings.map(({ at }) => at) : [],
  );
}
