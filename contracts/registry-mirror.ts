import { type BindingAnswer, KEY_KINDS } from '@access-layer/core/binding';
import type { Hex } from '@access-layer/core/bytes';
import type { RegistryEvent } from './registry-event.ts';

/** Everything the mirror knows, as plain JSON. Addresses and hashes in lower case, times in milliseconds. */
export interface MirrorState {
  /** The last block whose events are in; undefined before the first. */
  head?: { number: number; hash: Hex };
  keys: Record<Hex, MirroredKey>;
}

export interface MirroredKey {
  /** As in the contract. */
  kind: number;
  revokedAt: number;
  compromisedSince: number;
  /** By commitment: [from, until] of each period, until 0 for open. */
  periods: Record<Hex, [from: number, until: number][]>;
}

export function emptyMirror(): MirrorState {
  return { keys: {} };
}

/** Folds one event into the state, in place. Events come in their order on the chain, each once. */
export function foldEvent(state: MirrorState, event: RegistryEvent): void {
  switch (event.type) {
    case 'bound': {
      state.keys[event.key] ??= newKey(event.kind);
      const { periods } = state.keys[event.key]!;
      periods[event.commitment] ??= [];
      periods[event.commitment]![event.period] = [event.from, event.until];
      return;
    }
    case 'unbound': {
      state.keys[event.key]!.periods[event.commitment]![event.period]![1] = event.until;
      return;
    }
    case 'revoked':
      state.keys[event.key]!.revokedAt = event.revokedAt;
      return;
    case 'warned':
      state.keys[event.key]!.compromisedSince = event.since;
      return;
    case 'rotated': // its bound and unbound events say it all
      return;
  }
}

function newKey(kind: number): MirroredKey {
  return { kind, revokedAt: 0, compromisedSince: 0, periods: {} };
}

/** What the contract's `bindingAt` answers, from the events alone. `key` and `commitment` in lower case. */
export function mirroredBindingAt(
  state: MirrorState,
  key: Hex,
  commitment: Hex,
  timeMs: number,
): BindingAnswer {
  const { kind, revokedAt, compromisedSince, periods } = state.keys[key] ?? newKey(0);
  const [from, until] = periodAt(periods[commitment] ?? [], timeMs);
  const inPeriod = from !== 0 && from <= timeMs && (until === 0 || timeMs < until);
  const valid = inPeriod && (revokedAt === 0 || timeMs < revokedAt);
  return { valid, kind: KEY_KINDS[kind]!, from, until, revokedAt, compromisedSince };
}

/** The last period that began by then; else the first to come; else none. */
function periodAt(periods: [number, number][], timeMs: number): [from: number, until: number] {
  return periods.findLast(([from]) => from <= timeMs) ?? periods[0] ?? [0, 0];
}
