import type { DatabaseSync } from 'node:sqlite';
import { toHex } from '@access-layer/core/bytes';
import { type MeterState, newMeterState } from './watch-meter.ts';
import type { NodeState } from './watch-node.ts';

/** One row a node, with '' for the meter, and one for each of its meters. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS watch_state (
    node TEXT NOT NULL, meter TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (node, meter)
  ) STRICT, WITHOUT ROWID;`;

/**
 * What detectors remember, in memory and on disk: what was touched is written together with what was found, so that a
 * restart neither forgets nor finds twice.
 */
export function createWatchStates(database: DatabaseSync) {
  database.exec(SCHEMA);
  const all = database.prepare('SELECT node, meter, state FROM watch_state');
  const upsert = database.prepare(
    'INSERT INTO watch_state VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
  );
  // Of a node that was there before anybody watched: where its numbering stood.
  const lastOf = database.prepare(
    `SELECT seq, payload_hash FROM packet WHERE node_id = (SELECT id FROM node WHERE name = ?) AND id <= ?
     ORDER BY seq DESC LIMIT 1`,
  );
  const nodesOf = database.prepare(
    'SELECT DISTINCT node.name FROM packet JOIN node ON node.id = packet.node_id WHERE packet.pod = ?',
  );
  const nodes = new Map<string, NodeState>();
  const meters = new Map<string, { node: string; meter: string; state: MeterState }>();
  const touched = { nodes: new Set<string>(), meters: new Set<string>() };

  function load(): void {
    for (const { node, meter, state } of all.iterate() as Iterable<Record<string, string>>) {
      if (meter === '') nodes.set(node!, JSON.parse(state!));
      else meters.set(`${node}|${meter}`, { node: node!, meter: meter!, state: JSON.parse(state!) });
    }
  }

  function newNode(node: string, beforeId: number): NodeState {
    const last = lastOf.get(node, beforeId - 1) as { seq: number; payload_hash: Uint8Array } | undefined;
    const base = { receivedAtMs: 0, missing: [], open: {} };
    if (!last) return { nextSeq: 0, ...base };
    return { nextSeq: last.seq + 1, lastHash: toHex(last.payload_hash), ...base };
  }

  load();
  return {
    /** To be changed in place. `beforeId` is the packet that is judged. */
    node(name: string, beforeId: number): NodeState {
      touched.nodes.add(name);
      const known = nodes.get(name);
      if (known) return known;
      const made = newNode(name, beforeId);
      nodes.set(name, made);
      return made;
    },

    meter(node: string, meter: string): MeterState {
      const key = `${node}|${meter}`;
      touched.meters.add(key);
      const known = meters.get(key);
      if (known) return known.state;
      const made = { node, meter, state: newMeterState() };
      meters.set(key, made);
      return made.state;
    },

    /** All nodes that were ever watched; whoever changes one names it by `touch`. */
    nodes: () => nodes.entries(),
    touch: (node: string) => void touched.nodes.add(node),

    /** Forgets every value that meters of a PoD have shown; what is told as open can still be closed. */
    forgetPod(pod: string): void {
      const names = new Set(nodesOf.all(pod).map(({ name }) => name));
      for (const known of meters.values()) {
        if (!names.has(known.node)) continue;
        known.state = { ...newMeterState(), open: known.state.open };
        upsert.run(known.node, known.meter, JSON.stringify(known.state));
      }
    },

    /** Writes what was touched, in the transaction that is open. */
    write(): void {
      for (const node of touched.nodes) upsert.run(node, '', JSON.stringify(nodes.get(node)));
      for (const key of touched.meters) {
        const { node, meter, state } = meters.get(key)!;
        upsert.run(node, meter, JSON.stringify(state));
      }
    },

    written(): void {
      touched.nodes.clear();
      touched.meters.clear();
    },

    /** Back to what is on disk: what was found since could not be written. */
    reload(): void {
      for (const part of [nodes, meters, touched.nodes, touched.meters]) part.clear();
      load();
    },
  };
}

export type WatchStates = ReturnType<typeof createWatchStates>;
