import type { OwnChannel } from '../broker.ts';
import type { Connection } from '../broker-gate.ts';
import { createForwarding } from './forwarding.ts';
import { createPlatformVerdicts } from './platform-verdicts.ts';
import type { SetPointBook } from './set-point-book.ts';

/** Both ways of set-points over the broker: down to the nodes, and the answers to the platforms. */
export function createSetPoints(parts: {
  book: SetPointBook;
  network: string;
  privateKey: Uint8Array;
  now?: () => number;
}) {
  const { book, now } = parts;
  const told = createPlatformVerdicts(parts);
  const forwarding = createForwarding({ book, onTold: told.tell, ...(now && { now }) });

  return {
    subscribed(connection: Connection, channel: Exclude<OwnChannel, 'verdicts'>): void {
      if (channel === 'set-points') forwarding.subscribed(connection);
      else told.subscribed(connection);
    },

    disconnected(connection: Connection): void {
      forwarding.disconnected(connection);
      told.disconnected(connection);
    },

    /** A group is on disk: what is in it for nodes and platforms is known to the book. */
    appended(): void {
      const { nodes, platforms } = book.takeNews();
      told.tell(platforms);
      forwarding.accepted(nodes);
    },

    tick: forwarding.tick,
  };
}

export type SetPoints = ReturnType<typeof createSetPoints>;
