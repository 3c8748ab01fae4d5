import type { Log } from '@access-layer/kit/log';
import type { Connection, Peer } from './broker-gate.ts';

export interface PresenceEvents {
  connected(connection: Connection): void;
  disconnected(connection: Connection): void;
}

/**
 * Who is there. aedes calls a client ready some turns of the event loop after its CONNACK, and that may be after the
 * client has gone; and of two clients of one name it forgets the wrong one when the first is just going. So a beginning
 * is told here only of a socket that is open, an end exactly once for each beginning, and of one name there is one.
 */
export function createPresence(events: PresenceEvents, log: Log) {
  const gone = new WeakSet<Peer>();
  const present = new Map<string, Peer>();

  function tell(what: (connection: Connection) => void, peer: Peer): void {
    try {
      what(peer);
    } catch (error) {
      log.error({ err: error, name: peer.name }, 'an event of a connection failed');
    }
  }

  /** Its socket has closed. */
  function left(peer: Peer): void {
    gone.add(peer);
    if (present.get(peer.name) !== peer) return;
    present.delete(peer.name);
    tell(events.disconnected, peer);
  }

  return {
    left,
    /** Its CONNECT was accepted and answered. */
    ready(peer: Peer | undefined): void {
      if (!peer || gone.has(peer)) return;
      const former = present.get(peer.name);
      if (former) {
        left(former);
        former.end();
      }
      present.set(peer.name, peer);
      tell(events.connected, peer);
    },
    /** Connections that are ready. */
    count: (): number => present.size,
  };
}

export type Presence = ReturnType<typeof createPresence>;
