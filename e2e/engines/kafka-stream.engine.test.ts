import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import kafka from '@access-layer/engines/kafka';
import type { Stream } from '@access-layer/kit/stream';
import { streamConformance } from '@access-layer/kit/stream.conformance';
import kafkaStream, { type KafkaOptions } from '@access-layer/kit/streams/kafka';
import { needEngine } from './need-engine.ts';

const engine = await needEngine((options) => kafka.start({ ...options, nodes: 3 }));

if (engine) {
  const dir = mkdtempSync(join(tmpdir(), 'kafka-client-'));
  after(() => rmSync(dir, { recursive: true }));
  const [caFile, passwordFile] = [join(dir, 'ca.pem'), join(dir, 'password')];
  writeFileSync(caFile, engine.ca);
  writeFileSync(passwordFile, engine.passwordOf('super'));
  let runs = 0;
  const optionsOf = (topicPrefix: string): KafkaOptions => ({
    ...{ brokers: engine.brokers, caFile, user: 'super', passwordFile },
    ...{ topicPrefix, partitions: 3, replicas: 3 },
  });

  streamConformance('kafka', async () => {
    const options = optionsOf(`test-${++runs}.`);
    return { open: () => kafkaStream.create(options), dispose: async () => undefined };
  });

  test('brokers are killed in turn while records are appended: none is lost, none is there twice', async (t) => {
    const options = optionsOf('killed.');
    const stream = await kafkaStream.create(options);
    t.after(() => stream.close());
    const total = 6000;
    const perAppend = 60;
    let longestMs = 0;
    const appending = (async () => {
      for (let sequence = 0; sequence < total / perAppend; sequence++) {
        const records = Array.from({ length: perAppend }, (_, i) => ({
          key: `pod ${i % 11}`,
          value: String(sequence * perAppend + i),
        }));
        const started = performance.now();
        await stream.append('packets', records, { producer: 'p', sequence });
        longestMs = Math.max(longestMs, performance.now() - started);
      }
    })();
    for (const member of engine.members) {
      await member.kill();
      await member.restart();
    }
    await appending;
    const values = await everything(stream, total);
    assert.deepEqual(
      values.toSorted((a, b) => a - b),
      Array.from({ length: total }, (_, i) => i),
    );
    t.diagnostic(`${total} records, each broker killed once; longest pause ${Math.round(longestMs)} ms`);
  });

  test('a wrong password is refused', async () => {
    writeFileSync(join(dir, 'wrong'), 'wrong');
    const stream = await kafkaStream.create({ ...optionsOf('x.'), passwordFile: join(dir, 'wrong') });
    await assert.rejects(stream.offsets('packets'), { code: 'STREAM_UNAVAILABLE' });
    await stream.close();
  });
}

async function everything(stream: Stream, expected: number): Promise<number[]> {
  const values: number[] = [];
  for (const { partition, first, next } of await stream.offsets('packets')) {
    const records = await stream.read('packets', partition, first, next - first);
    values.push(...records.map(({ value }) => Number(value)));
  }
  assert.equal(values.length, expected);
  return values;
}
