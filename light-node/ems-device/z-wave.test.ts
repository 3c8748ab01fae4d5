import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createEmsDevice } from '@access-layer/simulators/ems/device';
import { serveZwave } from '@access-layer/simulators/ems/zwave-device';
import type { EmsCommand } from '../ems.ts';
import { loadAdapter } from '../load-adapter.ts';
import { follows, responseLimits } from '../set-points/response.ts';

import { loadTemplate, templateNames } from './template.ts';

const RATED_W = 10_000;
const log = createLog({ name: 'test', level: 'silent' });
/** An order for each, and what the device is told then. */
const ORDERS: Record<string, [EmsCommand, commandedW: number]> = {
  'zwave-switch': [{ mode: 'limit-import', valueW: 1000 }, 0],
  'zwave-dimmer': [{ mode: 'limit-import', valueW: 4000 }, 4000],
  'zwave-thermostat': [{ mode: 'limit-import', valueW: 5000 }, 5000],
};

test('there is an order for every template of Z-Wave in the folder', () => {
  const known = templateNames().filter((name) => loadTemplate(name).protocol === 'zwave');
  assert.deepEqual(known.sort(), Object.keys(ORDERS).sort());
});

// Most of the time of each is waiting for the radio.
describe('devices of Z-Wave', { concurrency: true }, () => {
  for (const name of Object.keys(ORDERS)) {
    test(`${name}: follows, is heard when it does not, and is free again`, async (t) => {
      const device = createEmsDevice({ naturalW: () => RATED_W });
      const { port, close } = await serveZwave(name, device, { ratedW: RATED_W });
      const template = loadTemplate(name);
      const options = {
        ...{
          name: 'z-wave',
          port: `tcp://127.0.0.1:${port}`,
          node: 2,
          cacheDir: temporaryFolder('light-node-'),
        },
        ...{ quickStart: true, timeoutMs: 300 },
      };
      const adapter = await loadAdapter('ems', options);
      const ems = adapter.create({ options, template, site: { ratedPowerW: RATED_W }, log });
      t.after(async () => {
        await ems.close();
        await close();
      });
      const [order, commandedW] = ORDERS[name]!;
      const isHeld = () =>
        follows(order, { measuredW: device.powerW(), commandedW }, responseLimits(template));

      device.behaviour = 'ignores';
      const ignored = await ems.apply(order);
      assert.equal(ignored.ok ? 'ok' : ignored.reason, 'device-refused', JSON.stringify(ignored));
      device.behaviour = 'lies';
      assert.deepEqual(await ems.apply(order), { ok: true, commandedW });
      assert.equal(isHeld(), false);
      device.behaviour = 'obeys';
      assert.equal(isHeld(), true);
      await ems.release();
      assert.equal(device.powerW(), RATED_W);
    });
  }
});
