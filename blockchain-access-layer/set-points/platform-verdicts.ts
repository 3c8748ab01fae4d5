import { platformTopic } from '@access-layer/core/topics';
import type { Connection } from '../broker-gate.ts';
import { signedVerdict } from '../signed-verdict.ts';
import type { SetPointBook } from './set-point-book.ts';

/** One takes at most 900 bytes of 64 KiB: 200 characters of detail may be 600 bytes. */
const MOST_IN_ONE = 60;

interface Session {
  connection: Connection;
  isUnderWay: boolean;
}

/** Tells platforms what became of their set-points: one message at a time, and each thing until it is acknowledged. */
export function createPlatformVerdicts({
  book,
  network,
  privateKey,
  now = Date.now,
}: {
  book: SetPointBook;
  network: string;
  privateKey: Uint8Array;
  now?: () => number;
}) {
  const sessions = new Map<string, Session>();

  function next(session: Session): void {
    if (session.isUnderWay) return;
    const platform = session.connection.name;
    const { sequences, verdicts } = book.toTell(platform, MOST_IN_ONE);
    if (verdicts.length === 0) return;
    session.isUnderWay = true;
    const message = signedVerdict(
      { setPoints: verdicts },
      { network, node: platform, privateKey, atMs: now() },
    );
    session.connection.send(platformTopic(platform), message, () => {
      book.confirm(sequences);
      session.isUnderWay = false;
      next(session);
    });
  }

  return {
    subscribed(connection: Connection): void {
      const session = { connection, isUnderWay: false };
      sessions.set(connection.name, session);
      next(session);
    },

    disconnected(connection: Connection): void {
      if (sessions.get(connection.name)?.connection === connection) sessions.delete(connection.name);
    },

    /** These have something to hear. */
    tell(platforms: Iterable<string>): void {
      for (const platform of platforms) {
        const session = sessions.get(platform);
        if (session) next(session);
      }
    },
  };
}

export type PlatformVerdicts = ReturnType<typeof createPlatformVerdicts>;
