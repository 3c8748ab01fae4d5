import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { type Behaviour, createEmsDevice, type EmsDevice } from '@access-layer/simulators/ems/device';
import { createRegisterDevice, serveModbusTcp } from '@access-layer/simulators/ems/modbus-device';
import { joinMqtt } from '@access-layer/simulators/ems/mqtt-device';
import { serveRest } from '@access-layer/simulators/ems/rest-device';
import { Aedes } from 'aedes';
import type { Ems, EmsCommand } from '../ems.ts';
import { loadAdapter } from '../load-adapter.ts';
import { follows, responseLimits } from '../set-points/response.ts';
import { type EmsTemplate, loadTemplate, templateNames } from './template.ts';

const log = createLog({ name: 'test', level: 'silent' });
const SITE = { ratedPowerW: 10_000, phases: 3, voltageV: 230 } as const;

/** What each template is tried with: what the device takes by itself, an order for each mode, and what it is told then. */
const TRIALS: Record<string, { naturalW: number; orders: [EmsCommand, commandedW: number][] }> = {
  'sunspec-123': { naturalW: -8000, orders: [[{ mode: 'limit-export', valueW: 2500 }, 2500]] },
  'sunspec-704': {
    naturalW: -8000,
    orders: [
      [{ mode: 'limit-export', valueW: 2500 }, 2500],
      [{ mode: 'target', valueW: -1200 }, -1200],
    ],
  },
  'industry-modbus': {
    naturalW: 90_000,
    orders: [
      [{ mode: 'limit-import', valueW: 40_000.5 }, 40_000.5],
      [{ mode: 'target', valueW: 12_000 }, 12_000],
      [{ mode: 'limit-export', valueW: 0 }, 0],
    ],
  },
  'storage-modbus': {
    naturalW: 500,
    orders: [
      [{ mode: 'target', valueW: -3000 }, -3000],
      [{ mode: 'target', valueW: 2000 }, 2000],
    ],
  },
  'ev-charger-modbus': {
    naturalW: 11_040,
    orders: [
      [{ mode: 'limit-import', valueW: 7000 }, 6969],
      [{ mode: 'limit-import', valueW: 4000 }, 0],
    ],
  },
  'ev-charger-rest': {
    naturalW: 11_040,
    orders: [
      [{ mode: 'limit-import', valueW: 7000 }, 6900],
      [{ mode: 'limit-import', valueW: 4139 }, 0],
      [{ mode: 'limit-import', valueW: 4140 }, 4140],
    ],
  },
  'energy-community-rest': {
    naturalW: 6000,
    orders: [
      [{ mode: 'limit-import', valueW: 1500 }, 1500],
      [{ mode: 'limit-export', valueW: 1000 }, 1000],
      [{ mode: 'target', valueW: 800 }, 800],
    ],
  },
  'smart-object-mqtt': {
    naturalW: 6000,
    orders: [
      [{ mode: 'limit-import', valueW: 1500 }, 1500],
      [{ mode: 'limit-export', valueW: 1000 }, 1000],
    ],
  },
};

interface Peer {
  ems: Ems;
  device: EmsDevice;
  now: { ms: number };
  /** What the device takes by itself. */
  natural: { powerW: number };
}

/** A device on its real protocol, and the adapter that the node loads for it. */
async function peerOf(t: TestContext, template: EmsTemplate, behaviour: Behaviour): Promise<Peer> {
  const { name, protocol } = template;
  const now = { ms: 1_000_000 };
  const natural = { powerW: TRIALS[name]!.naturalW };
  const device = createEmsDevice({ naturalW: () => natural.powerW, behaviour, nowMs: () => now.ms });
  const serve = {
    async modbus() {
      const { port, close } = await serveModbusTcp(createRegisterDevice(name, device));
      t.after(close);
      return { name: 'modbus-tcp', host: '127.0.0.1', port, unit: 1, timeoutMs: 5000 };
    },
    async rest() {
      const { port, close } = await serveRest(name, new Map([['house-1', device]]));
      t.after(close);
      return { name: 'rest', url: `http://127.0.0.1:${port}`, device: 'house-1' };
    },
    async mqtt() {
      const broker = await Aedes.createBroker();
      const server = createServer(broker.handle);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      const url = `mqtt://127.0.0.1:${port}`;
      const { close } = await joinMqtt(url, 'house-1', device);
      t.after(async () => {
        await close();
        await new Promise<void>((resolve) => broker.close(resolve));
        await new Promise((resolve) => server.close(resolve));
      });
      return { name: 'mqtt', url, device: 'house-1' };
    },
  };
  const options = await serve[protocol as keyof typeof serve]();
  const adapter = await loadAdapter('ems', options);
  assert.equal(adapter.protocol, protocol);
  const ems = adapter.create({ options, template, site: SITE, log });
  t.after(() => ems.close());
  return { ems, device, now, natural };
}

test('there is a trial for every template in the folder; those of Z-Wave are tried in z-wave.test.ts', () => {
  const tried = templateNames().filter((name) => loadTemplate(name).protocol !== 'zwave');
  assert.deepEqual(tried.sort(), Object.keys(TRIALS).sort());
});

for (const [name, { orders, naturalW }] of Object.entries(TRIALS)) {
  const template = loadTemplate(name);
  const limits = responseLimits(template);

  describe(name, () => {
    test('a device that obeys follows each order, and is free again afterwards', async (t) => {
      const { ems, device, now, natural } = await peerOf(t, template, 'obeys');
      assert.deepEqual(
        Object.keys(template.modes).sort(),
        [...new Set(orders.map(([{ mode }]) => mode))].sort(),
      );
      for (const [order, commandedW] of orders) {
        natural.powerW = order.mode === 'limit-export' ? -Math.abs(naturalW) : naturalW;
        assert.deepEqual(await ems.apply(order), { ok: true, commandedW });
        const measuredW = device.powerW();
        assert.ok(
          follows(order, { measuredW, commandedW }, limits),
          `${measuredW} W after ${JSON.stringify(order)}`,
        );
        if (template.revert.by === 'device') {
          const { seconds } = template.revert;
          assert.ok(device.order());
          now.ms += 1000 * seconds!;
          assert.equal(device.powerW(), natural.powerW, 'its own timer takes it back');
        }
        await ems.apply(order);
        await ems.release();
        assert.equal(device.order(), undefined);
        assert.equal(device.powerW(), natural.powerW);
      }
    });

    for (const behaviour of ['refuses', 'ignores'] as const) {
      test(`a device that ${behaviour} is heard`, async (t) => {
        const { ems, device } = await peerOf(t, template, behaviour);
        const answer = await ems.apply(orders[0]![0]);
        assert.equal(answer.ok ? 'ok' : answer.reason, 'device-refused', JSON.stringify(answer));
        assert.equal(device.powerW(), naturalW);
      });
    }

    test('one that lies is found by the meter alone, one that lags follows in the end', async (t) => {
      const [order, commandedW] = orders[0]!;
      const liar = await peerOf(t, template, 'lies');
      assert.deepEqual(await liar.ems.apply(order), { ok: true, commandedW });
      assert.equal(follows(order, { measuredW: liar.device.powerW(), commandedW }, limits), false);
      const late = await peerOf(t, template, 'lags');
      await late.ems.apply(order);
      assert.equal(follows(order, { measuredW: late.device.powerW(), commandedW }, limits), false);
      late.now.ms += 2000;
      assert.equal(follows(order, { measuredW: late.device.powerW(), commandedW }, limits), true);
    });

    test('a device that is not there is no refusal', async () => {
      const options = deadOptions(template);
      const adapter = await loadAdapter('ems', options);
      const ems = adapter.create({ options, template, site: SITE, log });
      await assert.rejects(ems.apply(orders[0]![0]), { code: 'LN_EMS_UNREACHABLE' });
      await assert.rejects(ems.release(), { code: 'LN_EMS_UNREACHABLE' });
    });
  });
}

/** Port 9 of loopback: nobody listens there. */
function deadOptions({ protocol }: EmsTemplate): { name: string; [key: string]: unknown } {
  if (protocol === 'modbus')
    return { name: 'modbus-tcp', host: '127.0.0.1', port: 9, unit: 1, timeoutMs: 500 };
  return protocol === 'rest'
    ? { name: 'rest', url: 'http://127.0.0.1:9' }
    : { name: 'mqtt', url: 'mqtt://127.0.0.1:9', timeoutMs: 500 };
}
