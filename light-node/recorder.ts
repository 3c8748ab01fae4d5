import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Reading } from '@access-layer/core/payloads/measurement';
import type { Log } from '@access-layer/kit/log';
import type { Clock } from './clock.ts';
import { helpFor } from './errors.ts';
import { measure } from './measure.ts';
import type { Meter } from './meter.ts';
import type { Outbox } from './outbox.ts';
import { duePacket, type PacketIdentity, type PacketLimits, signMeasurement } from './packet.ts';

export interface RecorderOptions {
  identity: PacketIdentity;
  privateKey: Uint8Array;
  limits: PacketLimits;
  sampleIntervalMs: number;
  meter: Meter;
  clock: Clock;
  outbox: Outbox;
  log: Log;
  /** Called after packets have been signed. */
  onSigned: () => void;
}

export interface RecorderState {
  lastReading?: { at: string; quality: readonly string[] };
  meterError?: { code: string; message: string; help?: string | undefined };
  /** Set while the disk refuses what is measured. */
  storageError?: string;
}

export interface Recorder {
  state(): RecorderState;
  /** Resolves when the reading that is under way is on disk. */
  stop(): Promise<void>;
}

/** Readings kept in memory while the disk refuses them; older ones are lost, and that is logged. */
const UNSTORED_LIMIT = 10_000;
const STORAGE_RETRY_MS = 5000;

/**
 * Measures at instants aligned to the clock (0:00, 0:10, 0:20 … for ten seconds), puts each reading on disk and signs a
 * packet when one is due. An instant that passes while the meter is still being asked, or while the machine sleeps, is
 * left out: there was no measurement, so there is no reading.
 */
export function startRecorder(options: RecorderOptions): Recorder {
  const { identity, privateKey, limits, sampleIntervalMs, meter, clock, outbox, log, onSigned } = options;
  const stopping = new AbortController();
  const state: RecorderState = {};
  const unstored: Reading[] = [];

  async function run(): Promise<void> {
    let nextMs = nextInstant(clock.nowMs(), sampleIntervalMs);
    while (!stopping.signal.aborted) {
      await clock.waitUntil(Math.min(nextMs, wakeMs()), stopping.signal);
      const nowMs = clock.nowMs();
      if (nowMs >= nextMs) {
        await sample(Math.floor(nowMs / sampleIntervalMs) * sampleIntervalMs);
        nextMs = nextInstant(clock.nowMs(), sampleIntervalMs);
      } else if (nextMs - nowMs > sampleIntervalMs) {
        nextMs = nextInstant(nowMs, sampleIntervalMs); // the clock has gone back
      }
      store();
    }
  }

  async function sample(dueMs: number): Promise<void> {
    const { reading, error } = await measure({ meter, clock, signedAtMs: outbox.signedAtMs }, dueMs);
    if (error && error.code !== state.meterError?.code) log.warn({ code: error.code }, error.message);
    if (!error && state.meterError) log.info('meter answers again');
    state.lastReading = { at: reading.at, quality: reading.quality };
    state.meterError = error && { code: error.code, message: error.message, help: helpFor(error.code) };
    unstored.push(reading);
    if (unstored.length > UNSTORED_LIMIT) {
      unstored.shift();
      log.error({ limit: UNSTORED_LIMIT }, 'a reading is lost: the disk has refused too many');
    }
  }

  /** A disk that refuses is tried again after a while, and health says so until then. */
  function store(): void {
    try {
      for (; unstored.length > 0; unstored.shift()) outbox.addReading(unstored[0]!);
      signDue();
      state.storageError = undefined;
    } catch (error) {
      if (error instanceof AccessLayerError) throw error; // a fault of ours, not of the disk
      if (!state.storageError) log.error({ err: error }, 'readings cannot be stored');
      state.storageError = messageOf(error);
    }
  }

  function signDue(): void {
    for (;;) {
      const pending = outbox.pendingReadings(limits.maxReadings + 1);
      const readings = duePacket(pending, limits, clock.nowMs());
      if (!readings) return;
      const ids = readings.map(({ id }) => id);
      outbox.sign(ids, (link) =>
        signMeasurement(identity, readings, link, { privateKey, signedAtMs: clock.nowMs() }),
      );
      onSigned();
    }
  }

  /** When there is something to do before the next sample. */
  function wakeMs(): number {
    if (state.storageError) return clock.nowMs() + STORAGE_RETRY_MS;
    const [first] = outbox.pendingReadings(1);
    return first ? first.atMs + limits.maxDelayMs : Number.POSITIVE_INFINITY;
  }

  const running = run().catch((error) => {
    if (stopping.signal.aborted) return;
    throw error;
  });
  return {
    state: () => state,
    async stop() {
      stopping.abort();
      await running;
      store();
    },
  };
}

/** The first instant after a time that is a whole number of intervals since 1970 UTC. */
export function nextInstant(afterMs: number, intervalMs: number): number {
  return (Math.floor(afterMs / intervalMs) + 1) * intervalMs;
}
