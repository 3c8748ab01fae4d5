import type { Reading, ValueName } from '@access-layer/core/payloads/measurement';
import { ANY_CONNECTION_W, type PodLimits } from './pod-limits.ts';
import type { MeterVoice } from './watch-meter.ts';

interface RegisterState {
  value: number;
  atMs: number;
  /** It has fallen, and not reached this again. */
  fellFrom?: number;
  /** What it showed before the jump that was its latest step. */
  beforeJump?: { value: number; atMs: number };
}

export type RegisterStates = Partial<Record<ValueName, RegisterState>>;

const REGISTERS = [
  'energyImportWh',
  'energyExportWh',
  'reactiveEnergyImportVarh',
  'reactiveEnergyExportVarh',
] as const;

const HOUR_MS = 3_600_000;
/** Meters count in steps of up to a kilowatt-hour: within a second that is no jump. */
const STEP_WH = 1000;

/** Judges registers, which only count up, by no more than the connection carries. */
export function watchRegisters(
  states: RegisterStates,
  { values, periodS }: Reading,
  atMs: number,
  limits: PodLimits,
  voice: MeterVoice,
): void {
  if (periodS !== undefined) return;
  for (const name of REGISTERS) {
    const value = values[name];
    if (value === undefined) continue;
    const state = states[name];
    const carriesW = name === 'energyImportWh' ? limits.carriesW : ANY_CONNECTION_W;
    if (state) states[name] = judge(state, { name, value, atMs, carriesW }, voice);
    else states[name] = { value, atMs };
  }
}

interface Shown {
  name: string;
  value: number;
  atMs: number;
  carriesW: number;
}

function judge(state: RegisterState, shown: Shown, voice: MeterVoice): RegisterState {
  const { name, value, atMs } = shown;
  if (atMs <= state.atMs) return judgeEarlier(state, shown, voice);
  const { beforeJump, fellFrom } = state;
  if (beforeJump && value < state.value && value >= beforeJump.value && isCarried(beforeJump, shown)) {
    voice.well('register-jump', name, { value });
    return { value, atMs };
  }
  if (value < state.value) {
    voice.fault('register-fall', name, { from: state.value, to: value });
    return { value, atMs, fellFrom: fellFrom ?? state.value };
  }
  const base = fellFrom !== undefined && value < fellFrom ? { fellFrom } : {};
  if (fellFrom !== undefined && value >= fellFrom) {
    voice.well('register-fall', name, { value });
    return { value, atMs };
  }
  if (isCarried(state, shown)) return { value, atMs, ...base };
  const passedMs = atMs - state.atMs;
  voice.fault('register-jump', name, { from: state.value, to: value, withinMs: passedMs });
  return { value, atMs, ...base, beforeJump: { value: state.value, atMs: state.atMs } };
}

/** A reading that comes late: earlier, the register cannot have shown more. */
function judgeEarlier(state: RegisterState, { name, value, atMs }: Shown, voice: MeterVoice): RegisterState {
  const most = Math.max(state.value, state.fellFrom ?? 0);
  if (atMs < state.atMs && value > most) voice.fault('register-fall', name, { from: value, to: state.value });
  return state;
}

function isCarried(from: { value: number; atMs: number }, { value, atMs, carriesW }: Shown): boolean {
  return value - from.value <= (carriesW * (atMs - from.atMs)) / HOUR_MS + STEP_WH;
}
