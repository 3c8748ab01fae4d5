import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Connection } from './broker-gate.ts';
import type { NodeBook } from './node-book.ts';
import { readReport } from './node-report.ts';

/**
 * Hands what happens to the node book, beside the way that packets go: in order, and a book that fails is logged and
 * holds up nobody. Accepted packets are gathered until `flush`.
 */
export function createNodeNotes(book: NodeBook, log: Log, now = Date.now) {
  const accepted = new Map<string, number>();
  let last: Promise<void> = Promise.resolve();

  function note(write: () => Promise<void>): void {
    last = last.then(write).catch((error) => log.warn({ reason: messageOf(error) }, 'the node book failed'));
  }

  return {
    connected({ name, fingerprint }: Connection): void {
      const atMs = now();
      note(() => book.connected(name, { atMs, fingerprint }));
    },
    disconnected({ name }: Connection): void {
      const atMs = now();
      note(() => book.disconnected(name, atMs));
    },
    reported(name: string, status: string): void {
      const atMs = now();
      note(() => book.reported(name, status, atMs));
      if (readReport(status)) note(() => book.described(name, status, atMs));
    },
    accepted(sequences: Map<string, number>): void {
      for (const [node, seq] of sequences) accepted.set(node, Math.max(seq, accepted.get(node) ?? 0));
    },
    /** Writes what was gathered; resolves when everything noted so far is in the book. */
    flush(): Promise<void> {
      if (accepted.size > 0) {
        const atMs = now();
        const packets = [...accepted].map(([node, seq]) => ({ node, seq, atMs }));
        accepted.clear();
        note(() => book.accepted(packets));
      }
      return last;
    },
  };
}

export type NodeNotes = ReturnType<typeof createNodeNotes>;
