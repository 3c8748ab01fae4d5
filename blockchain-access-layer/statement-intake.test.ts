import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import type { Hex } from '@access-layer/core/bytes';
import { LISTED } from '@access-layer/core/commitment';
import { payloadHashOf, type SignedMessage } from '@access-layer/core/message';
import type { CertifiedRecord } from '@access-layer/core/record';
import { verifyProof } from '@access-layer/core/verify';
import { connectClient } from './test/client.ts';
import { nextPacket } from './test/fleet.ts';
import { type BalProcess, startProcess } from './test/process.ts';
import { ask, metricsOf } from './test/rest-client.ts';
import { lineOf, newSender, readLedger } from './test/senders.ts';
import { prepareSurroundings, type Surroundings } from './test/system.ts';
import { until } from './test/until.ts';

type Kind = 'party' | 'service' | 'set-point-signer';

describe('statements in a process of its own', () => {
  let around: Surroundings;
  let bal: BalProcess | undefined;
  before(async () => {
    around = await prepareSurroundings({ windowMs: 40 });
    bal = await startProcess(around.configFile);
  });
  after(async () => {
    if (bal?.child.exitCode === null && bal.child.signalCode === null) await bal.kill('SIGKILL');
    await around.remove();
  });

  async function list(kind: Kind, node: string, key: Hex): Promise<void> {
    await around.chain.registry.list(key, kind, 1);
    const opening = { kind, key, node, podCode: '', meterId: '', role: '', salt: LISTED, from: 1, until: 0 };
    await around.stream.append('registry', [{ key: node, value: JSON.stringify(opening) }]);
  }

  const state = (...messages: SignedMessage[]) =>
    around.stream.append(
      'statements',
      messages.map((message) => ({ key: 'x', value: lineOf(message) })),
    );

  const anchored = (count: number) =>
    until(`${count} statements to be anchored`, async () => {
      const metrics = await metricsOf(bal!.httpPort);
      return metrics.access_layer_statements_anchored_total === count;
    });

  const published = async () =>
    (await around.stream.read('packets', 0, 0, 1000)).map(({ key, value }) => {
      const record = JSON.parse(value) as CertifiedRecord;
      return { key, record, hash: payloadHashOf(record.payload) };
    });

  test('each is logged, anchored and published once beside packets, also over kill -9; a hostile line stops nothing', async () => {
    const [party, service] = [newSender('aggregator-1'), newSender('shared-customer-database')];
    const first = [party.next(), party.next({ type: 'baseline' }), service.next(readLedger())];
    await state(...first);
    await until('what nobody has listed to wait', async () => {
      return (await metricsOf(bal!.httpPort)).access_layer_statements_held === 3;
    });
    await list('party', 'aggregator-1', party.address);
    await list('service', 'shared-customer-database', service.address);
    await anchored(3);

    await around.stream.append('statements', [
      { key: 'x', value: 'not JSON' },
      { key: 'x', value: 'null' },
      { key: 'x', value: JSON.stringify({ payload: 7, signature: {} }) },
    ]);
    await state(party.sign({}, { seq: 0, prev: `0x${'00'.repeat(32)}` }));
    const more: SignedMessage[] = [];
    for (let round = 0; round < 2; round++) {
      const messages = Array.from({ length: 60 }, () => party.next());
      more.push(...messages);
      await state(...messages, messages[7]!);
      await bal!.kill('SIGKILL');
      bal = await startProcess(around.configFile);
    }
    const [node] = await around.enrol(1);
    const packet = nextPacket(node!);
    const client = await connectClient(bal!.mqttPort, node!.id, node!.files);
    await until('the node to be known', async () => {
      await client.publish(`ln/${node!.id}/packets`, packet.bytes);
      return (await metricsOf(bal!.httpPort)).access_layer_accepted_total === 1;
    });
    await client.end();
    await anchored(3 + more.length);
    await until('the packet, too', async () => {
      return (await metricsOf(bal!.httpPort)).access_layer_anchored_total === 1;
    });

    const records = await published();
    const expected = [...first, ...more, packet].map(({ payload }) => payloadHashOf(payload));
    assert.deepEqual(records.map(({ hash }) => hash).sort(), expected.sort(), 'each of them, and each once');
    const keys = new Set(records.map(({ key, record }) => `${key} ${JSON.parse(record.payload).type}`));
    assert.deepEqual([...keys].sort(), [
      'IT001E00000001 baseline',
      'IT001E00000001 measurement',
      'aggregator-1 order',
      'shared-customer-database read-ledger',
    ]);
    const metrics = await metricsOf(bal!.httpPort);
    assert.equal(metrics['access_layer_statements_refused_total{reason="malformed"}'], 3);
    assert.equal(metrics['access_layer_statements_refused_total{reason="sequence-fork"}'], 1);
  });

  test('its proof verifies against the chain, with the key as a listed one', async () => {
    const { networkFile, rpcUrl } = around.chain;
    const chain = createChainReader({
      rpcUrl,
      registry: networkFile.registry as Hex,
      anchorContract: networkFile.anchorContract as Hex,
    });
    const ofType = new Map(
      (await published()).map(({ hash, record }) => [JSON.parse(record.payload).type, hash]),
    );
    for (const [type, kind] of [
      ['order', 'party'],
      ['read-ledger', 'service'],
    ]) {
      const { status, body } = await ask(bal!.httpPort, `/packets/${ofType.get(type)}/proof`);
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual([body.binding.kind, body.binding.node, body.binding.salt], [kind, '', LISTED]);
      const { outcome, checks } = await verifyProof(body, networkFile, chain);
      assert.equal(outcome, 'verified', JSON.stringify(checks));
    }
  });
});
