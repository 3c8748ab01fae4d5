import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { partyRights } from '@access-layer/kit/streams/kafka-parts/rights';
import { CertifiedValue } from '@access-layer/shared-customer-database/events-api/record-schemas';
import { ROOT } from './source-files.ts';

const DIR = join(ROOT, 'deploy', 'kafka-connect');
const PARTY = 'aggregator-1';

interface Connector {
  name: string;
  config: Record<string, string>;
}

const connectors = readdirSync(DIR)
  .filter((name) => name.endsWith('.json'))
  .map((file) => ({ file, ...(JSON.parse(readFileSync(join(DIR, file), 'utf8')) as Connector) }));

test('there is a connector for each place that the table names', () => {
  const table = readFileSync(join(DIR, 'README.md'), 'utf8');
  assert.deepEqual(
    [...table.matchAll(/^\| `([a-z0-9]+\.json)`/gm)].map(([, file]) => file).sort(),
    connectors.map(({ file }) => file).sort(),
  );
});

for (const { file, config } of connectors) {
  test(`${file}: topics, group and fields are ones that exist, and no secret stands in it`, () => {
    const { reads, groups } = partyRights(PARTY);
    for (const topic of config.topics!.split(',')) assert.ok(reads.includes(topic), topic);
    const group = config['consumer.override.group.id']!;
    assert.ok(
      groups.some((begin) => group.startsWith(begin)),
      group,
    );
    for (const field of config['transforms.shorter.include']?.split(',') ?? [])
      assert.ok(Object.hasOwn(CertifiedValue.properties, field), field);
    for (const [name, value] of Object.entries(config)) {
      assert.equal(typeof value, 'string', `${name}: Connect takes texts only`);
      if (/password|secret|key\.id/.test(name))
        assert.match(value, /^\$\{dir:\/run\/secrets:[a-z0-9-]+\}$/, name);
    }
  });
}

test('the worker takes keys as text and values as JSON without a schema', () => {
  const text = readFileSync(join(DIR, 'worker.properties'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const worker = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))) as Record<
    string,
    string
  >;
  assert.equal(worker['value.converter.schemas.enable'], 'false');
  assert.equal(worker['key.converter'], 'org.apache.kafka.connect.storage.StringConverter');
  for (const prefix of ['', 'consumer.']) assert.equal(worker[`${prefix}security.protocol`], 'SASL_SSL');
  assert.match(worker['sasl.jaas.config']!, /^\$\{dir:/);
});
