import type { Values } from '@access-layer/core/payloads/measurement';
import type { Log } from '@access-layer/kit/log';
import type Type from 'typebox';
import type { ProfileOf, Protocol } from './profile.ts';

/**
 * Port to a meter. A driver MUST give values that it has read during the call, with the time at which it began to
 * read, in the names and units of formats 2. It MUST reject when it has no answer, when an answer is not what was
 * asked for, or when only a part was answered; it MUST NOT give a value from an earlier call.
 */
export interface Meter {
  /** @throws AccessLayerError LN_METER_UNREACHABLE, LN_METER_TIMEOUT, LN_METER_EXCEPTION, LN_METER_ANSWER */
  read(): Promise<MeterReading>;
  close(): Promise<void>;
}

export interface MeterReading {
  takenAtMs: number;
  values: Values;
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
export interface MeterDriver<S extends Type.TSchema = Type.TSchema, P extends Protocol = Protocol> {
  name: string;
  /** Protocols of the profiles that it can read by. */
  protocols: readonly P[];
  /** Schema of the driver's part of the configuration. */
  options: S;
  create(context: MeterContext<Type.Static<S>, P>): Meter;
}
