import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { withDefaults } from './config.ts';
import { type BlockchainAccessLayer, startBlockchainAccessLayer } from './service.ts';
import { connectClient } from './test/client.ts';
import { nextPacket } from './test/fleet.ts';
import { ask, metricsOf } from './test/rest-client.ts';
import { prepareSurroundings, type Surroundings } from './test/system.ts';
import { until } from './test/until.ts';

const log = createLog({ name: 'test', level: 'silent' });
const DAY_MS = 86_400_000;

describe('what stops intake: no PUBACK, said aloud, and nothing lost', () => {
  let around: Surroundings;
  let bal: BlockchainAccessLayer;
  let node: Awaited<ReturnType<Surroundings['enrol']>>[number];
  let leapMs = 0;
  let isDiskFull = false;
  const connect = () => connectClient(bal.mqttPort, node.id, node.files);

  before(async () => {
    around = await prepareSurroundings();
    [node] = (await around.enrol(1)) as [typeof node];
    bal = await startBlockchainAccessLayer(withDefaults(around.config), {
      ...{ log, onFatal: assert.fail },
      clocks: { wall: () => Date.now() + leapMs, monotonic: () => performance.now() },
      aroundLog: (packetLog) => ({
        ...packetLog,
        append: (group, atMs) => {
          if (isDiskFull) throw new Error('database or disk is full');
          return packetLog.append(group, atMs);
        },
      }),
    });
  });
  after(async () => {
    await bal.stop();
    await around.remove();
  });

  test('a clock that leaps, until it is right again', async () => {
    const client = await connect();
    await client.publish(`ln/${node.id}/packets`, nextPacket(node).bytes);
    leapMs = DAY_MS;
    const waiting = nextPacket(node);
    await assert.rejects(client.publish(`ln/${node.id}/packets`, waiting.bytes), /closed/);
    await assert.rejects(connect(), /Server unavailable/);
    const { status, body } = await ask(bal.httpPort, '/health');
    assert.equal(status, 503);
    assert.match(body.reason, /leapt forward by 864000\d\d ms/);
    leapMs = 0;
    assert.equal((await ask(bal.httpPort, '/health')).status, 200);
    const again = await connect();
    await again.publish(`ln/${node.id}/packets`, waiting.bytes);
    await again.end();
    assert.equal((await metricsOf(bal.httpPort)).access_layer_accepted_total, 2);
  });

  test('a clock that leaps, until an operator accepts it', async () => {
    leapMs = -DAY_MS;
    await assert.rejects(connect(), /Server unavailable/);
    const json = { 'content-type': 'application/json' };
    const clear = (body: object, headers = json) =>
      ask(bal.httpPort, '/clock/clear', { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal((await clear({})).status, 400);
    assert.equal((await clear({ reason: 'x' }, { 'content-type': 'text/plain' })).status, 400);
    assert.equal((await ask(bal.httpPort, '/health')).status, 503);
    const { status, body } = await clear({ reason: 'the time server was wrong' });
    assert.equal(status, 200);
    assert.ok(body.highWaterMs - body.nowMs > DAY_MS / 2);
    const client = await connect();
    await client.publish(`ln/${node.id}/packets`, nextPacket(node).bytes);
    await client.end();
    const { body: batches } = await until('it is sealed', async () => {
      const answer = await ask(bal.httpPort, '/batches?limit=1');
      return (await metricsOf(bal.httpPort)).access_layer_sealed_total === 3 && answer;
    });
    assert.ok(batches.items[0].to > Date.now() - DAY_MS / 2, 'the time of receipt fell');
  });

  test('a disk that is full, until there is room', async () => {
    const packet = nextPacket(node);
    const client = await connect();
    isDiskFull = true;
    await assert.rejects(client.publish(`ln/${node.id}/packets`, packet.bytes), /closed/);
    const { status, body } = await ask(bal.httpPort, '/health');
    assert.deepEqual([status, body.status], [503, 'degraded']);
    assert.match(body.reason, /disk is full/);
    isDiskFull = false;
    const again = await until('it is let in again', () => connect().catch(() => undefined));
    await again.publish(`ln/${node.id}/packets`, packet.bytes);
    await again.end();
    assert.equal((await ask(bal.httpPort, '/health')).status, 200);
  });
});
