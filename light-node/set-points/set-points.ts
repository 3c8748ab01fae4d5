import type { Log } from '@access-layer/kit/log';
import type { Clock } from '../clock.ts';
import type { Outbox } from '../outbox.ts';
import type { PacketIdentity } from '../packet.ts';
import type { SetPointRules } from './check-set-point.ts';
import { createExecutor, type Device } from './executor.ts';
import type { PowerProbe } from './power-probe.ts';
import { createReception, type Received } from './reception.ts';
import { createTelling } from './telling.ts';

export interface SetPointOptions {
  identity: PacketIdentity;
  signingKey: () => Uint8Array;
  signers: readonly string[];
  device: Device;
  probe: PowerProbe;
  clock: Clock;
  outbox: Pick<Outbox, 'atomically' | 'signedAtMs' | 'verdictAtMs'>;
  log: Log;
  onSigned: () => void;
  sampleMs?: number;
}

export interface SetPointStatus {
  ems: { id: string; protocol: string };
  /** Id of the set-point that is in force. */
  inForce?: string;
  waiting: number;
  received: Partial<Record<Received, number>>;
  fault?: string;
}

/** Longest wait between two looks: a clock that becomes synchronised, or that is set, tells nobody. */
const LONGEST_WAIT_MS = 60_000;

/** From a message on the node's topic to a device that follows, and to packets that tell what it did. */
export function startSetPoints(options: SetPointOptions) {
  const { identity, signingKey, signers, device, clock, outbox, log, onSigned } = options;
  const { network, node, pod } = identity;
  const rules: SetPointRules = { network, node, pod, signers };
  const telling = createTelling({ identity, signingKey, outbox, nowMs: clock.nowMs, onSigned });
  const { store } = telling;
  let synchronised = clock.synchronised();
  const wasSynchronised = () => {
    synchronised ||= clock.synchronised();
    return synchronised;
  };
  /** Never below what this node has signed with, or what others have signed that it believes. */
  const timeMs = () =>
    Math.max(clock.nowMs(), outbox.signedAtMs(), outbox.verdictAtMs() ?? 0, store.issuedAtMs());
  const executor = createExecutor({ ...options, telling, timeMs });
  const reception = createReception({ rules, telling, timeMs, wasSynchronised, log, onAccepted: wake });
  const stopping = new AbortController();
  let nudge = new AbortController();
  let fault: string | undefined;

  function wake(): void {
    nudge.abort();
  }

  async function run(): Promise<void> {
    await executor.recover();
    while (!stopping.signal.aborted) {
      nudge = new AbortController();
      await executor.step();
      wasSynchronised();
      const untilMs = Math.min(executor.dueMs(), timeMs() + LONGEST_WAIT_MS);
      const signal = AbortSignal.any([stopping.signal, nudge.signal]);
      await clock.waitUntil(untilMs, signal).catch((error) => {
        if (!signal.aborted) throw error;
      });
    }
    await executor.stop();
  }

  /** A disk that refuses stops the set-points, not the measuring; the device's own timer, or the next start, ends a limit. */
  const running = run().catch((error) => {
    fault = `set-points have stopped: ${error instanceof Error ? error.message : String(error)}`;
    log.error({ err: error }, 'set-points have stopped');
  });

  return {
    /** @throws what the disk says when it refuses: then the message must not be acknowledged */
    receive: reception.receive,
    status(): SetPointStatus {
      const inForce = executor.inForce();
      return {
        ems: device.name,
        ...(inForce && { inForce: inForce.id }),
        waiting: store.open().filter(({ state }) => state === 'waiting').length,
        received: reception.counts(),
        ...(fault && { fault }),
      };
    },
    fault: () => fault,
    /** Every set-point known, with what became of it. */
    list: store.list,
    async stop(): Promise<void> {
      stopping.abort();
      await running;
      await device.ems.close();
    },
  };
}

export type SetPoints = ReturnType<typeof startSetPoints>;
