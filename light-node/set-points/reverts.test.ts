import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { formatTime } from '@access-layer/core/time';
import { createLog } from '@access-layer/kit/log';
import { createEmsDevice } from '@access-layer/simulators/ems/device';
import { templateNames } from '../ems-device/template.ts';
import { until } from '../test/broker.ts';
import { type PeerKind, startEmsPeer } from '../test/ems-peers.ts';
import { manualClock } from '../test/manual-clock.ts';
import { withoutMosquitto } from '../test/mosquitto.ts';
import { NOON_MS } from '../test/packets.ts';
import { withoutSocat } from '../test/programs.ts';
import { idle, setPointOf, startTestSetPoints, tale, ulid } from '../test/set-points.ts';
import type { Device } from './executor.ts';
import { loadDevice } from './load-device.ts';

/** What the device takes by itself, what it is asked, and what its meter shows then; powers in W. */
interface Case {
  kind: PeerKind;
  template: string;
  naturalW: number;
  mode: 'limit-import' | 'limit-export' | 'target';
  valueW: number;
  heldW: number;
}

const row = (
  kind: PeerKind,
  template: string,
  naturalW: number,
  mode: Case['mode'],
  [valueW, heldW]: [number, number],
): Case => ({ kind, template, naturalW, mode, valueW, heldW });

/** Each type of EMS once, on its protocol. Amperes per phase: 7000 W on three phases are 10.1 A, or 10 A in whole ones. */
const CASES: Case[] = [
  row('modbus-rtu', 'storage-modbus', 500, 'target', [-3000, -3000]),
  row('modbus-rtu', 'sunspec-123', -8000, 'limit-export', [2500, -2500]),
  row('modbus-tcp', 'sunspec-704', -8000, 'limit-export', [2500, -2500]),
  row('modbus-tcp', 'industry-modbus', 90_000, 'limit-import', [40_000, 40_000]),
  row('rest', 'energy-community-rest', 6000, 'limit-import', [1500, 1500]),
  row('mqtts', 'smart-object-mqtt', 6000, 'limit-import', [1500, 1500]),
  row('rest', 'ev-charger-rest', 11_040, 'limit-import', [7000, 10 * 3 * 230]),
  row('modbus-tcp', 'ev-charger-modbus', 11_040, 'limit-import', [7000, 10.1 * 3 * 230]),
  row('z-wave', 'zwave-switch', 10_000, 'limit-import', [1000, 0]),
  row('z-wave', 'zwave-dimmer', 10_000, 'limit-import', [4000, (10_000 * 39) / 99]),
  row('z-wave', 'zwave-thermostat', 10_000, 'limit-import', [5000, 4000]),
];
const log = createLog({ name: 'test', level: 'silent' });
const LASTS_MS = 300_000;

test('every template in the folder is taken back here', () => {
  assert.deepEqual(CASES.map(({ template }) => template).sort(), templateNames().sort());
});

function skip(kind: PeerKind): string | false {
  if (kind === 'mqtts') return withoutMosquitto;
  return kind === 'modbus-rtu' ? withoutSocat() : false;
}

async function setUp(t: TestContext, { kind, template, naturalW }: Case) {
  const dir = temporaryFolder('light-node-');
  const clock = manualClock(NOON_MS - 500);
  const device = createEmsDevice({ naturalW: () => naturalW, nowMs: () => clock.clock.nowMs() });
  const peer = await startEmsPeer(t, kind, template, device);
  const open = await loadDevice({
    ...{ id: 'ems-1', template, adapter: peer.options, ratedPowerW: 10_000, phases: 3 },
  });
  const start = (folder: string) => {
    const opened = open(log);
    let isGone = false;
    const running = startTestSetPoints(folder, {
      ...{ clock, device: { ...opened, ems: untilGone(opened.ems, () => isGone) } },
      measuredW: () => device.powerW(),
    });
    t.after(() => running.close().catch(() => undefined));
    /** As kill -9: what is on the disk is all that is left, and nobody speaks to the device any more. */
    const kill = async () => {
      const left = temporaryFolder('light-node-');
      cpSync(folder, left, { recursive: true });
      isGone = true;
      await running.close();
      return left;
    };
    return { ...running, kill };
  };
  return { dir, clock, device, peer, start, revertMs: open(log).revertMs };
}

function untilGone(ems: Device['ems'], isGone: () => boolean): Device['ems'] {
  const alive = () => {
    if (isGone()) throw new Error('this node was killed');
  };
  return {
    async apply(command) {
      alive();
      return ems.apply(command);
    },
    async release() {
      alive();
      return ems.release();
    },
    close: () => ems.close(),
  };
}

/** By wire, and by radio: loading the latter keeps this process from its timeouts for a while. */
for (const byRadio of [false, true]) {
  // Each waits for its own line most of the time.
  describe(`the device is back in its safe state, by ${byRadio ? 'radio' : 'wire'}`, {
    concurrency: 4,
  }, () => {
    for (const one of CASES.filter(({ kind }) => (kind === 'z-wave') === byRadio)) takesBack(one);
  });
}

function takesBack(one: Case): void {
  const { kind, template, naturalW, mode, valueW, heldW } = one;
  test(`${template} over ${kind}: when its time ends, contact is lost, the node is killed`, {
    skip: skip(kind),
  }, async (t) => {
    const { dir, clock, device, peer, start, revertMs } = await setUp(t, one);
    const node = start(dir);
    const at = (ms: number) => formatTime(NOON_MS + ms);
    const isFree = () => device.order() === undefined && device.powerW() === naturalW;
    /** A release that fails is tried again after a while. */
    const released = (running: typeof node) =>
      until(
        'it is released',
        async () => {
          await running.passTo(clock.clock.nowMs() + 6000);
          return isFree() && running.status().inForce === undefined;
        },
        60_000,
      );
    /** The next set-point, in force from a time after noon on. */
    const order = async (running: typeof node, seq: number, fromMs: number, lastsMs = LASTS_MS) => {
      const times = { from: at(fromMs), until: at(fromMs + lastsMs), expiresAt: at(fromMs + 30_000) };
      assert.equal(running.receive(setPointOf(seq, { mode, valueW, ...times })), 'accepted');
      await running.passTo(NOON_MS + fromMs + 1000);
      assert.equal(Math.round(device.powerW()), Math.round(heldW), `set-point ${seq} is followed`);
    };

    await order(node, 1, 0, 10_000);
    await node.passTo(NOON_MS + 10_000);
    assert.ok(isFree(), 'its time is over');
    assert.equal(tale(node.outbox, ulid(1)).at(-1), 'completed its');

    await order(node, 2, 20_000, revertMs === undefined ? 20_000 : LASTS_MS);
    await peer.cut();
    if (revertMs === undefined) {
      await node.passTo(NOON_MS + 40_000);
      assert.ok(!isFree(), 'it has no timer of its own');
    } else {
      clock.moveTo(NOON_MS + 21_000 + revertMs);
      assert.ok(isFree(), 'its own timer takes it back, whatever the node does');
      await idle(clock);
    }
    assert.match(tale(node.outbox, ulid(2)).at(-1)!, /^failed /);
    await peer.mend();
    await released(node);

    const laterMs = clock.clock.nowMs() - NOON_MS + 10_000;
    await order(node, 3, laterMs);
    const again = start(await node.kill());
    assert.ok(!isFree(), 'a kill as such takes nothing back');
    await released(again);
    assert.equal(tale(again.outbox, ulid(3)).at(-1), 'failed the');
    await order(again, 4, clock.clock.nowMs() - NOON_MS + 10_000);
  });
}
