import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { messageOf } from '@access-layer/core/errors';
import { NODE_ID, parseTopic } from '@access-layer/core/topics';
import type { Log } from '@access-layer/kit/log';
import { Aedes, type Client, type PublishPacket, type Subscription } from 'aedes';
import { type Connection, createBrokerGate, type GateEvents, type Peer } from './broker-gate.ts';
import { createAddressLimits } from './limits/address-limits.ts';
import { type ClientLimits, createConnectRate } from './limits/client-limits.ts';
import { limitFrames } from './limits/limit-frames.ts';
import { createPresence, type Presence, type PresenceEvents } from './presence.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const DRAIN_TIMEOUT_MS = 30_000;
const TCP_KEEPALIVE_MS = 60_000;
const LOOK_EVERY_MS = 1000;

/** With fewer messages unanswered a connection may hand over all that it has; with more, one record at a time. */
const ROOMY_PENDING = 2000;

/** What happens on the broker. */
export interface BrokerEvents extends GateEvents, PresenceEvents {
  /** Messages that were offered and are not answered yet. */
  pending(): number;
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
  limits: ClientLimits;
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
  const peerOf = (client: Client | null) => (client ? peers.get(client) : undefined);
  const { limits } = options;
  const connects = createConnectRate(limits);
  const gate = createBrokerGate(peerOf, guardEvents(events, log), connects);
  const broker = new IntakeBroker({
    ...gate,
    connectTimeout: CONNECT_TIMEOUT_MS,
    drainTimeout: DRAIN_TIMEOUT_MS,
    maxTopicLevels: 3,
  });
  const presence = createPresence(events, log);
  const open = new Map<TLSSocket, Peer>();
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
  const addresses = createAddressLimits({
    connections: limits.connectionsPerAddress,
    handshakes: { perS: limits.handshakesPerS, burst: limits.handshakeBurst },
  });
  // Before TLS has begun: what is over the limit costs nothing but this.
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? 'an unknown address';
    addressBelow.set(socket, address);
    const entry = addresses.enter(address);
    if (entry.ok) {
      socket.once('close', entry.leave);
      return;
    }
    events.refused(`address-${entry.limit}`, address, `too many ${entry.limit} from this address`);
    socket.destroy();
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const reason = certificateFault(error, socket) ?? messageOf(error);
    log.debug({ reason }, 'TLS refused');
    const kind = certificateFault(error, socket) ? 'certificate' : 'tls';
    events.refused(kind, addressOf(socket), reason);
    socket.destroy();
  });
  server.on('secureConnection', (socket) => {
    const name = certifiedName(socket);
    if (name === undefined) {
      const reason = 'a certificate without one common name of [a-z0-9-]{1,64}';
      events.refused('certificate', addressOf(socket), reason);
      socket.destroy();
      return;
    }
    socket.setKeepAlive(true, TCP_KEEPALIVE_MS);
    const frames = limitFrames(socket, limits, {
      refused: (reason) => events.refused('frame', name, reason),
      paused: () => events.refused('read-rate', name, 'it comes faster than it is read'),
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
    const address = addressOf(socket);
    const peer = { name, fingerprint, address, frames, send, unacknowledged, end: () => socket.destroy() };
    peers.set(client, peer);
    open.set(socket, peer);
    socket.once('close', () => {
      open.delete(socket);
      gate.left(peer);
      presence.left(peer);
    });
  });
  const looking = setInterval(() => {
    addresses.forget();
    connects.forget();
    for (const [socket, peer] of open) {
      const fault = slownessOf(socket, peer, limits);
      if (!fault) continue;
      events.refused(fault.refusal, peer.name, fault.reason);
      socket.destroy();
    }
  }, LOOK_EVERY_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });

  return {
    port: (server.address() as AddressInfo).port,
    connections: presence.count,

    /** Ends every connection of somebody who is not let in any more. */
    dropDenied(): void {
      for (const { name, fingerprint, end } of [...open.values()]) {
        const reason = events.deniedBecause(name, fingerprint);
        if (reason === undefined) continue;
        events.refused('denied', name, reason);
        end();
      }
    },

    /** Accepts no more, and ends the connections that there are. */
    async close(): Promise<void> {
      clearInterval(looking);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => broker.close(resolve));
      await closed;
    },
  };
}

export type Broker = Awaited<ReturnType<typeof startBroker>>;

const unsent = { cmd: 'publish', qos: 1, retain: false, dup: false } as const;

/** A client that stops in the middle of a frame, or does not read what it is sent. */
function slownessOf(
  socket: TLSSocket,
  { frames }: Peer,
  { frameTimeoutS, queueBytes }: ClientLimits,
): { refusal: 'slow-frame' | 'queue'; reason: string } | undefined {
  if (frames.unfinishedMs() > frameTimeoutS * 1000)
    return { refusal: 'slow-frame', reason: `a frame that is not at its end after ${frameTimeoutS} s` };
  if (socket.writableLength > queueBytes)
    return { refusal: 'queue', reason: `it leaves more than ${queueBytes} bytes unread` };
  return undefined;
}

/** Why a certificate is not taken; undefined where the handshake failed for another reason. */
function certificateFault(error: NodeJS.ErrnoException, socket: TLSSocket): string | undefined {
  if (error.code === 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE') return 'no client certificate';
  const fault: unknown = socket.authorizationError;
  return fault ? `a certificate that is not of our authority: ${fault}` : undefined;
}

/** Of a socket that was destroyed only the one below it knows; its address was noted when it came. */
const addressBelow = new WeakMap<object, string>();
function addressOf(socket: TLSSocket): string {
  const { _parent: below } = socket as { _parent?: Socket };
  return socket.remoteAddress ?? (below && addressBelow.get(below)) ?? 'an unknown address';
}

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
