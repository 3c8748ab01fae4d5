import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { partyRights, SERVICE_TOPICS, serviceRights } from '@access-layer/kit/streams/kafka-parts/rights';
import { surroundings, temporaryFolder } from '../surroundings.test-input.ts';
import kafka from './kafka.ts';

test('a command line that makes no sense, a file that is no configuration, brokers elsewhere without TLS', async () => {
  using folder = temporaryFolder();
  const run = async (...args: string[]) => {
    const { around, printed } = surroundings(folder.dir);
    return { code: await kafka.run(args, around), said: printed.err };
  };
  writeFileSync(join(folder.dir, 'kafka.yaml'), 'name: kafka\nbrokers: [kafka-1.example.org:9092]\n');
  writeFileSync(join(folder.dir, 'wrong.yaml'), 'name: kafka\nbroker: x\n');
  for (const args of [
    [],
    ['grant'],
    ['withdraw', 'kafka.yaml'],
    ['show', 'kafka.yaml', 'agg-1'],
    ['grant', 'kafka.yaml', 'registrar'],
    ['grant', 'kafka.yaml', 'a.b'],
    ['share', 'kafka.yaml', '--readers', 'agg-1'],
    ['share', 'kafka.yaml', 'offers', '--readers', 'agg 1'],
    ['grant', 'kafka.yaml', '--readers', 'agg-1'],
  ])
    assert.equal((await run(...args)).code, 64, args.join(' '));
  assert.equal((await run('show', 'wrong.yaml')).code, 2);
  const plain = await run('show', 'kafka.yaml');
  assert.equal(plain.code, 1);
  assert.match(plain.said, /plain TCP to the Kafka broker kafka-1\.example\.org:9092/);
});

test('every topic has one that writes it and one that reads it; parties write nowhere', () => {
  const rights = serviceRights(['agg-1']);
  for (const topic of SERVICE_TOPICS) {
    assert.ok(
      rights.some(({ writes }) => writes.includes(topic)),
      `nobody writes ${topic}`,
    );
  }
  const router = rights.find(({ writes }) => writes.includes('measurements.agg-1'));
  assert.equal(router?.principal, 'shared-customer-database');
  assert.deepEqual(partyRights('agg-1').writes, []);
  assert.deepEqual(partyRights('agg-1').groups, ['party.agg-1.']);
});
