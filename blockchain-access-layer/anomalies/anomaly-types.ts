import type { Reason } from '@access-layer/core/reason';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

interface Kind {
  severity: Severity;
  /** Closed when nothing more of it has come for so long; absent: closed when its condition has ended. */
  quietMs?: number;
}

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** Every kind of anomaly: how grave it is, and when one is over. */
export const ANOMALY_KINDS = {
  /** Numbers of a node that never came; closed when all of them have. */
  gap: { severity: 'warning' },
  /** Packets behind a later number, or long after they were signed; closed by one that comes in time. */
  late: { severity: 'info' },
  /** The same packet again, as after a lost PUBACK. */
  duplicate: { severity: 'info', quietMs: QUARTER_MS },
  /** The same packet again, though its node has confirmed that it is anchored and has erased it. */
  replay: { severity: 'critical', quietMs: DAY_MS },
  /** Two packets under one number, or a packet that does not follow the one before. */
  'sequence-fork': { severity: 'critical', quietMs: DAY_MS },
  /** A node's clock ahead, behind, set back, or not synchronised; closed when it is right again. */
  clock: { severity: 'warning' },
  /** Nothing came from a node for too long; closed when it is back. */
  silent: { severity: 'warning' },
  /** A register that counts up only has fallen; closed when it has reached its former value, or the meter is another. */
  'register-fall': { severity: 'critical' },
  /** A register rose by more than the connection can carry. */
  'register-jump': { severity: 'critical', quietMs: DAY_MS },
  /** More drawn over a quarter-hour than is available at the PoD; closed by a quarter-hour within. */
  'power-above-available': { severity: 'warning' },
  /** Outside EN 50160; closed when it is within again. */
  voltage: { severity: 'warning' },
  /** A meter that does not answer, or shows the same values on and on; closed by a fresh one. */
  stale: { severity: 'warning' },
  /** Signed by nobody, or by a key that may not speak. */
  'refused-signature': { severity: 'critical', quietMs: QUARTER_MS },
  /** A packet or statement that is refused for another reason. */
  refused: { severity: 'warning', quietMs: QUARTER_MS },
  'set-point-refused': { severity: 'critical', quietMs: QUARTER_MS },
  'set-point-expired': { severity: 'warning', quietMs: QUARTER_MS },
  /** Somebody without a certificate of ours, or of whom the registry knows nothing. */
  'unknown-client': { severity: 'warning', quietMs: QUARTER_MS },
  /** A client that asks for what is another's: a topic, a client id, a will. */
  'access-refused': { severity: 'critical', quietMs: QUARTER_MS },
  /** More connections than a client has reason for. */
  'connection-storm': { severity: 'warning', quietMs: QUARTER_MS },
  /** A certificate that is connected comes from another address as well. */
  'session-taken-over': { severity: 'critical', quietMs: QUARTER_MS },
  /** The chain does not answer; closed when it does. */
  'chain-unreachable': { severity: 'warning' },
  'anchor-conflict': { severity: 'critical', quietMs: DAY_MS },
  reanchored: { severity: 'info', quietMs: QUARTER_MS },
} as const satisfies Record<string, Kind>;

export type AnomalyType = keyof typeof ANOMALY_KINDS;
export const ANOMALY_TYPES = Object.keys(ANOMALY_KINDS) as AnomalyType[];

/** Those that end by silence, with how long it must be. */
export const QUIET_KINDS = ANOMALY_TYPES.flatMap((type) => {
  const kind: Kind = ANOMALY_KINDS[type];
  return kind.quietMs === undefined ? [] : [{ type, quietMs: kind.quietMs }];
});

const SIGNATURE_REASONS: readonly string[] = ['bad-signature', 'unknown-key', 'key-revoked'];

/** What kind of anomaly a refusal is. */
export function typeOfRefusal(reason: Reason | 'sequence-gap' | 'broken-chain'): AnomalyType {
  if (reason === 'unknown-node') return 'unknown-client';
  if (reason === 'sequence-fork') return 'sequence-fork';
  return SIGNATURE_REASONS.includes(reason) ? 'refused-signature' : 'refused';
}
