import { readFileSync } from 'node:fs';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { messageBytes, parseMessage, signerOf } from '@access-layer/core/message';
import { parsePayload } from '@access-layer/core/payload';
import type { SetPoint } from '@access-layer/core/payloads/set-point';
import { newNonce, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { nodeTopic, platformTopic } from '@access-layer/core/topics';
import type { Log } from '@access-layer/kit/log';
import mqtt, { type MqttClient } from 'mqtt';
import type { DsoPlatformConfig, SetPointRequest } from './config.ts';
import { openPlatformBook } from './platform-book.ts';
import { newUlid } from './ulid.ts';

const RECONNECT_MS = 1000;
const EXPIRES_IN_S = 60;

export type PlatformOptions = Pick<
  DsoPlatformConfig,
  'id' | 'network' | 'broker' | 'dataDir' | 'anchorers' | 'targets'
> & { privateKey: Uint8Array; log: Log };

/**
 * A DSO Technical Platform: signs set-points with its own key, publishes them with its own certificate, and keeps each
 * until the Blockchain Access Layer has acknowledged it; then it hears what became of it.
 */
export function startPlatform(options: PlatformOptions) {
  const { id, network, broker, dataDir, anchorers, targets, privateKey, log } = options;
  const book = openPlatformBook(dataDir);
  const waiting = new Set<() => void>();
  let listenAgain: NodeJS.Timeout | undefined;
  const client: MqttClient = mqtt.connect(broker.url, {
    ...{ clientId: id, clean: true, protocolVersion: 4, reconnectPeriod: RECONNECT_MS, queueQoSZero: false },
    ca: readFileSync(broker.caFile),
    cert: readFileSync(broker.certFile),
    key: readFileSync(broker.keyFile),
    resubscribe: false,
  });
  client.on('error', (error) => log.warn({ reason: messageOf(error) }, 'broker not connected'));
  client.on('connect', listen);
  client.on('message', (_topic, bytes) => hear(bytes));

  /** The registry may list this platform a moment later than it connects. */
  function listen(): void {
    client.subscribe(platformTopic(id), { qos: 1 }, (error, granted) => {
      if (!error && granted?.[0]?.qos !== 128) publishUnsent();
      else if (client.connected) {
        log.warn('verdicts cannot be read yet: the registry does not list this platform');
        listenAgain = setTimeout(listen, RECONNECT_MS);
      }
    });
  }

  function publish(setPoint: { id: string; node: string }, message: Uint8Array): void {
    client.publish(nodeTopic(setPoint.node, 'set-points'), Buffer.from(message), { qos: 1 }, (error) => {
      if (!error) book.acknowledged(setPoint.id);
    });
  }

  /** What was signed and never acknowledged, in the order signed. */
  function publishUnsent(): void {
    for (const { id: setPoint, node, message } of book.unsent()) {
      publish({ id: setPoint, node }, Buffer.from(message));
    }
  }

  function hear(bytes: Uint8Array): void {
    const parsed = parseMessage(bytes);
    const signer = parsed.ok && signerOf(parsed.message);
    const read = parsed.ok ? parsePayload(parsed.message.payload) : undefined;
    if (!signer || !anchorers.includes(signer) || !read?.ok || read.payload.type !== 'verdict') {
      log.warn({ signer }, 'a verdict of nobody we know');
      return;
    }
    if (read.payload.network !== network || read.payload.node !== id) return;
    for (const verdict of read.payload.setPoints ?? []) {
      book.told(verdict);
      log.info(verdict, `set-point ${verdict.status}`);
    }
    for (const wake of waiting) wake();
  }

  const ordered = new Map<string, SetPoint>();

  return {
    /**
     * Signs and publishes one; it is kept before this returns.
     * @throws AccessLayerError DSOTP_POD_UNKNOWN, DSOTP_VALUE
     */
    send(request: SetPointRequest): SetPoint {
      const target = targets.find(({ pod }) => pod === request.pod);
      if (!target) throw unknownPod(request.pod, targets);
      const setPoint = book.add(request.pod, (seq) => {
        const made = toSetPoint(request, { network, node: target.node, seq, nowMs: Date.now() });
        const read = parsePayload(JSON.stringify(made));
        if (!read.ok) throw new AccessLayerError({ code: 'DSOTP_VALUE', message: read.detail });
        const message = messageBytes(signPayload(JSON.stringify(made), privateKey));
        return { setPoint: made, message: Buffer.from(message).toString() };
      });
      if (request.order !== undefined) ordered.set(setPoint.pod, setPoint);
      const { message } = book.unsent().find(({ id: unsent }) => unsent === setPoint.id)!;
      if (client.connected) publish(setPoint, Buffer.from(message));
      log.info(
        { id: setPoint.id, pod: setPoint.pod, mode: setPoint.mode, valueW: setPoint.valueW },
        'set-point signed',
      );
      return setPoint;
    },

    /** Whether the last set-point that fulfils an order is in force at a PoD in a time from now on. */
    isOrdered(pod: string, lastsMs: number): boolean {
      const last = ordered.get(pod);
      const nowMs = Date.now();
      return last !== undefined && Date.parse(last.from) < nowMs + lastsMs && nowMs < Date.parse(last.until);
    },

    /** Resolves when verdicts have come, or after a while. */
    async news(timeoutMs: number): Promise<void> {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, timeoutMs);
        function done(): void {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        }
        waiting.add(done);
      });
    },

    latest: book.latest,
    find: book.find,
    counts: book.counts,
    connected: () => client.connected,
    async stop(): Promise<void> {
      clearTimeout(listenAgain);
      await client.endAsync(true);
      book.close();
    },
  };
}

export type Platform = ReturnType<typeof startPlatform>;

function toSetPoint(
  request: SetPointRequest,
  { network, node, seq, nowMs }: { network: string; node: string; seq: number; nowMs: number },
): SetPoint {
  const { pod, mode, valueW, lastsS, startsInS = 0, expiresInS = EXPIRES_IN_S, order } = request;
  const fromMs = nowMs + 1000 * startsInS;
  return {
    v: 1,
    network,
    nonce: newNonce(),
    type: 'set-point',
    id: newUlid(nowMs),
    pod,
    node,
    seq,
    service: request.service ?? 'congestion-management',
    mode,
    ...(valueW !== undefined && { valueW }),
    from: formatTime(fromMs),
    until: formatTime(fromMs + 1000 * lastsS),
    issuedAt: formatTime(nowMs),
    expiresAt: formatTime(nowMs + 1000 * expiresInS),
    ...(order !== undefined && { order }),
  };
}

function unknownPod(pod: string, targets: PlatformOptions['targets']): AccessLayerError {
  const known = targets.length > 0 ? targets.map((target) => target.pod).join(', ') : 'none';
  const message = `no device of PoD "${pod}" takes set-points; those that do: ${known}`;
  return new AccessLayerError({ code: 'DSOTP_POD_UNKNOWN', message });
}
