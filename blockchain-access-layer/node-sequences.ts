import type { DatabaseSync } from 'node:sqlite';

/** Where a node's numbering stands. `nextSeq` is one above the highest accepted. */
export interface NodeSequence {
  nodeId: number;
  nextSeq: number;
  /** payloadHash of `nextSeq - 1`; undefined before the first packet. */
  lastPayloadHash?: Uint8Array;
}

/**
 * What the log knows of each node's numbers, kept in memory so that a packet in sequence needs no look-up. It follows an
 * open transaction; when that is rolled back, `forget` makes it read again what is really there.
 */
export function createNodeSequences(database: DatabaseSync) {
  const known = new Map<string, NodeSequence>();
  const findNode = database.prepare('SELECT id FROM node WHERE name = ?');
  const addNode = database.prepare('INSERT INTO node (name) VALUES (?)');
  const lastOf = database.prepare(
    'SELECT seq, payload_hash FROM packet WHERE node_id = ? ORDER BY seq DESC LIMIT 1',
  );
  const hashAt = database.prepare('SELECT payload_hash FROM packet WHERE node_id = ? AND seq = ?');

  function read(name: string): NodeSequence | undefined {
    const node = findNode.get(name) as { id: number } | undefined;
    if (!node) return undefined;
    const last = lastOf.get(node.id) as { seq: number; payload_hash: Uint8Array } | undefined;
    if (!last) return { nodeId: node.id, nextSeq: 0 };
    return { nodeId: node.id, nextSeq: last.seq + 1, lastPayloadHash: last.payload_hash };
  }

  return {
    /** Where a node stands; undefined for one of which nothing was accepted yet. */
    find(name: string): NodeSequence | undefined {
      const cached = known.get(name);
      if (cached) return cached;
      const sequence = read(name);
      if (sequence) known.set(name, sequence);
      return sequence;
    },

    /** As `find`, for a node whose first packet is being accepted in the transaction that is open. */
    create(name: string): NodeSequence {
      const sequence = { nodeId: Number(addNode.run(name).lastInsertRowid), nextSeq: 0 };
      known.set(name, sequence);
      return sequence;
    },

    /** payloadHash accepted under a number; undefined where none is. */
    acceptedHash({ nodeId, nextSeq, lastPayloadHash }: NodeSequence, seq: number): Uint8Array | undefined {
      if (seq >= nextSeq) return undefined;
      if (seq === nextSeq - 1) return lastPayloadHash;
      return (hashAt.get(nodeId, seq) as { payload_hash: Uint8Array } | undefined)?.payload_hash;
    },

    forget: () => known.clear(),
  };
}

export type NodeSequences = ReturnType<typeof createNodeSequences>;
