import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { createBatchStore } from './batch-store.ts';
import { createClientWatch } from './client-watch.ts';
import { createBalMetrics } from './metrics.ts';
import { newNode, nextPacket } from './test/fleet.ts';
import { openJudging } from './test/judging.ts';
import { newPlatform } from './test/set-points.ts';

test('every counter can be read when there is something to count', async (t) => {
  const log = openJudging(t);
  const [node, platform] = [newNode('node-1'), newPlatform('dso-1')];
  log.enrol(node);
  log.list('set-point-signer', platform.id, platform.address);
  log.append(node.id, [nextPacket(node).bytes, Buffer.from('nonsense')]);
  log.command(platform.id, node.id, [platform.setPoint(node).bytes]);
  const { database, anomalies, packetLog, rejections } = log;
  const clients = createClientWatch({
    database,
    anomalies,
    log: createLog({ name: 'test', level: 'silent' }),
  });
  clients.refused('access', 'node-1', 'a topic of another');
  clients.flush();
  const metrics = createBalMetrics({
    ...{ packetLog, rejections, anomalies, clients, batches: createBatchStore(database) },
    ...{ setPointBook: log.setPoints, pending: () => 0, connections: () => 1, chainNode: () => 0 },
  });
  const text = await metrics.metrics();
  for (const sample of [
    'access_layer_accepted_total 1',
    'access_layer_refused_total{reason="malformed"} 1',
    'access_layer_set_points_total{status="accepted"} 1',
    'access_layer_anomalies_open{type="access-refused"} 1',
    'access_layer_client_refusals_total{limit="access"} 1',
  ]) {
    assert.ok(text.includes(`${sample}\n`), `${sample} in\n${text}`);
  }
});
