import type { Log } from '@access-layer/kit/log';
import type Type from 'typebox';
import type { EmsSite } from './ems-device/command.ts';
import type { EmsTemplate } from './ems-device/template.ts';

/** What a device is to do now. Powers by the consumer convention of formats 2. */
export interface EmsCommand {
  mode: 'limit-import' | 'limit-export' | 'target';
  valueW: number;
}

/** `commandedW` is what the device was really told: a charger knows whole amperes only. */
export type EmsAnswer =
  | { ok: true; commandedW: number }
  | { ok: false; reason: 'device-refused' | 'not-supported'; detail: string };

/**
 * Port to an energy management system, or to a device that is its own. An adapter MUST answer `ok` only when the device
 * has taken the command, and where it can be asked, when it says so itself; it MUST NOT send a command twice that it was
 * given once. `release` takes the device back to its safe state, whatever it was told before; it is safe to repeat.
 * Both reject with LN_EMS_UNREACHABLE when the device does not answer.
 */
export interface Ems {
  apply(command: EmsCommand): Promise<EmsAnswer>;
  release(): Promise<void>;
  close(): Promise<void>;
}

export interface EmsContext<Options> {
  options: Options;
  template: EmsTemplate;
  site: EmsSite;
  log: Log;
}

/** What a file in ems/ exports as default. */
export interface EmsAdapter<S extends Type.TSchema = Type.TSchema> {
  name: string;
  /** Schema of the adapter's part of the configuration. */
  options: S;
  /** The `protocol` of templates that it carries out. */
  protocol: EmsTemplate['protocol'];
  create(context: EmsContext<Type.Static<S>>): Ems;
}
