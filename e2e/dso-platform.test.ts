import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connectClient } from '@access-layer/blockchain-access-layer/test/client';
import { NETWORK } from '@access-layer/blockchain-access-layer/test/fleet';
import { type BalProcess, startProcess } from '@access-layer/blockchain-access-layer/test/process';
import {
  type ClientFiles,
  prepareSurroundings,
  type Surroundings,
} from '@access-layer/blockchain-access-layer/test/system';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { createHttp } from '@access-layer/kit/http';
import { createLog } from '@access-layer/kit/log';
import { createMetrics } from '@access-layer/kit/metrics';
import { type Platform, startPlatform } from '@access-layer/simulators/dso-platform/platform';
import { addOperatorRoutes } from '@access-layer/simulators/dso-platform/routes';
import { until } from './all-in-one.ts';

const ID = 'dsotp-1';
const log = createLog({ name: 'test', level: 'silent' });
const privateKey = newPrivateKey();
let around: Surroundings;
let bal: BalProcess;
let files: ClientFiles;
let node: Awaited<ReturnType<Surroundings['enrol']>>[number];

before(async () => {
  around = await prepareSurroundings();
  const config = { ...around.config, mqtt: { ...around.config.mqtt, port: await freePort() } };
  writeFileSync(around.configFile, JSON.stringify(config));
  files = await around.certify(ID);
  const key = addressOf(privateKey);
  await around.chain.registry.list(key, 'set-point-signer', 1);
  const opening = { kind: 'set-point-signer', key, node: ID, podCode: '', meterId: '', role: '' };
  const value = JSON.stringify({ ...opening, salt: `0x${'00'.repeat(32)}`, from: 1, until: 0 });
  await around.stream.append('registry', [{ key: ID, value }]);
  [node] = (await around.enrol(1)) as [typeof node];
  bal = await startProcess(around.configFile);
});
after(async () => {
  if (bal.child.exitCode === null && bal.child.signalCode === null) await bal.kill('SIGKILL');
  await around.remove();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function start(overrides: { anchorers?: string[]; dir?: string; log?: typeof log } = {}): Platform {
  return startPlatform({
    ...{ id: ID, network: NETWORK, privateKey, log: overrides.log ?? log },
    anchorers: overrides.anchorers ?? [around.anchorer],
    broker: { url: `mqtts://127.0.0.1:${bal.mqttPort}`, ...files },
    dataDir: join(around.dir, overrides.dir ?? 'platform'),
    targets: [{ node: node.id, pod: node.pod }],
  });
}

const request = () => ({ pod: node.pod, mode: 'limit-import' as const, valueW: 1500, lastsS: 60 });

test('a set-point reaches its node, also over a crash of the broker and a restart of the platform', async () => {
  const platform = start();
  const device = await connectClient(bal.mqttPort, node.id, node.files);
  await device.subscribe(`ln/${node.id}/set-points`);
  const first = platform.send(request());
  await until('it is forwarded', () => platform.find(first.id)?.status === 'forwarded');
  await bal.kill('SIGKILL');
  await device.closed;
  const second = platform.send(request());
  assert.equal(platform.find(second.id)?.status, 'signed');
  await platform.stop();

  bal = await startProcess(around.configFile);
  const again = start();
  const third = again.send(request());
  assert.deepEqual([first.seq, second.seq, third.seq], [0, 1, 2]);
  const back = await connectClient(bal.mqttPort, node.id, node.files);
  const received: string[] = [];
  back.mqtt.on('message', (_topic, bytes) => received.push(JSON.parse(bytes.subarray(133).toString()).id));
  await back.subscribe(`ln/${node.id}/set-points`);
  await until('both are forwarded', () =>
    [second, third].every(({ id }) => again.find(id)?.status === 'forwarded'),
  );
  assert.deepEqual(received, [second.id, third.id]);
  assert.deepEqual(
    again.latest(2).map(({ id }) => id),
    [third.id, second.id],
  );
  await back.end();
  await again.stop();
});

test('verdicts count only from an anchorer that the platform knows', async () => {
  const warnings: string[] = [];
  const listening = { ...log, info: () => undefined, warn: (_: object, text: string) => warnings.push(text) };
  const anchorers = [addressOf(newPrivateKey())];
  const platform = start({ anchorers, dir: 'platform-2', log: listening as unknown as typeof log });
  const sent = platform.send({ ...request(), expiresInS: 1 });
  await until('a verdict has come', () => warnings.includes('a verdict of nobody we know'));
  assert.equal(platform.find(sent.id)?.status, 'signed');
  await platform.stop();
});

test('only who has the token of the operator commands', async () => {
  const platform = start({ dir: 'platform-4' });
  const http = createHttp({ log, health: () => ({ status: 'ok' }), metrics: createMetrics() });
  addOperatorRoutes(http, { platform, token: 'secret' });
  const post = async (payload: object, authorization = 'Bearer secret') => {
    const headers = { authorization, host: 'localhost' };
    const answer = await http.inject({ method: 'POST', url: '/set-points', headers, payload });
    return [answer.statusCode, answer.json().code ?? answer.json().mode];
  };
  assert.deepEqual(await post(request(), 'Bearer other'), [401, 'DSOTP_TOKEN']);
  assert.deepEqual(await post(request(), ''), [401, 'DSOTP_TOKEN']);
  assert.deepEqual(await post({ ...request(), pod: 'IT001E99999999' }), [400, 'DSOTP_POD_UNKNOWN']);
  assert.deepEqual(await post({ ...request(), valueW: -1 }), [400, 'DSOTP_VALUE']);
  assert.deepEqual(await post({ ...request(), mode: 'fly' }), [400, 'DSOTP_REQUEST']);
  assert.deepEqual(await post(request()), [201, 'limit-import']);
  assert.equal(platform.latest(10).length, 1);
  await http.close();
  await platform.stop();
});
