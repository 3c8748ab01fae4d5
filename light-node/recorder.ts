import { AccessLayerError } from '@access-layer/core/errors';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { helpFor } from './errors.ts';
import { createJournal, type JournalOptions } from './journal.ts';
import { type Measured, measure, noReading, toReading } from './measure.ts';
import type { AnyMeter, MeterEvent, MeterReading, PushMeter } from './meter.ts';
import { foldQuarter } from './quarter-hour.ts';
import { beginLife, checkSerial, createStepWatch, type RecorderMemory } from './recorder-memory.ts';

export interface RecorderOptions extends JournalOptions {
  sampleIntervalMs: number;
  meter: AnyMeter;
}

export interface RecorderState {
  lastReading?: { at: string; quality: readonly string[]; values?: Reading['values'] };
  meterError?: { code: string; message: string; help?: string | undefined };
  /** Set while the disk refuses what is measured. */
  storageError?: string;
}

export interface Recorder {
  state(): RecorderState;
  /** When it last turned to the clock or the meter, by performance.now(): one that waits for ever does not. */
  beatMs(): number;
  /** Signs what has happened to the node beside its meter: on disk when this returns, unless the disk refuses. */
  tell(event: MeterEvent): void;
  /** Writes down why this life ends, for the next one to tell. */
  endBy(reason: string): void;
  /** Resolves when the reading that is under way is on disk. */
  stop(): Promise<void>;
}

/**
 * Records what a meter measures, at instants aligned to the clock (0:00, 0:10, 0:20 … for ten seconds) where it is asked,
 * and when it speaks where it speaks by itself; adds the quarter-hours that readings complete; and tells what happens to
 * the node: restarts, leaps of the clock, another meter. An instant that passes while the meter is still being asked, or
 * while the machine sleeps, is left out: there was no measurement, so there is no reading.
 */
export function startRecorder(options: RecorderOptions): Recorder {
  const { identity, sampleIntervalMs, meter, clock, outbox, log } = options;
  const journal = createJournal(options);
  const context = { clock, signedAtMs: outbox.signedAtMs };
  const stopping = new AbortController();
  const stepped = createStepWatch(clock.nowMs, clock.setByMs);
  const life = beginLife(outbox.memory() as RecorderMemory | undefined, identity.meter, clock.nowMs());
  const state: RecorderState = {};
  let memory = life.memory;
  let nudge = new AbortController();
  let beatMs = performance.now();

  async function run(): Promise<void> {
    let nextMs = nextInstant(clock.nowMs(), sampleIntervalMs);
    while (!stopping.signal.aborted) {
      beatMs = performance.now();
      await wait(Math.min(nextMs, journal.wakeMs()));
      const step = stepped();
      if (step) journal.add({ event: step });
      const nowMs = clock.nowMs();
      if (nowMs >= nextMs) {
        await due(Math.floor(nowMs / sampleIntervalMs) * sampleIntervalMs);
        nextMs = nextInstant(clock.nowMs(), sampleIntervalMs);
      } else if (nextMs - nowMs > sampleIntervalMs) {
        nextMs = nextInstant(nowMs, sampleIntervalMs); // the clock has gone back
      }
      journal.store();
    }
  }

  /** Waits for an instant; a meter that has spoken may make it an earlier one. */
  async function wait(untilMs: number): Promise<void> {
    nudge = new AbortController();
    const signal = AbortSignal.any([stopping.signal, nudge.signal]);
    await clock.waitUntil(untilMs, signal).catch((error) => {
      if (!nudge.signal.aborted || stopping.signal.aborted) throw error;
    });
  }

  async function due(dueMs: number): Promise<void> {
    if (!('kind' in meter)) keep(await measure(meter, context, dueMs));
    else if (listener.silent(clock.nowMs())) keepSilence(meter, dueMs);
  }

  function keep({ reading, taken, error }: Measured, recordedAtMs?: number): void {
    showFault(error);
    if (taken?.serial !== undefined) {
      const checked = checkSerial(memory, taken.serial, clock.nowMs());
      memory = checked.memory;
      if (checked.event) journal.add({ event: checked.event });
    }
    keepReading(reading, { key: taken?.key, recordedAtMs });
  }

  function keepReading(
    reading: Reading,
    more: { key?: string | undefined; recordedAtMs?: number | undefined } = {},
  ): void {
    const { memory: quarterMemory, quarter } = foldQuarter(memory.quarter, reading, sampleIntervalMs);
    const hasValues = Object.keys(reading.values).length > 0;
    memory = { ...memory, quarter: quarterMemory, ...(hasValues && { lastAt: reading.at }) };
    state.lastReading = { at: reading.at, quality: reading.quality, values: reading.values };
    const { key, recordedAtMs } = more;
    const readings = quarter ? [quarter, reading] : [reading]; // the quarter may end the day before
    journal.add({ entry: { readings, memory, key, ...(recordedAtMs !== undefined && { recordedAtMs }) } });
  }

  function showFault(error: AccessLayerError | undefined): void {
    if (error && error.code !== state.meterError?.code) log.warn({ code: error.code }, error.message);
    if (!error && state.meterError) log.info('meter answers again');
    if (error) state.meterError = { code: error.code, message: error.message, help: helpFor(error.code) };
    else delete state.meterError;
  }

  /** The last value once more, marked as such and with its own time; from then on that there is none. */
  function keepSilence({ silentAfterMs }: PushMeter, dueMs: number): void {
    const last = listener.takeLast();
    if (last) {
      const message = `nothing came from the meter for ${Math.round(silentAfterMs / 1000)} s`;
      showFault(new AccessLayerError({ code: 'LN_METER_SILENT', message, retryable: true }));
      keepReading(toReading({ ...last, quality: ['stale'] }, context, dueMs).reading, {
        recordedAtMs: clock.nowMs(),
      });
    }
    keepReading(noReading(dueMs, context));
  }

  const listener = listen(meter, clock.nowMs(), {
    reading(taken) {
      const nowMs = clock.nowMs();
      keep(toReading(taken, context, nowMs), nowMs);
    },
    event: (event: MeterEvent) => journal.add({ event }),
    fault: showFault,
    heard() {
      journal.store();
      nudge.abort();
    },
    nowMs: clock.nowMs,
  });

  for (const event of life.events) journal.add({ event });
  journal.store();
  const running = run().catch((error) => {
    if (stopping.signal.aborted) return;
    throw error;
  });
  return {
    state() {
      const storageError = journal.storageError();
      return storageError ? { ...state, storageError } : state;
    },
    beatMs: () => beatMs,
    tell(event) {
      journal.add({ event });
      journal.store();
    },
    endBy: (reason) => void outbox.record({ readings: [], memory: { ...memory, endedBy: reason } }),
    async stop() {
      stopping.abort();
      await running;
      memory = { ...memory, stopped: true };
      journal.add({ entry: { readings: [], memory } });
      journal.store();
    },
  };
}

interface Ears {
  reading(taken: MeterReading): void;
  event(event: MeterEvent): void;
  fault(error: AccessLayerError | undefined): void;
  /** After each of the two. */
  heard(): void;
  nowMs(): number;
}

/** Hears a meter that speaks by itself, and knows for how long it has not. */
function listen(meter: AnyMeter, startMs: number, ears: Ears) {
  let heardMs = startMs;
  let last: MeterReading | undefined;
  if ('kind' in meter) {
    meter.start({
      reading(taken) {
        heardMs = ears.nowMs();
        if (taken.periodS === undefined && (!last || taken.takenAtMs >= last.takenAtMs)) last = taken;
        ears.reading(taken);
        ears.heard();
      },
      event(event) {
        heardMs = ears.nowMs();
        ears.event(event);
        ears.heard();
      },
      fault: ears.fault,
    });
  }
  return {
    silent: (nowMs: number) => 'kind' in meter && nowMs - heardMs > meter.silentAfterMs,
    /** The latest values, once. */
    takeLast() {
      const taken = last && { takenAtMs: last.takenAtMs, values: last.values };
      last = undefined;
      return taken;
    },
  };
}

/** The first instant after a time that is a whole number of intervals since 1970 UTC. */
export function nextInstant(afterMs: number, intervalMs: number): number {
  return (Math.floor(afterMs / intervalMs) + 1) * intervalMs;
}
