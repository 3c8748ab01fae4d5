import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { messageOf } from '@access-layer/core/errors';
import { NODE_ID, parseTopic } from '@access-layer/core/topics';
import type { Log } from '@access-layer/kit/log';
import { Aedes, type Client, type PublishPacket, type Subscription } from 'aedes';
import { type Connection, createBrokerGate, type GateEvents, type Peer } from './broker-gate.ts';
import { createFrameLimit, type FrameLimit } from './frame-limit.ts';
import { createPresence, type Presence } from './presence.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const DRAIN_TIMEOUT_MS = 30_000;
const TCP_KEEPALIVE_MS = 60_000;

/** With fewer messages unanswered a connection may hand over all that it has; with more, one record at a time. */
const ROOMY_PENDING = 2000;

/** What happens on the broker. */
export interface BrokerEvents extends GateEvents {
  /** Messages that were offered and are not answered yet. */
  pending(): number;
  connected(connection: Connection): void;
  disconnected(connection: Connection): void;
  /** It listens now on a topic of its own. */
  subscribed(connection: Connection, channel: OwnChannel): void;
  /** The client acknowledged the oldest message that was sent to it without a callback and not yet acknowledged. */
  acknowledged(connection: Connection): void;
}

/** `platform-verdicts` are those of a DSO Technical Platform. */
export type OwnChannel = 'verdicts' | 'set-points' | 'platform-verdicts';

export interface BrokerOptions {
  host: string;
  port: number;
  caFile: string;
  certFile: string;
  keyFile: string;
  maxConnections: number;
  log: Log;
  events: BrokerEvents;
}

/**
 * Nothing that a client publishes is ever forwarded to another, so the broker's own queues, retained messages and
 * matching stay out of the way of every packet; what goes to clients is sent to each by name.
 */
class IntakeBroker extends Aedes {
  override publish(_packet: PublishPacket, ...rest: unknown[]): void {
    const done = rest.at(-1);
    if (typeof done === 'function') done();
  }
}

/**
 * MQTT 3.1.1 over TLS with client certificates. Sessions are never kept: what a node has not confirmed is ours to
 * remember (verdicts), what it has not got acknowledged is the node's.
 */
export async function startBroker({ log, events, ...options }: BrokerOptions) {
  const peers = new WeakMap<object, Peer>();
  const open = new Set<Peer>();
  const peerOf = (client: Client | null) => (client ? peers.get(client) : undefined);
  const gate = createBrokerGate(peerOf, guardEvents(events, log));
  const broker = new IntakeBroker({
    ...gate,
    connectTimeout: CONNECT_TIMEOUT_MS,
    drainTimeout: DRAIN_TIMEOUT_MS,
    maxTopicLevels: 3,
  });
  const presence = createPresence(events, log);
  relayEvents(broker, peerOf, { events, presence, log });
  await broker.listen();

  const server = tls.createServer({
    ca: readFileSync(options.caFile),
    cert: readFileSync(options.certFile),
    key: readFileSync(options.keyFile),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    handshakeTimeout: CONNECT_TIMEOUT_MS,
  });
  server.maxConnections = options.maxConnections;
  server.on('tlsClientError', (error, socket) => {
    log.debug({ reason: messageOf(error) }, 'TLS refused');
    socket.destroy();
  });
  server.on('secureConnection', (socket) => {
    const name = certifiedName(socket);
    if (name === undefined) {
      events.refused('', 'a certificate without one common name of [a-z0-9-]{1,64}');
      socket.destroy();
      return;
    }
    socket.setKeepAlive(true, TCP_KEEPALIVE_MS);
    const frames = limitFrames(socket, {
      refused: (reason) => events.refused(name, reason),
      hasRoom: () => events.pending() < ROOMY_PENDING,
    });
    const client = broker.handle(socket);
    // Without the callback aedes throws when the write is done; a write that failed is seen by the missing PUBACK.
    const unacknowledged: Peer['unacknowledged'] = [];
    const send: Connection['send'] = (topic, message, onAcknowledged) => {
      unacknowledged.push(onAcknowledged);
      client.publish({ ...unsent, topic, payload: Buffer.from(message) }, () => undefined);
    };
    const { fingerprint256: fingerprint } = socket.getPeerCertificate();
    const peer = { name, fingerprint, frames, send, unacknowledged, end: () => socket.destroy() };
    peers.set(client, peer);
    open.add(peer);
    socket.once('close', () => {
      open.delete(peer);
      gate.left(peer);
      presence.left(peer);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });

  return {
    port: (server.address() as AddressInfo).port,
    connections: presence.count,

    /** Ends every connection of somebody who is not let in any more. */
    dropDenied(): void {
      for (const { name, fingerprint, end } of [...open]) {
        const reason = events.deniedBecause(name, fingerprint);
        if (reason === undefined) continue;
        events.refused(name, reason);
        end();
      }
    },

    /** Accepts no more, and ends the connections that there are. */
    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => broker.close(resolve));
      await closed;
    },
  };
}

export type Broker = Awaited<ReturnType<typeof startBroker>>;

const unsent = { cmd: 'publish', qos: 1, retain: false, dup: false } as const;

/** Exactly one common name, and one that can stand in a topic. */
function certifiedName(socket: TLSSocket): string | undefined {
  const name: unknown = socket.authorized ? socket.getPeerCertificate().subject?.CN : undefined;
  return typeof name === 'string' && NODE_ID.test(name) ? name : undefined;
}

/** An exception in a hook would end the process, as aedes calls it from its parser. */
function guardEvents(events: BrokerEvents, log: Log): GateEvents {
  return {
    ...events,
    offer(offer) {
      const reply = (error?: Error) => {
        try {
          offer.reply(error);
        } catch (cause) {
          log.warn({ err: cause }, 'a connection failed while it was answered');
        }
      };
      events.offer({ ...offer, reply });
    },
  };
}

function relayEvents(
  broker: Aedes,
  peerOf: (client: Client | null) => Peer | undefined,
  { events, presence, log }: { events: BrokerEvents; presence: Presence; log: Log },
): void {
  const tell = (client: Client, what: (peer: Peer) => void) => {
    const peer = peerOf(client);
    try {
      if (peer) what(peer);
    } catch (error) {
      log.error({ err: error, name: peer?.name }, 'an event of a connection failed');
    }
  };
  broker.on('clientReady', (client) => presence.ready(peerOf(client)));
  broker.on('ack', (_packet, client) =>
    tell(client, (peer) => {
      const onAcknowledged = peer.unacknowledged.shift();
      if (onAcknowledged) onAcknowledged();
      else events.acknowledged(peer);
    }),
  );
  broker.on('subscribe', (subscriptions: Subscription[], client: Client) =>
    tell(client, (peer) => {
      for (const { topic, qos } of subscriptions) {
        const channel = (qos as number) === 128 ? undefined : ownChannel(topic, peer.name);
        if (channel) events.subscribed(peer, channel);
      }
    }),
  );
  for (const event of ['clientError', 'connectionError'] as const) {
    broker.on(event, (client: Client, error: Error) =>
      log.debug({ name: peerOf(client)?.name, reason: messageOf(error) }, 'a connection ended'),
    );
  }
  (broker as NodeJS.EventEmitter).on('error', (error) => log.error({ err: error }, 'the broker failed'));
}

function ownChannel(name: string, own: string): OwnChannel | undefined {
  const topic = parseTopic(name);
  if (topic?.id !== own) return undefined;
  if (topic.space === 'dsotp') return 'platform-verdicts';
  return topic.channel === 'verdicts' || topic.channel === 'set-points' ? topic.channel : undefined;
}

/**
 * Lays the limit between the socket and the broker's parser, which calls `read()` when the socket is readable and again
 * when all that it got is answered. One read gives one TLS record, 20 packets or so; as far as there is room, everything
 * that has come is taken at once, so that few connections can keep the verification busy too.
 */
function limitFrames(
  socket: TLSSocket,
  { refused, hasRoom }: { refused: (reason: string) => void; hasRoom: () => boolean },
): FrameLimit {
  const frames = createFrameLimit();
  const read = socket.read.bind(socket);
  const readAll = (size?: number): Buffer | null => {
    const first = read(size) as Buffer | null;
    if (!first || socket.readableLength === 0 || !hasRoom()) return first;
    const records = [first];
    for (let more = read(size); more; more = read(size)) records.push(more);
    return Buffer.concat(records);
  };
  socket.read = (size?: number) => {
    const chunk = readAll(size);
    if (!chunk) return chunk;
    try {
      const through = frames.push(chunk);
      return through.length > 0 ? through : null;
    } catch (error) {
      refused(messageOf(error));
      socket.destroy();
      return null;
    }
  };
  return frames;
}
