import type { Place } from '@access-layer/core/enrolment';
import type { Database } from './open-book.ts';

/** `enrolling`: its code was used, and the contract does not hold its binding yet. */
export type NodeState = 'enrolling' | 'active' | 'replaced' | 'decommissioned' | 'revoked';

export interface KnownNode {
  node: string;
  state: NodeState;
  sinceMs: number;
  reason?: string;
  place?: Place;
  replacedBy?: string;
}

interface Row {
  name: string;
  state: NodeState;
  since: number;
  reason: string | null;
  place: string | null;
  replaced_by: string | null;
}

/** The Light Nodes that came in by a code, and what was noted of others; one that is only bound has no row. */
export function createNodes(database: Database, now = Date.now) {
  const put = database.prepare(
    `INSERT INTO node (name, state, since, reason, replaced_by) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET state = excluded.state, since = excluded.since, reason = excluded.reason,
       replaced_by = coalesce(excluded.replaced_by, replaced_by)`,
  );
  const place = database.prepare(
    `INSERT INTO node (name, state, since, place) VALUES (?, 'active', ?, ?) ON CONFLICT DO UPDATE
     SET place = excluded.place`,
  );
  const find = database.prepare('SELECT * FROM node WHERE name = ?');
  const all = database.prepare('SELECT name FROM node');

  return {
    find: (node: string) => read(find.get(node)),
    names: () => (all.all() as { name: string }[]).map(({ name }) => name),
    set: (node: string, state: NodeState, more: { reason?: string; replacedBy?: string } = {}) =>
      void put.run(node, state, now(), more.reason ?? null, more.replacedBy ?? null),
    setPlace: (node: string, where: Place) => void place.run(node, now(), JSON.stringify(where)),
  };
}

export type Nodes = ReturnType<typeof createNodes>;

function read(found: unknown): KnownNode | undefined {
  if (!found) return undefined;
  const { name, state, since, reason, place, replaced_by } = found as Row;
  return {
    ...{ node: name, state, sinceMs: since },
    ...(reason !== null && { reason }),
    ...(place !== null && { place: JSON.parse(place) as Place }),
    ...(replaced_by !== null && { replacedBy: replaced_by }),
  };
}
