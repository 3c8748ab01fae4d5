import type Type from 'typebox';

/**
 * What operators see of Light Nodes: who is connected, what a node says of itself, what came last. A projection: every
 * promise to a node stands on the log, never on this.
 *
 * An adapter MUST keep one entry per node name; MUST answer `list` in rising order of name; MUST take notes in the order
 * in which they are given; MUST NOT lose what it has resolved when the process ends; MAY lose the last notes when the
 * power fails.
 */
export interface NodeBook {
  connected(node: string, at: { atMs: number; fingerprint: string }): Promise<void>;
  disconnected(node: string, atMs: number): Promise<void>;
  /** What a node published on its status topic. */
  reported(node: string, status: string, atMs: number): Promise<void>;
  /** A status that says more than whether the node is there: it stays when the next one says no more than that. */
  described(node: string, status: string, atMs: number): Promise<void>;
  /** Highest sequence accepted from each of some nodes. */
  accepted(packets: { node: string; seq: number; atMs: number }[]): Promise<void>;
  find(node: string): Promise<NodeEntry | undefined>;
  /** Entries whose names come after one; from the first with ''. */
  list(after: string, limit: number): Promise<NodeEntry[]>;
  /** Nobody is connected: the service has just started. */
  reset(atMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Times in milliseconds since 1970. */
export interface NodeEntry {
  node: string;
  isConnected: boolean;
  /** When that changed. */
  connectionAtMs: number;
  /** SHA-256 of the certificate it came with last. */
  fingerprint: string;
  status?: string;
  statusAtMs?: number;
  /** The last status that said more, and when it came. */
  description?: string;
  describedAtMs?: number;
  lastSeq?: number;
  lastAcceptedAtMs?: number;
}

/** What each file in `node-books/` exports by default. */
export interface NodeBookAdapter<Options> {
  name: string;
  /** Schema of its part of the configuration. */
  options: Type.TSchema;
  create(options: Options): Promise<NodeBook>;
}
