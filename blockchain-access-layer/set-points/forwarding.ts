import { nodeTopic } from '@access-layer/core/topics';
import type { Connection } from '../broker-gate.ts';
import type { SetPointBook } from './set-point-book.ts';

/** One that is under way when its time ends may still be acknowledged for so long. */
const ACKNOWLEDGE_GRACE_MS = 30_000;

interface Session {
  connection: Connection;
  underWay?: { packetId: number; expiresAtMs: number };
}

/**
 * Hands accepted set-points to their nodes, in order and one at a time, at once or when the node comes back. What was
 * under way when a connection or this process ended goes again: the node tells repeats apart. What waits at its
 * `expiresAt` is dropped. All that counts is on disk; a session only knows what is under way.
 */
export function createForwarding({
  book,
  onTold,
  now = Date.now,
}: {
  book: SetPointBook;
  /** These platforms have something to hear. */
  onTold: (platforms: Iterable<string>) => void;
  now?: () => number;
}) {
  const sessions = new Map<string, Session>();

  function next(session: Session): void {
    if (session.underWay) return;
    const waiting = book.nextWaiting(session.connection.name);
    if (!waiting || waiting.expiresAtMs <= now()) return;
    const { packetId, expiresAtMs, message } = waiting;
    session.underWay = { packetId, expiresAtMs };
    session.connection.send(nodeTopic(session.connection.name, 'set-points'), message, () => {
      if (session.underWay?.packetId !== packetId) return;
      delete session.underWay;
      const platform = book.forwarded(packetId, now());
      if (platform !== undefined) onTold([platform]);
      next(session);
    });
  }

  function isUnderWay(packetId: number): boolean {
    for (const { underWay } of sessions.values()) {
      if (underWay?.packetId === packetId) return now() < underWay.expiresAtMs + ACKNOWLEDGE_GRACE_MS;
    }
    return false;
  }

  return {
    /** A node listens for set-points now. */
    subscribed(connection: Connection): void {
      const session = { connection };
      sessions.set(connection.name, session);
      next(session);
    },

    disconnected(connection: Connection): void {
      if (sessions.get(connection.name)?.connection === connection) sessions.delete(connection.name);
    },

    /** New ones are in the log for these nodes. */
    accepted(nodes: Iterable<string>): void {
      for (const node of nodes) {
        const session = sessions.get(node);
        if (session) next(session);
      }
    },

    /** Drops what has waited too long; call it every second or so. */
    tick(): void {
      const platforms = book.expire(now(), isUnderWay);
      if (platforms.size > 0) onTold(platforms);
      for (const session of sessions.values()) next(session);
    },
  };
}

export type Forwarding = ReturnType<typeof createForwarding>;
