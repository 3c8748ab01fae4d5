import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { keccak256 } from '@access-layer/core/keccak';
import { leafOf } from '@access-layer/core/leaf';
import { verifyProof as verifyMerkleProof } from '@access-layer/core/merkle';
import { messageBytes, messageHashOf, payloadHashOf } from '@access-layer/core/message';
import type { AnchorRecord, CertifiedRecord } from '@access-layer/core/record';
import { newPrivateKey } from '@access-layer/core/sign';
import { verifyProof } from '@access-layer/core/verify';
import { createLog } from '@access-layer/kit/log';
import { withDefaults } from './config.ts';
import { type BlockchainAccessLayer, startBlockchainAccessLayer } from './service.ts';
import { connectClient } from './test/client.ts';
import { measurement, nextPacket, sign, withHighS, ZERO_HASH } from './test/fleet.ts';
import { ask, metricsOf } from './test/rest-client.ts';
import { prepareSurroundings, type Surroundings } from './test/system.ts';
import { until } from './test/until.ts';
import { payloadOf } from './verify-message.ts';

interface Rejected {
  seq: number;
  payloadHash: string;
  reason: string;
}

const log = createLog({ name: 'test', level: 'silent' });

describe('a packet on its whole way, on real protocols', () => {
  let around: Surroundings;
  let bal: BlockchainAccessLayer;
  let packets: ReturnType<typeof nextPacket>[];
  let node: Awaited<ReturnType<Surroundings['enrol']>>[number];

  before(async () => {
    around = await prepareSurroundings();
    [node] = (await around.enrol(1)) as [typeof node];
    packets = Array.from({ length: 5 }, () => nextPacket(node));
    bal = await startBlockchainAccessLayer(withDefaults(around.config), { log, onFatal: assert.fail });
  });
  after(async () => {
    await bal.stop();
    await around.remove();
  });

  test('it is acknowledged, sealed, published and anchored, and its node is told', async () => {
    const client = await connectClient(bal.mqttPort, node.id, node.files);
    assert.deepEqual(await client.subscribe(`ln/${node.id}/verdicts`), [1]);
    await client.publish(`ln/${node.id}/status`, Buffer.from('{"state":"ok"}'), { retain: true });
    for (const { bytes } of packets) await client.publish(`ln/${node.id}/packets`, bytes);
    await until('verdicts of all five', () =>
      client.verdicts.flatMap(({ anchored = [] }) => anchored).find(({ toSeq }) => toSeq === 4),
    );
    await client.end();
  });

  test('the stream has it as a certified record under its PoD, with its proof', async () => {
    const records = await around.stream.read('packets', 0, 0, 10);
    assert.deepEqual(
      records.map(({ key }) => key),
      packets.map(() => node.pod),
    );
    for (const [i, { value }] of records.entries()) {
      const { payload, signature, receivedAt, batch } = JSON.parse(value) as CertifiedRecord;
      const message = { payload, signature: signature as Hex };
      assert.deepEqual(message, { payload: packets[i]!.payload, signature: packets[i]!.signature });
      const leaf = leafOf(messageHashOf(message), receivedAt);
      assert.ok(verifyMerkleProof(leaf, batch.proof as Hex[], batch.root as Hex, batch));
      assert.equal(batch.anchorer, around.anchorer);
    }
  });

  test('the stream has one anchor for each batch, and the contract holds it', async () => {
    const records = await around.stream.read('anchors', 0, 0, 10);
    const anchors = records.map(({ value }) => JSON.parse(value) as AnchorRecord);
    assert.deepEqual(
      anchors.map(({ index }) => index),
      anchors.map((_, i) => i),
    );
    assert.equal(
      anchors.reduce((sum, { count }) => sum + count, 0),
      5,
    );
    const block = await around.chain.registry.block(anchors[0]!.blockHash as Hex);
    assert.equal(block!.number, anchors[0]!.blockNumber);
    assert.ok(block!.transactions.includes(anchors[0]!.txHash as Hex));
  });

  test('its proof file is verified by a stranger with his own network file and chain node', async () => {
    const { registry, anchorContract } = around.chain.networkFile as { registry: Hex; anchorContract: Hex };
    const reader = createChainReader({ rpcUrl: around.chain.rpcUrl, registry, anchorContract });
    for (const hash of [payloadHashOf(packets[1]!.payload), messageHashOf(packets[4]!)]) {
      const { status, body: proof } = await ask(bal.httpPort, `/packets/${hash}/proof`);
      assert.equal(status, 200, JSON.stringify(proof));
      const { outcome, checks } = await verifyProof(proof, around.chain.networkFile, reader);
      assert.equal(outcome, 'verified', JSON.stringify(checks, null, 2));
    }
  });

  test('REST shows the node, the batch, the transaction and the packet', async () => {
    const { body: nodes } = await ask(bal.httpPort, '/nodes');
    assert.deepEqual(
      nodes.items.map((one: { node: string; status: string }) => [one.node, one.status]),
      [[node.id, '{"state":"ok"}']],
    );
    const { body: details } = await until('its last packet in the node book', async () => {
      const answer = await ask(bal.httpPort, `/nodes/${node.id}`);
      return answer.body.lastSeq === 4 && answer;
    });
    assert.deepEqual([details.bindings[0].podCode, details.bindings[0].valid], [node.pod, true]);

    const { body: packet } = await ask(bal.httpPort, `/packets/${messageHashOf(packets[1]!)}`);
    assert.deepEqual(
      [packet.stage, packet.node, packet.seq, packet.payload],
      ['anchored', node.id, 1, packets[1]!.payload],
    );
    const { body: batch } = await ask(bal.httpPort, `/batches/${around.anchorer}/${packet.batch.index}`);
    assert.deepEqual(batch, packet.batch);

    const first = await ask(bal.httpPort, '/batches?limit=1&order=oldest');
    assert.deepEqual([first.body.items[0].index, first.body.next], [0, '0']);
    const { body: transactions } = await ask(bal.httpPort, '/transactions');
    assert.ok(transactions.items.some(({ hash }: { hash: string }) => hash === batch.anchor.txHash));
    assert.deepEqual((await ask(bal.httpPort, '/anomalies')).body, { items: [] });
  });

  test('the counters of distinct packets agree, and the service is well', async () => {
    const metrics = await metricsOf(bal.httpPort);
    for (const stage of ['accepted', 'sealed', 'anchored'])
      assert.equal(metrics[`access_layer_${stage}_total`], 5);
    assert.equal(metrics.access_layer_batches_waiting, 0);
    assert.equal(metrics['access_layer_refused_total{reason="malformed"}'], 0);
    const { status, body } = await ask(bal.httpPort, '/health');
    assert.deepEqual([status, body.status, body.chain, body.registry], [200, 'ok', 'ok', 'ok']);
  });

  test('what is asked wrongly is answered by code', async () => {
    const unknown = `0x${'12'.repeat(32)}`;
    const cases: [string, number, string][] = [
      ['/nodes/nobody', 404, 'BAL_NODE_UNKNOWN'],
      ['/nodes/NOT-A-NAME', 400, 'BAD_REQUEST'],
      [`/packets/${unknown}`, 404, 'BAL_PACKET_UNKNOWN'],
      ['/packets/0x12', 400, 'BAD_REQUEST'],
      [`/batches/${around.anchorer}/999`, 404, 'BAL_BATCH_UNKNOWN'],
      ['/anomalies/999', 404, 'BAL_ANOMALY_UNKNOWN'],
      ['/anomalies?type=nonsense', 400, 'BAD_REQUEST'],
      ['/anomalies?since=2026-02-30T00:00:00.000Z', 400, 'BAL_TIME'],
      [`/batches/0x${'00'.repeat(20)}/0`, 404, 'BAL_BATCH_UNKNOWN'],
      ['/batches?limit=1001', 400, 'BAD_REQUEST'],
      ['/batches?after=x', 400, 'BAL_CURSOR'],
      ['/batches?unknown=1', 400, 'BAD_REQUEST'],
    ];
    for (const [path, status, code] of cases) {
      const answer = await ask(bal.httpPort, path);
      assert.deepEqual([answer.status, answer.body.code], [status, code], path);
    }
  });

  test('the OpenAPI document is served, and can be browsed without a request to elsewhere', async () => {
    const { body: document } = await ask(bal.httpPort, '/openapi.json');
    assert.equal(document.openapi, '3.0.3');
    assert.deepEqual(Object.keys(document.paths).sort(), [
      '/anomalies',
      '/anomalies/{id}',
      '/batches',
      '/batches/{anchorer}/{index}',
      '/batches/{anchorer}/{index}/tree',
      '/chain',
      '/chain/anchors/{anchorer}/{index}',
      '/chain/bindings/{key}/{commitment}',
      '/chain/blocks',
      '/chain/blocks/{id}',
      '/chain/contracts',
      '/chain/contracts/{name}/events',
      '/chain/transactions/{hash}',
      '/clock/clear',
      '/flow',
      '/nodes',
      '/nodes/{id}',
      '/packets/{hash}',
      '/packets/{hash}/proof',
      '/quarantine',
      '/transactions',
    ]);
    const page = await ask(bal.httpPort, '/docs/');
    assert.equal(page.status, 200);
    assert.doesNotMatch(String(page.body), /(src|href)="https?:/);
  });

  test('bad input is acknowledged, refused by name in a signed verdict, and harms nobody', async () => {
    const client = await connectClient(bal.mqttPort, node.id, node.files);
    await client.subscribe(`ln/${node.id}/verdicts`);
    const text = JSON.stringify(measurement(node));
    const good = sign(node, text);
    const large = Buffer.from(
      `${good.signature}\n${text.replace('"sdm630"', `"${'x'.repeat(10 * 1024 * 1024)}"`)}`,
    );
    const bad: [string, Uint8Array][] = [
      ['malformed', Buffer.from('{"seq":3}')],
      ['malformed', messageBytes(sign(node, text.replace('{"v":1,', '{"v":1,"v":1,')))],
      ['malformed', messageBytes(sign(node, measurement(node, { seq: '5' })))],
      ['unsupported-version', messageBytes(sign(node, measurement(node, { v: 2 })))],
      ['wrong-network', messageBytes(sign(node, measurement(node, { network: 'rome-1' })))],
      ['bad-signature', messageBytes({ payload: text, signature: withHighS(good.signature) })],
      ['node-mismatch', messageBytes(sign(node, measurement(node, { node: 'another' })))],
      ['unknown-key', messageBytes(sign({ key: newPrivateKey() }, measurement(node)))],
      ['binding-mismatch', messageBytes(sign(node, measurement(node, { meter: 'another' })))],
      ['sequence-fork', messageBytes(sign(node, measurement(node, { seq: 0, prev: ZERO_HASH })))],
      ['too-large', large],
    ];
    for (const [, bytes] of bad) await client.publish(`ln/${node.id}/packets`, bytes);
    const told = () => client.verdicts.flatMap(({ rejected = [] }) => rejected) as unknown as Rejected[];
    await until('all are told', () => told().length === bad.length);
    assert.deepEqual(
      told().map(({ reason }) => reason as string),
      bad.map(([reason]) => reason),
    );
    assert.deepEqual(
      told().map(({ payloadHash }) => payloadHash),
      bad.map(([, bytes]) => toHex(keccak256(payloadOf(bytes)))),
    );
    await client.publish(`ln/${node.id}/packets`, nextPacket(node).bytes);
    await client.end();
    const metrics = await metricsOf(bal.httpPort);
    assert.deepEqual(
      [metrics.access_layer_accepted_total, metrics['access_layer_refused_total{reason="malformed"}']],
      [6, 3],
    );
    const { body } = await ask(bal.httpPort, `/anomalies?node=${node.id}&open=true&limit=1000`);
    const kinds = body.items.map(({ subject, type }: { subject?: string; type: string }) => subject ?? type);
    assert.deepEqual(new Set(kinds), new Set(bad.map(([reason]) => reason)));
    const twice = body.items.find(({ subject }: { subject?: string }) => subject === 'malformed');
    const { body: one } = await ask(bal.httpPort, `/anomalies/${twice.id}`);
    assert.deepEqual([one.type, one.severity, one.state, one.count], ['refused', 'warning', 'open', 3]);
    const hashes = one.evidence.map(({ payloadHash }: { payloadHash: string }) => payloadHash);
    assert.equal(hashes[0], toHex(keccak256(payloadOf(bad[0]![1]))));
  });

  test('a name that is not of this machine gets nothing (DNS rebinding)', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const options = { port: bal.httpPort, path: '/nodes', headers: { host: 'evil.example' } };
      request({ host: '127.0.0.1', ...options }, (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end();
    });
    assert.equal(status, 403);
  });

  test('the stream keeps payloads for the days of the configuration: then nothing of them is on the disk', async () => {
    await bal.stop();
    const streamDir = join(around.dir, 'stream');
    const topic = new DatabaseSync(join(streamDir, 'packets.topic.db'));
    topic.prepare('UPDATE record SET timestamp_ms = ? WHERE offset <= 3').run(Date.now() - 2 * 86_400_000);
    topic.close();
    const isOnDisk = packets.map(({ payload }) => {
      const { nonce } = JSON.parse(payload) as { nonce: string };
      return () => readdirSync(streamDir).some((name) => readFileSync(join(streamDir, name)).includes(nonce));
    });
    assert.ok(isOnDisk.every((look) => look()));
    const settings = withDefaults({ ...around.config, streamRetentionDays: 1 });
    bal = await startBlockchainAccessLayer(settings, { log, onFatal: assert.fail });
    await until('the three oldest to be gone', () => isOnDisk.slice(0, 3).every((look) => !look()));
    assert.deepEqual(
      isOnDisk.map((look) => look()),
      [false, false, false, true, true],
    );
    const left = await around.stream.read('packets', 0, 0, 10);
    assert.ok(left.length >= 2 && left.every(({ offset }) => offset > 3));
  });
});
