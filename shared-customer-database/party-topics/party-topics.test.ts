import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { lagOf } from '@access-layer/kit/stream-lag';
import embeddedStream from '@access-layer/kit/streams/embedded';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { certified, PODS, until } from '../events-api/events.test-input.ts';
import type { Registry } from '../registry.ts';
import { quiet } from '../test/test-scd.ts';
import { partyTopicsFaults } from './party-topics-config.ts';
import { routerGroup } from './route-party.ts';
import { startPartyTopics } from './start-party-topics.ts';

const PARTIES: Record<string, string> = { 'agg-1': 'aggregator', 'market-1': 'market', 'lab-1': 'research' };
const registry = {
  get: async (_kind: string, id: string) => PARTIES[id] && { document: { id, role: PARTIES[id], name: id } },
} as unknown as Pick<Registry, 'get'>;

async function open(options: Partial<Parameters<typeof startPartyTopics>[0]>) {
  const stream = await embeddedStream.create({
    dir: join(temporaryFolder('party-topics-'), 'stream'),
    pollMs: 5,
  });
  const routing = startPartyTopics({
    ...{ stream, registry, log: quiet, retryMs: 5, release: () => true, served: async () => undefined },
    ...{ config: { parties: ['agg-1', 'market-1'] } },
    ...options,
  });
  const keysOf = async (topic: string) => (await stream.read(topic, 0, 0, 1000)).map(({ key }) => key);
  const close = async () => {
    await routing.stop();
    await stream.close();
  };
  return { stream, routing, keysOf, close };
}

test('a record goes to the parties that the rules give it to, in order, after it stands in the read ledger', async (t) => {
  const entered: string[] = [];
  let ledgerFails = true;
  let revoked = false;
  const opened = await open({
    release: ({ role, party }, topic, { pods }) =>
      topic === 'measurements' &&
      !(revoked && party === 'agg-1') &&
      (role === 'market' || pods[0] === PODS[0]),
    served: async ({ party }, records) => {
      if (ledgerFails) throw new Error('the disk is full');
      entered.push(...records.map(({ subject }) => `${party} ${subject.pods[0]}`));
    },
  });
  t.after(opened.close);
  const { stream, routing, keysOf } = opened;
  await stream.append('packets', [
    certified(PODS[0]!, 0),
    certified(PODS[1]!, 0),
    { key: 'x', value: 'no record' },
  ]);
  await until(() => routing.problem() === 'the disk is full', 'the ledger to be asked');
  assert.deepEqual(await keysOf('measurements.agg-1'), [], 'nothing leaves before it is entered');
  ledgerFails = false;
  await until(async () => (await keysOf('measurements.market-1')).length >= 2, 'the market to have both');
  await until(async () => (await keysOf('measurements.agg-1')).length >= 1, 'the aggregator to have its own');
  assert.deepEqual(await keysOf('measurements.agg-1'), [PODS[0]]);
  assert.deepEqual(await keysOf('measurements.market-1'), [PODS[0], PODS[1]]);
  assert.deepEqual(entered.toSorted(), [`agg-1 ${PODS[0]}`, `market-1 ${PODS[0]}`, `market-1 ${PODS[1]}`]);
  const [first] = await stream.read('measurements.agg-1', 0, 0, 1);
  assert.deepEqual(Object.keys(JSON.parse(first!.value)), [
    'payload',
    'signature',
    'receivedAt',
    'certificate',
  ]);
  revoked = true;
  await stream.append('packets', [certified(PODS[0]!, 1)]);
  await until(async () => (await keysOf('measurements.market-1')).length >= 3, 'the next record');
  const source = { topic: 'packets', group: routerGroup('agg-1') };
  await until(async () => (await lagOf(stream, source)) === 0, 'the aggregator to be asked about it');
  assert.deepEqual(await keysOf('measurements.agg-1'), [PODS[0]], 'a revoked consent ends it');
  await until(() => routing.problem() === undefined, 'the problem to be over');
});

test('who is no party that may be a caller waits, holds up nobody, and that is told', async (t) => {
  const opened = await open({ config: { parties: ['lab-1', 'nobody', 'agg-1'] } });
  t.after(opened.close);
  await opened.stream.append('packets', [certified(PODS[0]!, 0)]);
  await until(async () => (await opened.keysOf('measurements.agg-1')).length >= 1, 'the aggregator');
  await until(() => opened.routing.problem() !== undefined, 'the problem');
  assert.match(opened.routing.problem()!, /^(lab-1|nobody) is no aggregator, market or TSO/);
  PARTIES.nobody = 'tso';
  await until(async () => (await opened.keysOf('measurements.nobody')).length >= 1, 'it to be registered');
  assert.deepEqual(await opened.keysOf('measurements.lab-1'), []);
});

test('without Kafka or access rules they make no sense', () => {
  const embedded = { stream: { name: 'embedded', dir: 'x' } as const, auth: undefined };
  assert.deepEqual(partyTopicsFaults(undefined, embedded), []);
  assert.match(
    partyTopicsFaults({ parties: ['agg-1'] }, embedded).join('\n'),
    /expected kafka\n.*auth is missing/,
  );
});
