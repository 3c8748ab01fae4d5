import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Clock } from '../clock.ts';
import type { Ems, EmsAnswer, EmsCommand } from '../ems.ts';
import { choose } from './overlap.ts';
import type { PowerProbe } from './power-probe.ts';
import { reasonText } from './reception.ts';
import { follows, type ResponseLimits } from './response.ts';
import type { StoredSetPoint } from './set-point-store.ts';
import type { Telling, Told } from './telling.ts';

export interface Device {
  ems: Ems;
  /** As activation packets name it. */
  name: { id: string; protocol: string };
  limits: ResponseLimits;
  /** After so long without a command the device goes back by itself, ms; undefined where it has no timer. */
  revertMs: number | undefined;
}

export interface ExecutorOptions {
  telling: Telling;
  device: Device;
  probe: PowerProbe;
  clock: Clock;
  timeMs: () => number;
  log: Log;
  sampleMs?: number;
  heldEveryMs?: number;
}

interface InForce extends StoredSetPoint {
  commandedW: number;
  appliedAtMs: number;
  commandedAtMs: number;
  /** Since when the meter shows something else; from the beginning until the device has followed. */
  badSinceMs: number | undefined;
  heldToldMs: number | undefined;
}

const SAMPLE_MS = 2000;
const HELD_EVERY_MS = 5 * 60_000;
const RELEASE_AGAIN_MS = 5000;
/** Looked at so much sooner while the device has not followed yet. */
const EAGER_PART = 1 / 4;
/** A timer of the device is set anew when this part of it has passed. */
const REFRESH_PART = 1 / 3;
const KEEP_ENDED_MS = 30 * 86_400_000;

/**
 * Carries out what has been received, one set-point after the other, by the rule of `choose`. The device is told once of
 * each: before, that is written down, and after a crash in between the device is released and the set-point has failed.
 * So a limit never outlives the process that watches it, and none is carried out twice.
 */
export function createExecutor(options: ExecutorOptions) {
  const { telling, device, probe, timeMs, log, sampleMs = SAMPLE_MS, heldEveryMs = HELD_EVERY_MS } = options;
  const { store } = telling;
  const { ems, limits, name, revertMs } = device;
  let inForce: InForce | undefined;
  let releaseAtMs = 0;

  function end(setPoint: StoredSetPoint, told: Told): void {
    telling.change((tell) => {
      store.end(setPoint.seq, told.status);
      tell(setPoint, { ems: name, ...told });
    });
    log.info({ setPoint: setPoint.id, status: told.status, reason: told.reason }, 'set-point ended');
  }

  async function measured(sinceMs = timeMs() - sampleMs): Promise<{ measuredW?: number }> {
    const measuredW = await probe.powerW(sinceMs);
    return measuredW === undefined ? {} : { measuredW: Math.round(measuredW * 10) / 10 };
  }

  /** Back to the safe state; tried again later where the device does not answer. */
  async function release(): Promise<boolean> {
    try {
      await ems.release();
    } catch (error) {
      releaseAtMs = timeMs() + RELEASE_AGAIN_MS;
      log.error({ reason: messageOf(error) }, 'the device is not released yet');
      return false;
    }
    telling.change(() => store.released());
    return true;
  }

  async function command(
    setPoint: StoredSetPoint,
  ): Promise<EmsAnswer | { ok: false; reason: 'device-unreachable'; detail: string }> {
    const { mode, valueW = 0 } = setPoint.setPoint;
    try {
      return await ems.apply({ mode, valueW } as EmsCommand);
    } catch (error) {
      return { ok: false, reason: 'device-unreachable', detail: messageOf(error) };
    }
  }

  async function begin(setPoint: StoredSetPoint): Promise<void> {
    const former = inForce;
    const response = former ? await measured() : {};
    telling.change((tell) => {
      store.begin(setPoint.seq);
      if (!former) return;
      store.end(former.seq, 'completed');
      const { commandedW } = former;
      tell(former, {
        status: 'completed',
        reason: `superseded by ${setPoint.id}`,
        ems: name,
        commandedW,
        ...response,
      });
    });
    inForce = undefined;
    if (setPoint.setPoint.mode === 'resume') await resume(setPoint);
    else await apply(setPoint);
  }

  async function apply(setPoint: StoredSetPoint): Promise<void> {
    const answer = await command(setPoint);
    if (!answer.ok) {
      const status = answer.reason === 'device-unreachable' ? 'failed' : 'refused';
      end(setPoint, { status, reason: reasonText(answer.reason, answer.detail) });
      await release();
      return;
    }
    const { commandedW } = answer;
    const nowMs = timeMs();
    const response = await measured();
    telling.change((tell) => {
      store.applied(setPoint.seq);
      tell(setPoint, { status: 'applied', ems: name, commandedW, ...response });
    });
    const times = { appliedAtMs: nowMs, commandedAtMs: nowMs, badSinceMs: nowMs, heldToldMs: undefined };
    inForce = { ...setPoint, commandedW, ...times };
  }

  async function resume(setPoint: StoredSetPoint): Promise<void> {
    const isReleased = await release();
    const response = await measured();
    if (isReleased) {
      telling.change((tell) => tell(setPoint, { status: 'applied', ems: name, ...response }));
      end(setPoint, { status: 'completed', reason: 'the device is in its safe state', ...response });
    } else
      end(setPoint, { status: 'failed', reason: reasonText('device-unreachable', 'it is not released yet') });
  }

  /** Ends what is in force: the device goes back first, then that is told with the response measured. */
  async function finish(told: { status: 'completed' | 'failed'; reason: string }): Promise<void> {
    const ending = inForce!;
    const { commandedW } = ending;
    const response = await measured();
    inForce = undefined;
    if (await release()) end(ending, { ...told, commandedW, ...response });
    else {
      const reason = `${told.reason}; ${reasonText('device-unreachable', 'it is not released yet')}`;
      end(ending, { status: 'failed', reason, commandedW, ...response });
    }
  }

  /** Sets the device's own timer anew; when that has run out without, the device has gone back by itself. */
  async function refresh(current: InForce, nowMs: number): Promise<void> {
    if (revertMs === undefined || nowMs - current.commandedAtMs < revertMs * REFRESH_PART) return;
    const answer = await command(current);
    if (answer.ok) current.commandedAtMs = nowMs;
    else if (answer.reason !== 'device-unreachable' || timeMs() - current.commandedAtMs >= revertMs) {
      await finish({ status: 'failed', reason: reasonText(answer.reason, answer.detail) });
    }
  }

  async function hold(current: InForce, nowMs: number): Promise<void> {
    const { measuredW } = await measured(current.appliedAtMs);
    if (measuredW === undefined) return;
    const { commandedW, setPoint } = current;
    if (follows(setPoint, { measuredW, commandedW }, limits)) {
      current.badSinceMs = undefined;
      if (current.heldToldMs !== undefined && nowMs - current.heldToldMs < heldEveryMs) return;
      current.heldToldMs = nowMs;
      const told = { status: 'applied', reason: 'held', ems: name, commandedW, measuredW } as const;
      telling.change((tell) => tell(current, told));
      return;
    }
    current.badSinceMs ??= nowMs;
    if (nowMs - current.badSinceMs < limits.withinMs) return;
    const asked = `${setPoint.mode} ${setPoint.valueW} W`;
    await finish({ status: 'failed', reason: `the meter shows ${measuredW} W; asked was ${asked}` });
  }

  function drop(nowMs: number): StoredSetPoint | undefined {
    const waiting = store.open().filter(({ state }) => state === 'waiting');
    const { start, superseded, missed } = choose(waiting, inForce, nowMs);
    for (const setPoint of missed) end(setPoint, { status: 'expired', reason: 'its time passed' });
    for (const { setPoint, by } of superseded) {
      end(setPoint, { status: 'refused', reason: reasonText('superseded', `number of ${by} is higher`) });
    }
    return start;
  }

  return {
    inForce: () => inForce,

    /** After a start: whatever was in force is over, and the device goes back. */
    async recover(): Promise<void> {
      telling.change(() => store.prune(timeMs() - KEEP_ENDED_MS));
      const cut = store.open().filter(({ state }) => state !== 'waiting');
      if (store.mustRelease()) await release();
      for (const setPoint of cut) {
        const back = store.mustRelease() ? 'is being released' : 'is back in its safe state';
        end(setPoint, {
          status: 'failed',
          reason: `the node was restarted; the device ${back}`,
          ...(await measured()),
        });
      }
    },

    /** Does what is due now. */
    async step(): Promise<void> {
      if (inForce && timeMs() >= inForce.untilMs) {
        await finish({ status: 'completed', reason: 'its time is over' });
      }
      const start = drop(timeMs());
      if (start) await begin(start);
      else if (inForce) {
        await refresh(inForce, timeMs());
        if (inForce) await hold(inForce, timeMs());
      }
      if (!inForce && store.mustRelease() && timeMs() >= releaseAtMs) await release();
    },

    /** When there is something to do next. */
    dueMs(): number {
      const nowMs = timeMs();
      const starts = store
        .open()
        .filter(({ state }) => state === 'waiting')
        .map(({ fromMs }) => fromMs);
      const paceMs = inForce?.badSinceMs === undefined ? sampleMs : sampleMs * EAGER_PART;
      const ends = inForce ? [inForce.untilMs, nowMs + paceMs] : [];
      const owed = !inForce && store.mustRelease() ? [releaseAtMs] : [];
      return Math.min(...starts, ...ends, ...owed, Number.POSITIVE_INFINITY);
    },

    /** The node stops in order: nothing stays in force without it. */
    async stop(): Promise<void> {
      if (inForce) await finish({ status: 'failed', reason: 'the node was stopped' });
      else if (store.mustRelease()) await release();
    },
  };
}

export type Executor = ReturnType<typeof createExecutor>;
