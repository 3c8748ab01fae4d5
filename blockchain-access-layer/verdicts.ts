import { nodeTopic } from '@access-layer/core/topics';
import type { AnchoredRanges } from './anchored-ranges.ts';
import type { Connection } from './broker-gate.ts';
import type { Rejections } from './rejections.ts';
import type { Rotations } from './rotations.ts';
import { signedVerdict, type VerdictContent } from './signed-verdict.ts';

/** A rejection takes 130 bytes of at most 64 KiB. */
const MAX_REJECTIONS = 300;

export interface VerdictParts {
  network: string;
  privateKey: Uint8Array;
  intervalMs: number;
  rejections: Rejections;
  anchored: AnchoredRanges;
  rotations: Rotations;
  now?: () => number;
}

interface Session {
  connection: Connection;
  /** What to note as confirmed when the verdict under way is acknowledged. */
  underWay: (() => void) | undefined;
  /** When anchored packets were told last; undefined: they may be told at once. */
  anchoredToldMs: number | undefined;
}

/**
 * Tells nodes what became of their packets. One verdict is under way to a node at a time; what is confirmed by its
 * PUBACK is not said again, everything else is said at the next subscription. Nothing here is kept in a session of MQTT.
 */
export function createVerdicts(parts: VerdictParts) {
  const { rejections, anchored, rotations, intervalMs, now = Date.now } = parts;
  const sessions = new Map<string, Session>();

  function next(session: Session): void {
    if (session.underWay) return;
    const node = session.connection.name;
    const content = rejected(node, session) ?? rotated(node, session) ?? anchoredNow(node, session);
    if (!content) return;
    const { network, privateKey } = parts;
    const message = signedVerdict(content, { network, node, privateKey, atMs: now() });
    session.connection.send(nodeTopic(node, 'verdicts'), message);
  }

  function rejected(node: string, session: Session): VerdictContent | undefined {
    const pending = rejections.pending(node, MAX_REJECTIONS);
    if (pending.ids.length === 0) return undefined;
    session.underWay = () => rejections.confirm(pending.ids);
    return { rejected: pending.rejections };
  }

  function rotated(node: string, session: Session): VerdictContent | undefined {
    const done = rotations.pending(node);
    if (!done) return undefined;
    session.underWay = () => rotations.confirm(node, done);
    return { rotated: done };
  }

  function isDue({ anchoredToldMs }: Session): boolean {
    return anchoredToldMs === undefined || now() - anchoredToldMs >= intervalMs;
  }

  function anchoredNow(node: string, session: Session): VerdictContent | undefined {
    if (!isDue(session)) return undefined;
    const pending = anchored.pending(node);
    if (!pending) return undefined;
    session.anchoredToldMs = now();
    session.underWay = () => {
      anchored.confirm(node, pending.throughId);
      // More than one verdict can hold: the rest belongs to the same telling.
      if (pending.isCut) session.anchoredToldMs = undefined;
    };
    return { anchored: pending.ranges };
  }

  return {
    /** A node listens now: it is told at once what it has not confirmed. */
    subscribed(connection: Connection): void {
      const session = { connection, underWay: undefined, anchoredToldMs: undefined };
      sessions.set(connection.name, session);
      next(session);
    },

    disconnected(connection: Connection): void {
      if (sessions.get(connection.name)?.connection === connection) sessions.delete(connection.name);
    },

    acknowledged(connection: Connection): void {
      const session = sessions.get(connection.name);
      if (session?.connection !== connection || !session.underWay) return;
      session.underWay();
      session.underWay = undefined;
      next(session);
    },

    /** These nodes have refusals to hear of. */
    refused(nodes: Iterable<string>): void {
      for (const node of nodes) {
        const session = sessions.get(node);
        if (session) next(session);
      }
    },

    /** Tells every node what is due by now; call it every second or so. */
    tick(): void {
      const rotating = new Set(rotations.nodes());
      for (const [node, session] of sessions) if (isDue(session) || rotating.has(node)) next(session);
    },
  };
}

export type Verdicts = ReturnType<typeof createVerdicts>;
