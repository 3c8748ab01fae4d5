import type { AccessLayerError } from '@access-layer/core/errors';
import type { Quality, Values } from '@access-layer/core/payloads/measurement';
import type { Log } from '@access-layer/kit/log';
import type Type from 'typebox';
import type { Bus } from './modbus/bus.ts';
import type { ProfileOf, Protocol } from './profile.ts';

/** What a driver gives: a meter that answers when asked, or one that speaks by itself. */
export type AnyMeter = Meter | PushMeter;

/**
 * Port to a meter that is asked. A driver MUST give values that it has read during the call, with the time at which it began to
 * read, in the names and units of formats 2. It MUST reject when it has no answer, when an answer is not what was
 * asked for, or when only a part was answered; it MUST NOT give a value from an earlier call.
 */
export interface Meter {
  /** @throws AccessLayerError LN_METER_UNREACHABLE, LN_METER_TIMEOUT, LN_METER_EXCEPTION, LN_METER_ANSWER */
  read(): Promise<MeterReading>;
  /** The line that it is on, where other readers may use it too. */
  bus?: Bus;
  close(): Promise<void>;
}

/**
 * Port to a meter that speaks by itself. A driver MUST give each value with the time at which the meter measured it, or
 * at which it came in where the meter does not say; it MUST connect again by itself, and MUST NOT give a value a time
 * that is newer than itself. `key` names a message that may come again (after a reconnection, or a restart of the node):
 * what has been recorded under a key once is not recorded again.
 */
export interface PushMeter {
  kind: 'push';
  /** After so long without a reading the meter counts as silent, ms. */
  silentAfterMs: number;
  /** Called once. */
  start(sink: MeterSink): void;
  close(): Promise<void>;
}

export interface MeterSink {
  reading(reading: MeterReading): void;
  event(event: MeterEvent): void;
  /** What keeps the meter from being heard; undefined when it is heard again. */
  fault(error: AccessLayerError | undefined): void;
}

export interface MeterReading {
  /** When the values were measured, or the end of the interval that they cover; ms since 1970. */
  takenAtMs: number;
  values: Values;
  /** Seconds that the values cover. */
  periodS?: number;
  /** What is to be known of the values; `measured` unless given. */
  quality?: readonly Quality[];
  /** Number that the maker gave the meter, where it tells: another one is another meter. */
  serial?: string;
  key?: string;
}

/** Something that happened at the meter. */
export interface MeterEvent {
  /** In the form of formats 2, for example `supply-interrupted`. */
  event: string;
  atMs: number;
  details?: Record<string, unknown>;
  key?: string;
}

export interface MeterContext<Options, P extends Protocol = Protocol> {
  options: Options;
  profile: ProfileOf<P>;
  log: Log;
  /** The node's clock, milliseconds since 1970. */
  nowMs: () => number;
  /** Told of each answer as it came, for recording the frames that tests decode. */
  onAnswer?: (address: number, bytes: Uint8Array) => void;
}

/** What a file in drivers/ exports as default. */
export interface MeterDriver<
  S extends Type.TSchema = Type.TSchema,
  P extends Protocol = Protocol,
  M extends AnyMeter = Meter,
> {
  name: string;
  /** Protocols of the profiles that it can read by. */
  protocols: readonly P[];
  /** Schema of the driver's part of the configuration. */
  options: S;
  create(context: MeterContext<Type.Static<S>, P>): M;
}
