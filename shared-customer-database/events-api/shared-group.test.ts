import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Stream } from '@access-layer/kit/stream';
import embeddedStream from '@access-layer/kit/streams/embedded';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { certified, openEvents, PODS, type RunningEvents, until, V2 } from './events.test-input.ts';

type OnAssigned = Parameters<NonNullable<Stream['share']>>[1];

/** An embedded stream that shares among all who ask it, as brokers do among processes. */
async function openShared(): Promise<Stream> {
  const stream = await embeddedStream.create({ dir: join(temporaryFolder('shared-'), 'stream'), pollMs: 5 });
  const members = new Map<OnAssigned, Readonly<Record<string, number>>>();
  const assign = () => {
    for (const [i, [tell, wanted]] of [...members].entries()) {
      const own = (count: number) =>
        Array.from({ length: count }, (_, partition) => partition).filter((p) => p % members.size === i);
      tell(new Map(Object.entries(wanted).map(([topic, count]) => [topic, own(count)])));
    }
  };
  const share: Stream['share'] = (_group, onAssigned) => ({
    want(topics) {
      members.set(onAssigned, topics);
      assign();
    },
    async leave() {
      members.delete(onAssigned);
      assign();
    },
  });
  return Object.assign(stream, { share });
}

async function subscribe({ send }: RunningEvents, name: string, reset: string): Promise<void> {
  const headers = { 'content-type': V2 };
  const settings = { name, format: 'json', 'auto.offset.reset': reset };
  await send('POST', '/consumers/g', { headers, body: JSON.stringify(settings) });
  const body = '{"topics":["measurements"]}';
  assert.equal(
    (await send('POST', `/consumers/g/instances/${name}/subscription`, { headers, body })).status,
    204,
  );
}

const read = async ({ send }: RunningEvents, name: string): Promise<{ key: string; offset: number }[]> =>
  (await send('GET', `/consumers/g/instances/${name}/records?timeout=200`)).body;
const partitionsOf = async ({ send }: RunningEvents, name: string): Promise<number[]> =>
  (await send('GET', `/consumers/g/instances/${name}/assignments`)).body.partitions
    .map(({ partition }: { partition: number }) => partition)
    .toSorted();

test('consumers of two instances share a certified topic; one instance stops, the other goes on behind its commits', async (t) => {
  const stream = await openShared();
  const [one, two] = [await openEvents({ stream }), await openEvents({ stream })];
  let stopped = false;
  t.after(async () => {
    await one.close();
    if (!stopped) await two.close();
    await stream.close();
  });
  await stream.append(
    'packets',
    PODS.map((pod) => certified(pod, 0)),
  );
  await subscribe(one, 'a', 'earliest');
  assert.deepEqual(await partitionsOf(one, 'a'), [0, 1, 2, 3]);
  await subscribe(two, 'b', 'earliest');
  assert.deepEqual(
    [await partitionsOf(one, 'a'), await partitionsOf(two, 'b')],
    [
      [0, 2],
      [1, 3],
    ],
  );
  const pods: string[] = [];
  await until(async () => {
    pods.push(
      ...(await read(one, 'a')).map(({ key }) => key),
      ...(await read(two, 'b')).map(({ key }) => key),
    );
    return pods.length >= PODS.length;
  }, 'all records');
  assert.deepEqual(pods.toSorted(), PODS, 'each once');
  for (const [events, name] of [
    [one, 'a'],
    [two, 'b'],
  ] as const)
    await events.send('POST', `/consumers/g/instances/${name}/offsets`, {
      headers: { 'content-type': V2 },
      body: '{}',
    });
  await two.close();
  stopped = true;
  assert.deepEqual(await partitionsOf(one, 'a'), [0, 1, 2, 3]);
  await stream.append(
    'packets',
    PODS.map((pod) => certified(pod, 1)),
  );
  const later: string[] = [];
  await until(async () => {
    later.push(...(await read(one, 'a')).map(({ key }) => key));
    return later.length >= PODS.length;
  }, 'the records of both');
  assert.deepEqual(later.toSorted(), PODS, 'nothing that was committed comes again');
});

test('who takes over from one that began at the end gets what came since', async (t) => {
  const stream = await openShared();
  const [one, two] = [await openEvents({ stream }), await openEvents({ stream })];
  t.after(async () => {
    await two.close();
    await stream.close();
  });
  await stream.append(
    'packets',
    PODS.map((pod) => certified(pod, 0)),
  );
  await subscribe(one, 'a', 'latest');
  assert.deepEqual(await read(one, 'a'), []);
  await stream.append(
    'packets',
    PODS.map((pod) => certified(pod, 1)),
  );
  await one.close();
  await subscribe(two, 'b', 'latest');
  const pods: string[] = [];
  await until(async () => {
    pods.push(...(await read(two, 'b')).map(({ key }) => key));
    return pods.length >= PODS.length;
  }, 'what came since');
  assert.deepEqual(pods.toSorted(), PODS);
});
