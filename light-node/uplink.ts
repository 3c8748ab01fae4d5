import { messageOf } from '@access-layer/core/errors';
import { messageBytes } from '@access-layer/core/message';
import type { Log } from '@access-layer/kit/log';
import type { VerdictEffect } from './apply-verdict.ts';
import { type BrokerConnection, openBrokerConnection } from './broker-connection.ts';
import type { LightNodeConfig } from './config.ts';
import type { Outbox } from './outbox.ts';

export interface UplinkOptions {
  node: string;
  broker: LightNodeConfig['broker'];
  /** The most packets published in a second, so that a backlog does not drown the broker. */
  drainPerS: number;
  outbox: Outbox;
  log: Log;
  /** Checks and applies a verdict; undefined where it was refused. */
  onVerdict: (bytes: Uint8Array) => VerdictEffect | undefined;
  /** Keeps a set-point, or throws; absent where the node takes none. */
  onSetPoint?: ((bytes: Uint8Array) => void) | undefined;
  /** Content of the retained status. */
  status: () => object;
  openingMs?: number;
}

export interface Uplink {
  /** Tells that the outbox has something new. */
  wake(): void;
  online(): boolean;
  stop(): Promise<void>;
}

const TICK_MS = 1000;
/** A connection that is neither open nor ended by then never will be: a broker that does not answer a subscription. */
const OPENING_MS = 60_000;
const STATUS_EVERY_MS = 60_000;
/** What may be sent at once after a pause, as time at the drain rate. */
const BURST_MS = 100;

/**
 * Carries the outbox to the broker: in order, a bounded number in flight, at a bounded rate, and everything again that
 * had no PUBACK when a connection ended. The outbox alone remembers; nothing here has to survive a crash.
 */
export function startUplink({
  node,
  broker,
  drainPerS,
  outbox,
  log,
  onVerdict,
  onSetPoint,
  status,
  openingMs = OPENING_MS,
}: UplinkOptions): Uplink {
  const { inFlight: window = 32, ackTimeoutS = 30, reconnectMinMs = 1000, reconnectMaxMs = 60_000 } = broker;
  let connection: BrokerConnection | undefined;
  let open = false;
  let stopped = false;
  let failures = 0;
  let reconnectTimer: NodeJS.Timeout | undefined;
  let pumpTimer: NodeJS.Timeout | undefined;
  let acknowledged: number[] = [];
  const inFlight = new Map<number, number>(); // seq to the time it was sent
  let sentSeq = -1; // of this connection, so that order holds and nothing is sent twice
  let nextSendMs = 0;
  let pausedUntilMs = 0;
  let statusAtMs = 0;
  let connectAtMs = 0;

  function connect(): void {
    connectAtMs = performance.now();
    try {
      connection = openBrokerConnection(node, broker, { onOpen, onVerdict: receive, onSetPoint, onEnd });
    } catch (error) {
      onEnd(messageOf(error)); // a certificate that cannot be read
    }
  }

  function onOpen(): void {
    open = true;
    log.info({ broker: broker.url }, 'broker connected');
    publishStatus();
    pump();
  }

  function onEnd(reason: string): void {
    flushAcknowledged();
    connection = undefined;
    open = false;
    inFlight.clear();
    sentSeq = -1;
    if (stopped) return;
    const pauseMs =
      Math.min(reconnectMaxMs, reconnectMinMs * 2 ** Math.min(failures, 30)) * (0.5 + Math.random() / 2);
    failures += 1;
    log.warn({ reason, pauseMs: Math.round(pauseMs) }, 'broker not connected');
    reconnectTimer = setTimeout(connect, pauseMs);
  }

  function pump(): void {
    const nowMs = Date.now();
    if (!open || nowMs < pausedUntilMs || outbox.halt()) return;
    nextSendMs = Math.max(nextSendMs, nowMs - BURST_MS);
    const room = window - inFlight.size;
    if (room <= 0) return;
    for (const packet of outbox.due(sentSeq, room + inFlight.size)) {
      if (inFlight.has(packet.seq)) continue;
      if (inFlight.size >= window) return;
      if (nextSendMs > nowMs) {
        pumpIn(nextSendMs - nowMs);
        return;
      }
      nextSendMs += 1000 / drainPerS;
      sentSeq = Math.max(sentSeq, packet.seq);
      inFlight.set(packet.seq, nowMs);
      connection?.publish(messageBytes(packet), () => onAcknowledged(packet.seq));
    }
  }

  function pumpIn(delayMs: number): void {
    pumpTimer ??= setTimeout(() => {
      pumpTimer = undefined;
      pump();
    }, Math.ceil(delayMs));
  }

  /** PUBACKs that arrive together are written with one fsync. */
  function onAcknowledged(seq: number): void {
    failures = 0;
    if (acknowledged.push(seq) === 1) setImmediate(flushAcknowledged);
  }

  function flushAcknowledged(): void {
    if (acknowledged.length === 0) return;
    const seqs = acknowledged;
    acknowledged = [];
    const written = durably(() => {
      outbox.acknowledge(seqs);
      return true;
    });
    if (!written) return;
    for (const seq of seqs) inFlight.delete(seq);
    pump();
  }

  function receive(bytes: Uint8Array): void {
    flushAcknowledged(); // a rejection takes back the acknowledgement that came before it
    const effect = durably(() => onVerdict(bytes));
    if (effect?.retryAtMs) pausedUntilMs = Math.max(pausedUntilMs, effect.retryAtMs);
  }

  /** A disk that refuses ends the connection: what could not be written down is then published and answered again. */
  function durably<T>(write: () => T): T | undefined {
    try {
      return write();
    } catch (error) {
      log.error({ err: error }, 'outbox cannot be written');
      setImmediate(() => connection?.destroy());
      return undefined;
    }
  }

  /** Notices silence of the broker, and whatever has become due behind the place we are at. */
  function tick(): void {
    if (connection && !open && performance.now() - connectAtMs > openingMs) {
      log.warn({ openingMs }, 'the connection does not open: connecting anew');
      connection.destroy();
      return;
    }
    const nowMs = Date.now();
    const oldestMs = inFlight.values().next().value;
    if (oldestMs !== undefined && nowMs - oldestMs > 1000 * ackTimeoutS) {
      log.warn({ inFlight: inFlight.size, ackTimeoutS }, 'no PUBACK: connecting anew');
      connection?.destroy();
      return;
    }
    if (nowMs - statusAtMs > STATUS_EVERY_MS) publishStatus();
    sentSeq = -1;
    pump();
  }

  function publishStatus(): void {
    if (!open) return;
    statusAtMs = Date.now();
    connection?.publishStatus({ state: 'online', ...status() });
  }

  const ticker = setInterval(tick, TICK_MS);
  connect();
  return {
    wake: pump,
    online: () => open,
    async stop() {
      stopped = true;
      clearInterval(ticker);
      clearTimeout(reconnectTimer);
      clearTimeout(pumpTimer);
      if (open) await connection?.end({ state: 'offline' });
      else connection?.destroy();
      flushAcknowledged();
    },
  };
}
