import type { AuthenticateError, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import type { ClientRefusal } from './client-watch.ts';
import type { FrameLimit } from './frame-limit.ts';
import type { Offer } from './intake.ts';
import type { ConnectRate } from './limits/client-limits.ts';
import { publishAccess, subscribeAccess } from './topic-access.ts';

/** CONNACK return codes of MQTT 3.1.1, 3.2.2.3. */
const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const NOT_AUTHORIZED = 5;

/** One connected client: the common name of its certificate is its name here and on every topic. */
export interface Connection {
  readonly name: string;
  /** SHA-256 of its certificate. */
  readonly fingerprint: string;
  /**
   * Publishes to this client alone, at QoS 1. `onAcknowledged` is called at its PUBACK, and never if the connection ends
   * before.
   */
  send(topic: string, message: Uint8Array, onAcknowledged?: () => void): void;
}

export interface Peer extends Connection {
  /** Where it comes from. */
  readonly address: string;
  frames: FrameLimit;
  /** Ends the connection. */
  end(): void;
  /** What is to be done at the PUBACKs that are missing, in the order in which they come (MQTT 3.1.1, 4.6). */
  unacknowledged: ((() => void) | undefined)[];
  /** Why its CONNECT cannot be accepted, with the return code that says so. */
  refusal?: Refusal | undefined;
}

interface Refusal {
  code: number;
  reason: string;
  /** Unless it is that the service takes nothing at present. */
  refusal?: ClientRefusal;
}

export interface GateEvents {
  offer(offer: Offer): void;
  /** Why no packet can be acknowledged now; a client that connects is told to come again. */
  stoppedBecause(): string | undefined;
  isListedPlatform(name: string): boolean;
  /** Why somebody with a certificate of ours is not let in. */
  deniedBecause(name: string, fingerprint: string): string | undefined;
  status(name: string, text: string): void;
  /** Something that a client may not do; its connection ends, or its subscription fails. */
  refused(refusal: ClientRefusal, name: string, reason: string): void;
  /** The same certificate is connected from two addresses; the later one has the session. */
  takenOver(former: Peer, latter: Peer): void;
}

/** What each certificate may do (formats 4), as the hooks that aedes asks. None of them throws. */
export function createBrokerGate(
  peerOf: (client: Client | null) => Peer | undefined,
  events: GateEvents,
  connects: Pick<ConnectRate, 'mayConnect'>,
) {
  /** Who holds a name, from the CONNECT on that was accepted. */
  const holders = new Map<string, Peer>();

  function refusalOf(peer: Peer, { clientId, will }: ConnectPacket): Refusal | undefined {
    const { name, fingerprint } = peer;
    if (!connects.mayConnect(name)) {
      const reason = 'too many connections of this name in the last minute; come again later';
      return { code: SERVER_UNAVAILABLE, reason, refusal: 'connect-rate' };
    }
    if (clientId !== name) {
      const reason = `client id "${clientId.slice(0, 64)}"; the certificate says "${name}", and they must be the same`;
      return { code: IDENTIFIER_REJECTED, reason, refusal: 'access' };
    }
    const denied = events.deniedBecause(name, fingerprint);
    if (denied !== undefined) return { code: NOT_AUTHORIZED, reason: denied, refusal: 'denied' };
    const holder = holders.get(name);
    if (holder && holder.fingerprint !== fingerprint) {
      const reason =
        'another certificate of this name is connected; only the same one may take its session over';
      return { code: NOT_AUTHORIZED, reason, refusal: 'access' };
    }
    const stopped = events.stoppedBecause();
    if (stopped !== undefined) return { code: SERVER_UNAVAILABLE, reason: stopped };
    return will && willRefusal(name, will);
  }

  function willRefusal(name: string, will: NonNullable<ConnectPacket['will']>): Refusal | undefined {
    const { topic, qos = 0, retain = false, payload } = will;
    const publication = { topic, qos, retain, bytes: Buffer.byteLength(payload) };
    const access = publishAccess(name, publication, events.isListedPlatform);
    if (access.ok && access.use === 'status') return undefined;
    const reason = `last will: ${access.ok ? `${topic} takes none; it is for the status` : access.reason}`;
    return { code: NOT_AUTHORIZED, reason, refusal: 'access' };
  }

  function hold(peer: Peer): void {
    const former = holders.get(peer.name);
    if (former && former.address !== peer.address) events.takenOver(former, peer);
    holders.set(peer.name, peer);
  }

  /** Undefined where the offer was taken and is answered later; else an answer for now. */
  function publish(peer: Peer, packet: PublishPacket, reply: Offer['reply']): { error?: Error } | undefined {
    const bytes = packet.payload as Buffer;
    const { topic, qos, retain, messageId = 0 } = packet;
    const publication = { topic, qos, retain, bytes: bytes.length };
    const access = publishAccess(peer.name, publication, events.isListedPlatform);
    if (!access.ok) {
      events.refused('access', peer.name, access.reason);
      return { error: new Error(access.reason) };
    }
    if (access.use === 'status') {
      events.status(peer.name, bytes.toString());
      return {};
    }
    const wholePayloadHash = peer.frames.takePayloadHash(messageId);
    const offer = { bytes, reply, ...(wholePayloadHash && { wholePayloadHash }) };
    if (access.use === 'set-points') events.offer({ ...offer, node: access.node, platform: peer.name });
    else events.offer({ ...offer, node: peer.name });
    return undefined;
  }

  return {
    preConnect(client: Client, packet: ConnectPacket, done: (error: Error | null, success: boolean) => void) {
      const peer = peerOf(client);
      if (peer) peer.refusal = refusalOf(peer, packet);
      if (peer && !peer.refusal) hold(peer);
      // What a node has not confirmed is in our tables, so a session would only be memory that nobody reads.
      packet.clean = true;
      done(null, true);
    },

    authenticate(
      client: Client,
      _username: unknown,
      _password: unknown,
      done: (error: AuthenticateError | null, success: boolean | null) => void,
    ) {
      const peer = peerOf(client);
      if (peer && !peer.refusal) {
        done(null, true);
        return;
      }
      const { code, reason, refusal } = peer?.refusal ?? { code: NOT_AUTHORIZED, reason: 'no certificate' };
      if (peer && refusal) events.refused(refusal, peer.name, reason);
      done(Object.assign(new Error(reason), { returnCode: code }) as AuthenticateError, false);
    },

    authorizePublish(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void) {
      // A last will comes this way too, and of a client that is gone there may be none.
      const peer = peerOf(client);
      const answer = peer ? publish(peer, packet, done) : { error: new Error('no certificate') };
      if (answer) done(answer.error);
    },

    authorizeSubscribe(
      client: Client,
      subscription: Subscription,
      done: (error: Error | null, subscription?: Subscription | null) => void,
    ) {
      const peer = peerOf(client);
      const access = subscribeAccess(peer?.name ?? '', subscription.topic, events.isListedPlatform);
      if (peer && !access.ok) events.refused('access', peer.name, access.reason);
      done(null, access.ok ? subscription : null);
    },

    /** The connection is gone: its name is free. */
    left(peer: Peer): void {
      if (holders.get(peer.name) === peer) holders.delete(peer.name);
    },
  };
}
