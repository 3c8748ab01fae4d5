import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Appended, Arrival, PacketLog } from './packet-log.ts';
import type { ReceiptClock } from './receipt-clock.ts';
import type { CheckedSetPoint } from './set-points/verify-set-point.ts';
import type { Verifier } from './verifier.ts';
import type { Verified } from './verify-message.ts';
import type { VerifiedSenderMessage } from './verify-sender-message.ts';
import type { AnyVerified } from './verify-thread.ts';

/** A message as it came in. `reply` releases its PUBACK; with an error there is none and the connection ends. */
export interface Offer {
  /** Of its topic; undefined for a message of a party or a service, or for what is on record only. */
  node: string | undefined;
  /** Of a set-point only: the DSO Technical Platform that sent it. */
  platform?: string;
  bytes: Uint8Array;
  /** payloadHash of the whole, where `bytes` is only the beginning of something too large. */
  wholePayloadHash?: Uint8Array;
  reply: (error?: Error) => void;
}

export interface IntakeParts {
  clock: ReceiptClock;
  verifier: Verifier;
  packetLog: PacketLog;
  log: Log;
  /** Called after each group is on disk. */
  onAppended: (appended: Appended) => void;
}

interface Group {
  offers: Offer[];
  receivedAtMs: number;
  results?: AnyVerified[];
}

/** Large enough that one hand-over and one fsync carry many, small enough that several groups are under way. */
const GROUP_LIMIT = 256;

/**
 * The hot path. Packets of all connections are gathered into groups; a group gets one time of receipt, is verified on
 * other threads, and is appended with one transaction and one fsync; then, and not before, its PUBACKs are released.
 * Groups are appended in the order in which they were received, so `receivedAt` never falls along the log.
 */
export function createIntake({ clock, verifier, packetLog, log, onAppended }: IntakeParts) {
  const waiting: Offer[] = [];
  const underWay: Group[] = [];
  let scheduled = false;
  let failure: string | undefined;
  let idle: (() => void) | undefined;

  /** After the sockets of this turn of the event loop were read: what came together goes together. */
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      formGroups();
    });
  }

  function formGroups(): void {
    while (waiting.length > 0 && underWay.length < verifier.capacity) {
      const receipt = clock.receive();
      if (!receipt.ok) {
        refuseAll(waiting.splice(0), receipt.reason);
        settle();
        return;
      }
      const group: Group = { offers: waiting.splice(0, GROUP_LIMIT), receivedAtMs: receipt.atMs };
      underWay.push(group);
      verifier.verify(group.offers, (results) => {
        group.results = results;
        appendVerified();
      });
    }
  }

  function appendVerified(): void {
    while (underWay[0]?.results) append(underWay.shift()!);
    formGroups();
    settle();
  }

  function settle(): void {
    if (underWay.length === 0 && waiting.length === 0) idle?.();
  }

  function append({ offers, receivedAtMs, results }: Group): void {
    let appended: Appended;
    try {
      appended = packetLog.append(arrivals(offers, results!), receivedAtMs);
      failure = undefined;
    } catch (error) {
      failure = `the log cannot be written: ${messageOf(error)}`;
      log.error({ err: error }, 'a group was not acknowledged; its packets will come again');
      refuseAll(offers, failure);
      return;
    }
    for (const { reply } of offers) reply();
    onAppended(appended);
  }

  return {
    offer(offer: Offer): void {
      waiting.push(offer);
      schedule();
    },

    /** Why packets are not acknowledged now; undefined where they are. */
    stoppedBecause(): string | undefined {
      const state = clock.check();
      return state.ok ? failure : state.reason;
    },

    /** Messages that were received and not yet answered. */
    pending: () => waiting.length + underWay.reduce((sum, { offers }) => sum + offers.length, 0),

    /** Resolves when everything received so far is answered. */
    async drain(): Promise<void> {
      if (underWay.length === 0 && waiting.length === 0) return;
      await new Promise<void>((resolve) => {
        idle = resolve;
      });
    },
  };
}

export type Intake = ReturnType<typeof createIntake>;

function arrivals(offers: Offer[], results: AnyVerified[]): Arrival[] {
  return offers.map(({ node, platform, bytes, wholePayloadHash }, index): Arrival => {
    const result = results[index]!;
    if (node !== undefined && platform !== undefined) {
      const checked = result as CheckedSetPoint;
      const verified =
        wholePayloadHash && !checked.ok ? { ...checked, payloadHash: wholePayloadHash } : checked;
      return { node, platform, message: bytes, verified };
    }
    if (node === undefined) return { node, message: bytes, verified: result as VerifiedSenderMessage };
    const verified = result as Verified;
    if (!wholePayloadHash || verified.ok) return { node, message: bytes, verified };
    return { node, message: bytes, verified: { ...verified, payloadHash: wholePayloadHash } };
  });
}

function refuseAll(offers: Offer[], reason: string): void {
  const error = new Error(reason);
  for (const { reply } of offers) reply(error);
}
