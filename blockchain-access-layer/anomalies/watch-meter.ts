import type { Measurement, Reading } from '@access-layer/core/payloads/measurement';
import type { Occurrence } from '../anomaly.ts';
import type { Findings } from './findings.ts';
import type { PodLimits } from './pod-limits.ts';
import { type PowerState, watchPower } from './watch-power.ts';
import { type RegisterStates, watchRegisters } from './watch-registers.ts';
import { type StaleState, watchStale } from './watch-stale.ts';
import { type VoltageStates, watchVoltage } from './watch-voltage.ts';
import { factsOf, placeOf, type WatchedPacket } from './watched-packet.ts';

/** What has to be known of a meter to judge its next reading. */
export interface MeterState {
  registers: RegisterStates;
  power: PowerState;
  voltage: VoltageStates;
  stale: StaleState;
  /** Types and subjects that are told as open. */
  open: Record<string, true>;
}

export function newMeterState(): MeterState {
  return { registers: {}, power: {}, voltage: {}, stale: {}, open: {} };
}

/** How a detector tells what it sees of one meter: a fault, or that there is none (any more). */
export interface MeterVoice {
  fault(type: Occurrence['type'], subject: string, facts: Record<string, unknown>): void;
  well(type: Occurrence['type'], subject: string, why: Record<string, unknown>): void;
}

/** Judges the values of a packet. A value that is known not to be of now says nothing of registers, power and voltage. */
export function watchMeter(
  state: MeterState,
  packet: WatchedPacket,
  { meter, role, readings }: Pick<Measurement, 'meter' | 'role' | 'readings'>,
  limits: PodLimits,
  findings: Findings,
): void {
  const voice = voiceOf(state, packet, meter, findings);
  for (const reading of readings) {
    const atMs = Date.parse(reading.at);
    watchStale(state.stale, reading, atMs, voice);
    if (!isOfNow(reading)) continue;
    watchRegisters(state.registers, reading, atMs, limits, voice);
    if (role === 'exchange') watchPower(state.power, reading, atMs, limits, voice);
    if (limits.isLowVoltage) watchVoltage(state.voltage, reading, atMs, voice);
  }
}

/** Its meter is another one from now on. */
export function forgetMeter(state: MeterState, packet: WatchedPacket, meter: string, findings: Findings) {
  const voice = voiceOf(state, packet, meter, findings);
  for (const name of Object.keys(state.open)) {
    const [type, subject] = name.split('|') as [Occurrence['type'], string];
    voice.well(type, subject, { meterReplaced: true });
  }
  Object.assign(state, newMeterState());
}

function voiceOf(state: MeterState, packet: WatchedPacket, meter: string, findings: Findings): MeterVoice {
  const { node, receivedAtMs } = packet;
  const fullSubject = (subject: string) => (subject === '' ? meter : `${meter}/${subject}`);
  return {
    fault(type, subject, facts) {
      state.open[`${type}|${subject}`] = true;
      const place = { ...placeOf(packet), subject: fullSubject(subject) };
      findings.add({ type, ...place, details: factsOf(packet, { meter, ...facts }) });
    },
    well(type, subject, why) {
      if (!state.open[`${type}|${subject}`]) return;
      delete state.open[`${type}|${subject}`];
      findings.heal({ type, node, subject: fullSubject(subject) }, receivedAtMs, why);
    },
  };
}

function isOfNow({ quality }: Reading): boolean {
  return !quality.some((word) => word === 'stale' || word === 'meter-error' || word === 'estimated');
}
