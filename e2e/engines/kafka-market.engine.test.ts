import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import kafka from '@access-layer/engines/kafka';
import type { Stream } from '@access-layer/kit/stream';
import { lagOf } from '@access-layer/kit/stream-lag';
import kafkaStream from '@access-layer/kit/streams/kafka';
import { certified, PODS, until } from '@access-layer/shared-customer-database/events-api/events.test-input';
import { releaseByAccess } from '@access-layer/shared-customer-database/events-api/release-by-access';
import { routerGroup } from '@access-layer/shared-customer-database/party-topics/route-party';
import { startPartyTopics } from '@access-layer/shared-customer-database/party-topics/start-party-topics';
import kafkaCommand from 'access-layer/commands/kafka';
import { codeBlocks } from '../markdown.ts';
import { openInstance } from './events-instance.ts';
import { kafkaClients } from './kafka-clients.ts';
import { startConnect } from './kafka-connect.ts';
import { EXAMPLES, linesOf, runExample } from './kafka-examples.ts';
import { aggregatorOf, municipalityOf, openMarket } from './kafka-market.ts';
import { needEngine } from './need-engine.ts';
import { createRestConsumer } from './rest-consumer.ts';

const ENOUGH_MS = 180_000;
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
  const environment = async (user: 'aggregator-1' | 'aggregator-2' | 'market-1') => {
    const { passwordFile } = clients.optionsOf(user);
    const { certificate, key } = await engine.identityOf(user);
    const [certificateFile, keyFile] = [join(clients.dir, `${user}.pem`), join(clients.dir, `${user}.key`)];
    writeFileSync(certificateFile, certificate);
    writeFileSync(keyFile, key, { mode: 0o600 });
    return {
      ...{ KAFKA_BROKERS: engine.brokers.join(','), KAFKA_TLS_BROKERS: engine.tlsBrokers.join(',') },
      ...{ KAFKA_CA: clients.caFile, KAFKA_USER: user, KAFKA_PASSWORD_FILE: passwordFile },
      ...{ KAFKA_CERTIFICATE: certificateFile, KAFKA_KEY: keyFile },
    };
  };
  const packetsOf = (minute: number) => PODS.map((pod) => certified(pod, minute));

  test('rights: a service does its part and no other; a party reads its own topics and nothing else', async () => {
    const file = clients.adminFile();
    await command('grant', file, 'aggregator-1', 'aggregator-2');
    await command('grant', file, 'market-1');
    // Brokers take over what was granted a moment later.
    const shows = (line: RegExp) =>
      until(async () => line.test(await command('show', file)), `${line}`, ENOUGH_MS);
    for (const party of ['aggregator-1', 'aggregator-2', 'market-1']) {
      await shows(new RegExp(`shared-customer-database +write +topic market-messages\\.${party}\n`));
      await shows(new RegExp(`${party} +read +group party\\.${party}\\.\\*\n`));
    }
    const shown = await command('show', file);
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
    await shows(/^(?!.*market-1).*aggregator-1/s);
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
    const source = { topic: 'packets', group: routerGroup('aggregator-1') };
    await until(async () => (await lagOf(scd, source)) === 0, 'all to be decided', ENOUGH_MS);
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

  test('a group of the Events API over two instances: both share the partitions, and one takes over from the other', async (t) => {
    const options = clients.optionsOf('shared-customer-database');
    const here = await openInstance(await open('shared-customer-database'));
    t.after(here.close);
    const other = spawn(
      process.execPath,
      [join(import.meta.dirname, 'events-instance-main.ts'), JSON.stringify(options)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    t.after(() => other.kill('SIGKILL'));
    const [line] = await once(other.stdout, 'data', { signal: AbortSignal.timeout(ENOUGH_MS) });
    const consumers = {
      here: createRestConsumer(here.url, 'here'),
      other: createRestConsumer(String(line).trim(), 'other'),
    };
    for (const consumer of Object.values(consumers)) await consumer.subscribe('measurements');
    const held = { here: [] as number[], other: [] as number[] };
    await until(
      async () => {
        for (const name of ['here', 'other'] as const) held[name] = await consumers[name].partitions();
        const { here: mine, other: theirs } = held;
        return (
          mine.length > 0 &&
          theirs.length > 0 &&
          new Set([...mine, ...theirs]).size === 3 &&
          mine.length + theirs.length === 3
        );
      },
      'both to hold partitions',
      ENOUGH_MS,
    );
    const seen = new Set<string>();
    const total = await count(opened[0]!, 'packets');
    await until(
      async () => {
        for (const consumer of Object.values(consumers))
          for (const { partition, offset } of await consumer.read()) seen.add(`${partition} ${offset}`);
        return seen.size >= total;
      },
      'all records',
      ENOUGH_MS,
    );
    for (const consumer of Object.values(consumers)) await consumer.commit();
    other.kill('SIGKILL');
    const killedMs = performance.now();
    const bal = await open('blockchain-access-layer');
    await bal.append('packets', packetsOf(2), { producer: 'b', sequence: 2 });
    const later = new Set<string>();
    await until(
      async () => {
        for (const { partition, offset } of await consumers.here.read()) {
          assert.ok(!seen.has(`${partition} ${offset}`), 'what the other had committed comes again');
          later.add(`${partition} ${offset}`);
        }
        return later.size >= PODS.length;
      },
      'the records of the dead one',
      ENOUGH_MS,
    );
    assert.deepEqual((await consumers.here.partitions()).toSorted(), [0, 1, 2]);
    t.diagnostic(
      `taken over ${Math.round(performance.now() - killedMs)} ms after the kill; the session ends after 10 s`,
    );
  });

  test('what players exchange among themselves: one writes, the other reads', async () => {
    await command('grant', clients.adminFile(), 'market-1');
    await command(
      'share',
      clients.adminFile(),
      'offers',
      '--writers',
      'market-1',
      '--readers',
      'aggregator-1',
    );
    const offers = PODS.slice(0, 3).map((pod) => JSON.stringify({ pod, energyWh: 100 }));
    const sent = await runExample(
      'node producer.ts shared.offers',
      await environment('market-1'),
      `${offers.join('\n')}\n`,
    );
    assert.match(sent, /^3 sent to shared\.offers/);
    const party = await open('aggregator-1');
    assert.equal(await count(party, 'shared.offers'), 3);
    await assert.rejects(party.append('shared.offers', [{ key: 'a', value: 'b' }]), REFUSED);
    await command('grant', clients.adminFile());
    assert.equal(await count(party, 'shared.offers'), 3, 'a further grant leaves it open');
  });

  test('the commands of examples/kafka/README.md, for a player', async () => {
    const blocks = codeBlocks(readFileSync(join(EXAMPLES, 'README.md'), 'utf8'));
    const shown: string[] = [];
    for (const { text } of blocks.filter(({ language }) => language === 'sh'))
      for (const line of text.split('\n'))
        shown.push(await runExample(line, await environment('aggregator-1')));
    const mine = PODS.filter((_, i) => aggregatorOf(i) === 'aggregator-1');
    const half = mine.length;
    assert.match(
      shown[0]!,
      new RegExp(
        `^measurements.aggregator-1: ${half} records in 3 partitions, ${half} not yet read by billing$`,
        'm',
      ),
    );
    const packets = linesOf<{ pod: string; readings: object[] }>(shown[1]!);
    assert.equal(packets.length, 3);
    assert.ok(packets.every(({ pod, readings }) => mine.includes(pod) && readings.length === 1));
    assert.match(shown[2]!, new RegExp(`${half - 3} not yet read by billing`));
    const again = await runExample('node admin.ts billing', await environment('aggregator-1'));
    assert.match(again, new RegExp(`${half} not yet read by billing`));
    assert.doesNotMatch(shown.join(''), /aggregator-2|packets|registry/);
  });

  test('the same with kcat and a client certificate', async (t) => {
    const env = await environment('aggregator-1');
    if (!(await runExample('command -v kcat || true', env))) return t.skip('kcat is not installed');
    const blocks = codeBlocks(readFileSync(join(EXAMPLES, 'README.md'), 'utf8'));
    const { text } = blocks.find(({ language }) => language === 'kcat')!;
    const [listed, read] = text.split('\n');
    assert.doesNotMatch(await runExample(listed!, env), /topic "(packets|measurements\.aggregator-2)"/);
    const lines = (await runExample(read!, env)).trim().split('\n');
    assert.equal(lines.length, PODS.length / 2);
    const foreign = read!.replace('measurements.$KAFKA_USER', 'measurements.aggregator-2');
    await assert.rejects(runExample(foreign, env), /authorization failed/i);
  });

  test('load of each municipality and quarter-hour, from the certified topic', async () => {
    // What the router would put there; aggregator-2 has minutes 0 and 1 already.
    const minutes = [14, 16, 20, 65];
    const own = PODS.map((pod, i) => ({ pod, aggregator: aggregatorOf(i), municipality: municipalityOf(i) }));
    const scd = await open('shared-customer-database');
    const published = own.filter(({ aggregator }) => aggregator === 'aggregator-2');
    for (const minute of minutes)
      await scd.append(
        'measurements.aggregator-2',
        published.map(({ pod }) => certified(pod, minute)),
      );
    const podsFile = join(clients.dir, 'pods.json');
    writeFileSync(
      podsFile,
      JSON.stringify(Object.fromEntries(own.map(({ pod, municipality }) => [pod, municipality]))),
    );
    const out = await runExample(
      `node load-by-municipality.ts measurements.aggregator-2 ${podsFile} 4`,
      await environment('aggregator-2'),
    );
    const expected = [
      [0, 1, 14],
      [16, 20],
    ].flatMap((quarter, i) =>
      ['Fiumicino', 'Roma'].map((municipality) => {
        const pods = published.filter((pod) => pod.municipality === municipality).length;
        const meanW = quarter.reduce((sum, minute) => sum + minute, 0) / quarter.length;
        return {
          municipality,
          quarter: `2026-03-01T00:${i === 0 ? '00' : '15'}:00.000Z`,
          loadW: pods * meanW,
          pods,
        };
      }),
    );
    assert.deepEqual(linesOf(out), expected);
  });

  test('records flow through a worker of Kafka Connect into a file, to the letter', async (t) => {
    const worker = await startConnect(t, clients, engine);
    const admin = await open('super');
    const wanted: string[] = [];
    for (const { partition, first, next } of await admin.offsets('measurements.aggregator-1'))
      wanted.push(
        ...(await admin.read('measurements.aggregator-1', partition, first, next - first)).map(
          ({ value }) => value,
        ),
      );
    const lines = () =>
      existsSync(worker.file) ? readFileSync(worker.file, 'utf8').split('\n').filter(Boolean) : [];
    await until(
      () => lines().length >= wanted.length,
      `Connect to write the file\n${worker.logFile}`,
      ENOUGH_MS,
    );
    assert.deepEqual(lines().toSorted(), wanted.toSorted());
  });
}
