import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { parsePacket } from '@access-layer/core/payload';
import type { Event } from '@access-layer/core/payloads/event';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { createLog } from '@access-layer/kit/log';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import type { AnyMeter, MeterSink, PushMeter } from '../meter.ts';
import { type RecorderOptions, startRecorder } from '../recorder.ts';
import { until } from './broker.ts';
import { manualClock } from './manual-clock.ts';
import { identity, nodeKey, openTestOutbox } from './packets.ts';

/** A meter that speaks when the test says so. */
export function spokenMeter(silentAfterMs: number): { meter: PushMeter; sink: () => MeterSink } {
  let sink: MeterSink | undefined;
  const meter: PushMeter = {
    kind: 'push',
    silentAfterMs,
    start(given) {
      sink = given;
    },
    close: async () => {},
  };
  return { meter, sink: () => sink! };
}

/** A recorder over a folder, by a clock that the test moves; `live` again over the same folder is the next life. */
export function recording(t: TestContext, startMs: number, dir = temporaryFolder('light-node-')) {
  const time = manualClock(startMs);
  let setByMs = 0;
  const clock = { ...time.clock, setByMs: () => setByMs };
  const outbox = openTestOutbox(dir);
  t.after(() => outbox.close());

  function live(meter: AnyMeter, more: Partial<RecorderOptions> = {}) {
    const recorder = startRecorder({
      identity,
      signingKey: () => nodeKey,
      limits: { maxReadings: 1000, maxDelayMs: 86_400_000 },
      sampleIntervalMs: 10_000,
      meter,
      clock,
      outbox,
      log: createLog({ name: 'test', level: 'silent' }),
      onSigned: () => {},
      ...more,
    });
    t.after(() => recorder.stop());
    return recorder;
  }
  async function moveTo(instantMs: number, next: number): Promise<void> {
    time.moveTo(instantMs);
    await until(`waiting for ${new Date(next).toISOString()}`, () => time.waitedFor() === next);
  }
  const packets = () =>
    outbox.due(-1, 1000).map(({ payload }) => {
      const parsed = parsePacket(payload);
      assert.ok(parsed.ok);
      return parsed.payload;
    });
  return {
    time,
    outbox,
    live,
    moveTo,
    packets,
    leap(ms: number) {
      setByMs += ms;
    },
    pending: () => outbox.pendingReadings(10_000).map(({ json }) => JSON.parse(json) as Reading),
    events: () => packets().filter((packet): packet is Event => packet.type === 'event'),
  };
}
