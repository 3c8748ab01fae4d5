import { messageBytes } from '@access-layer/core/message';
import type { Activation } from '@access-layer/core/payloads/activation';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { createLog } from '@access-layer/kit/log';
import type { EmsDevice } from '@access-layer/simulators/ems/device';
import type { Outbox } from '../outbox.ts';
import type { Device } from '../set-points/executor.ts';
import { startSetPoints } from '../set-points/set-points.ts';
import { until } from './broker.ts';
import type { manualClock } from './manual-clock.ts';
import { identity, NOON_MS, nodeKey, openTestOutbox } from './packets.ts';

export const platformKey = newPrivateKey();
export const platformAddress = addressOf(platformKey);
const log = createLog({ name: 'test', level: 'silent' });
const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function ulid(number: number): string {
  const digits = [...number.toString(32)].map((digit) => ULID_DIGITS[Number.parseInt(digit, 32)]);
  return `01J${digits.join('').padStart(23, '0')}`;
}

/** A set-point for the test node, in force for a minute from noon on; signed by the platform unless another key is given. */
export function setPointOf(
  seq: number,
  overrides: Record<string, unknown> = {},
  key = platformKey,
): Uint8Array {
  const payload = {
    ...{ v: 1, network: identity.network, nonce: newNonce(), type: 'set-point', id: ulid(seq) },
    ...{
      pod: identity.pod,
      node: identity.node,
      seq,
      service: 'congestion-management',
      mode: 'limit-import',
    },
    ...{ valueW: 2000, from: formatTime(NOON_MS), until: formatTime(NOON_MS + 60_000) },
    ...{ issuedAt: formatTime(NOON_MS - 1000), expiresAt: formatTime(NOON_MS + 30_000), ...overrides },
  };
  return messageBytes(signPayload(JSON.stringify(payload), key));
}

/** A device that is simulated in this process, with its power on the meter. */
export function deviceAt(device: EmsDevice, revertMs?: number): Device {
  return {
    name: { id: 'device-1', protocol: 'test' },
    limits: { withinMs: 10_000, toleranceW: 100, tolerancePercent: 5 },
    revertMs,
    ems: {
      async apply({ mode, valueW }) {
        const revertS = revertMs === undefined ? {} : { revertS: revertMs / 1000 };
        return device.take({ mode, valueW, ...revertS })
          ? { ok: true, commandedW: valueW }
          : { ok: false, reason: 'device-refused', detail: 'it says no' };
      },
      release: async () => device.release(),
      close: async () => undefined,
    },
  };
}

/** The set-points of the test node over a device, on a clock that the test moves. */
export function startTestSetPoints(
  dir: string,
  {
    clock,
    device,
    measuredW,
  }: { clock: ReturnType<typeof manualClock>; device: Device; measuredW: () => number | undefined },
) {
  const outbox = openTestOutbox(dir);
  const setPoints = startSetPoints({
    ...{ identity, signingKey: () => nodeKey, signers: [platformAddress], device, outbox, log },
    ...{ clock: clock.clock, probe: { powerW: async () => measuredW() }, onSigned: () => undefined },
  });
  return {
    ...setPoints,
    outbox,
    /** Moves the clock in steps of a sample, until it is at a time. */
    async passTo(timeMs: number): Promise<void> {
      while (clock.clock.nowMs() < timeMs) {
        await idle(clock);
        clock.moveTo(Math.min(timeMs, clock.clock.nowMs() + 2000));
      }
      await idle(clock);
    },
    async close(): Promise<void> {
      await setPoints.stop();
      outbox.close();
    },
  };
}

/** Everything due is done: the clock is waited for. */
export async function idle(clock: ReturnType<typeof manualClock>): Promise<void> {
  await new Promise(setImmediate);
  await until('nothing to do but wait', () => (clock.waitedFor() ?? 0) > clock.clock.nowMs());
}

/** Activations in the outbox, in order: of one set-point, or of all. */
export function activations(outbox: Outbox, id?: string): Activation[] {
  return outbox
    .due(-1, 100_000)
    .map(({ payload }) => JSON.parse(payload) as Activation)
    .filter((packet) => packet.type === 'activation' && (id === undefined || packet.setPoint === id));
}

/** What was told, short: status, and the first word of the reason. */
export function tale(outbox: Outbox, id?: string): string[] {
  return activations(outbox, id).map(({ status, reason }) =>
    reason ? `${status} ${/^[\w-]+/.exec(reason)?.[0]}` : status,
  );
}
