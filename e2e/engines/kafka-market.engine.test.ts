import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import kafka from '@access-layer/engines/kafka';
import type { Stream } from '@access-layer/kit/stream';
import kafkaStream from '@access-layer/kit/streams/kafka';
import { certified, PODS, until } from '@access-layer/shared-customer-database/events-api/events.test-input';
import { releaseByAccess } from '@access-layer/shared-customer-database/events-api/release-by-access';
import { startPartyTopics } from '@access-layer/shared-customer-database/party-topics/start-party-topics';
import kafkaCommand from 'access-layer/commands/kafka';
import { kafkaClients } from './kafka-clients.ts';
import { aggregatorOf, openMarket } from './kafka-market.ts';
import { needEngine } from './need-engine.ts';

const ENOUGH_MS = 60_000;
const REFUSED = { code: 'STREAM_UNAVAILABLE', message: /authorization failed/i };

// What players of the market and programs that are not ours do with one Kafka, one after the other.
const engine = await needEngine((options) => kafka.start({ ...options, nodes: 1 }));
if (engine) {
  const clients = kafkaClients(engine);
  const opened: Stream[] = [];
  after(() => Promise.all(opened.map((stream) => stream.close())));
  const open = async (user: Parameters<typeof clients.optionsOf>[0]) => {
    const stream = await kafkaStream.create(clients.optionsOf(user));
    opened.push(stream);
    return stream;
  };
  const command = async (...args: string[]) => {
    const said: string[] = [];
    const out = { write: (text: string) => said.push(text) };
    const around = { cwd: clients.dir, env: {}, stdin: process.stdin, stdout: out, stderr: out } as never;
    const code = await kafkaCommand.run(args, around);
    assert.equal(code, 0, said.join(''));
    return said.join('');
  };
  const count = async (stream: Stream, topic: string) =>
    (await stream.offsets(topic)).reduce((sum, { first, next }) => sum + next - first, 0);
  const packetsOf = (minute: number) => PODS.map((pod) => certified(pod, minute));

  test('rights: a service does its part and no other; a party reads its own topics and nothing else', async () => {
    const file = clients.adminFile();
    await command('grant', file, 'aggregator-1', 'aggregator-2');
    await command('grant', file, 'market-1');
    const shown = await command('show', file);
    for (const party of ['aggregator-1', 'aggregator-2', 'market-1'])
      assert.match(shown, new RegExp(`shared-customer-database +write +topic measurements\\.${party}\n`));
    assert.doesNotMatch(shown, /^(aggregator|market)-\d +(write|trim)/m);

    const bal = await open('blockchain-access-layer');
    await bal.append('packets', packetsOf(0), { producer: 'b', sequence: 0 });
    assert.equal(await count(bal, 'packets'), PODS.length);
    assert.equal(await bal.trim('packets', 0), 0);
    await assert.rejects(bal.append('pods', [{ key: 'a', value: 'b' }]), REFUSED);

    const party = await open('aggregator-1');
    assert.equal(await count(party, 'measurements.aggregator-1'), 0);
    for (const topic of ['measurements.aggregator-2', 'packets', 'registry', 'made-up'])
      await assert.rejects(party.offsets(topic), REFUSED, topic);
    for (const topic of ['measurements.aggregator-1', 'measurements.aggregator-2', 'packets'])
      await assert.rejects(party.append(topic, [{ key: 'a', value: 'b' }]), REFUSED, topic);
    const foreign = party.consume(
      { topic: 'measurements.aggregator-1', group: 'party.aggregator-2.x' },
      AbortSignal.timeout(ENOUGH_MS),
    );
    await assert.rejects(async () => {
      for await (const _ of foreign) break;
    }, REFUSED);

    await command('withdraw', file, 'market-1');
    const rest = await command('show', file);
    assert.doesNotMatch(rest, /market-1/);
    assert.match(rest, /aggregator-1/);
  });

  test('the router gives each party what the rules open, until the consent is revoked', async (t) => {
    const market = await openMarket(PODS);
    t.after(market.close);
    const [bal, scd, admin] = [
      await open('blockchain-access-layer'),
      await open('shared-customer-database'),
      await open('super'),
    ];
    const routing = startPartyTopics({
      ...{ config: { parties: ['aggregator-1', 'aggregator-2'] }, stream: scd, registry: market.registry },
      ...{ release: releaseByAccess(market.access), served: async () => undefined, log: market.log },
    });
    t.after(() => routing.stop());
    const half = PODS.length / 2;
    const has = async (party: string, wanted: number) =>
      (await count(admin, `measurements.${party}`)) >= wanted;
    await until(
      async () => (await has('aggregator-1', half)) && (await has('aggregator-2', half)),
      'the first',
      ENOUGH_MS,
    );
    await market.revoke('aggregator-1');
    await bal.append('packets', packetsOf(1), { producer: 'b', sequence: 1 });
    await until(() => has('aggregator-2', 2 * half), 'the second', ENOUGH_MS);
    await until(async () => (await count(scd, 'packets')) === 2 * PODS.length, 'all packets', ENOUGH_MS);
    assert.equal(routing.problem(), undefined);

    const party = await open('aggregator-1');
    const pods: string[] = [];
    const group = { topic: 'measurements.aggregator-1', group: 'party.aggregator-1.billing' };
    for await (const { records, commit } of party.consume(group, AbortSignal.timeout(ENOUGH_MS))) {
      pods.push(...records.map(({ key }) => key));
      await commit();
      if (pods.length >= half) break;
    }
    assert.deepEqual(
      pods.toSorted(),
      PODS.filter((_, i) => aggregatorOf(i) === 'aggregator-1'),
    );
    assert.equal(
      await count(party, 'measurements.aggregator-1'),
      half,
      'nothing after the consent was revoked',
    );
  });
}
