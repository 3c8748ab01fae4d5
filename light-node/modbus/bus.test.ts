import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { type Bus, type BusClient, createBus } from './bus.ts';
import { timedOut } from './errors.ts';
import type { Link } from './link.ts';

const log = createLog({ name: 'test', level: 'silent' });

/** A bus on a line that answers at once with what it was asked, and counts how often it was opened. */
function echoBus() {
  const state = { opened: 0, destroyed: 0 };
  const link: Link = {
    exchange: async (_unit, pdu) => pdu,
    ended: () => false,
    destroy: async () => void state.destroyed++,
  };
  const open = async () => {
    state.opened += 1;
    return link;
  };
  const times = { timeoutMs: 100, reconnectMinMs: 1, reconnectMaxMs: 1 };
  return { state, bus: createBus({ where: 'test', open, ...times, log }) };
}

/** Runs a job that notes its name when its turn comes. */
function note(bus: Bus, client: BusClient, name: string, order: string[]) {
  return bus.run(client, async () => void order.push(name));
}

test('clients take turns however much one has queued, and own ones go first', async () => {
  const { bus } = echoBus();
  const [greedy, modest, own] = [{ own: false }, { own: false }, { own: true }];
  const order: string[] = [];
  const jobs = [1, 2, 3].map((job) => note(bus, greedy, `greedy ${job}`, order));
  jobs.push(note(bus, modest, 'modest 1', order), note(bus, modest, 'modest 2', order));
  jobs.push(note(bus, own, 'own', order));
  await Promise.all(jobs);
  assert.deepEqual(order, ['greedy 1', 'own', 'greedy 2', 'modest 1', 'greedy 3', 'modest 2']);
});

test('an own job that had no answer costs the connection, a guest’s does not', async () => {
  const { bus, state } = echoBus();
  const fail = async () => {
    throw timedOut('test', 1, 100);
  };
  await assert.rejects(bus.run({ own: false }, fail), { code: 'LN_METER_TIMEOUT' });
  await bus.run({ own: true }, (line) => line.exchange(1, Buffer.from([3])));
  assert.deepEqual(state, { opened: 1, destroyed: 0 });
  await assert.rejects(bus.run({ own: true }, fail), { code: 'LN_METER_TIMEOUT' });
  await bus.run({ own: false }, (line) => line.exchange(1, Buffer.from([3])));
  assert.deepEqual(state, { opened: 2, destroyed: 1 });
});

test('a closed bus refuses what waits and what comes', async () => {
  const { bus } = echoBus();
  let finish: () => void = () => {};
  const running = bus.run({ own: true }, () => new Promise<void>((resolve) => (finish = resolve)));
  const waiting = bus.run({ own: true }, async () => 'run');
  await new Promise(setImmediate);
  const closed = bus.close();
  finish();
  await running;
  await assert.rejects(waiting, { code: 'LN_METER_UNREACHABLE', message: /closed/ });
  await closed;
  await assert.rejects(
    bus.run({ own: true }, async () => 'run'),
    { message: /closed/ },
  );
});
