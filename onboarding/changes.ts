import type { Database, Tell } from './open-book.ts';

export const REGISTRY_REQUESTS = 'registry-requests';

export type ChangeAction = 'bind' | 'unbind' | 'revoke' | 'rotate';

/** Something that the registrar is asked to write into the contract, and what came of it. */
export interface Change {
  request: string;
  node: string;
  action: ChangeAction;
  status: 'requested' | 'done' | 'failed';
  reason?: string;
  by: string;
  atMs: number;
  doneAtMs?: number;
}

interface Row {
  request: string;
  node: string;
  action: ChangeAction;
  status: Change['status'];
  reason: string | null;
  by: string;
  at: number;
  done_at: number | null;
}

export interface Asked {
  request: string;
  node: string;
  action: ChangeAction;
  [field: string]: unknown;
}

/** The list of changes. A waiter is told when the registrar has answered. */
export function createChanges(database: Database, tell: Tell, now = Date.now) {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO change (request, node, action, by, at) VALUES (?, ?, ?, ?, ?)',
  );
  const find = database.prepare('SELECT * FROM change WHERE request = ?');
  const ofNode = database.prepare('SELECT * FROM change WHERE node = ? ORDER BY id DESC LIMIT ?');
  const settle = database.prepare(
    `UPDATE change SET status = ?, reason = ?, done_at = ? WHERE request = ? AND status = 'requested'`,
  );
  const waiting = new Map<string, Set<() => void>>();

  return {
    /** Asks once, in the caller's transaction; the same request again asks nothing. */
    ask(asked: Asked, by: string): void {
      const { request, node, action } = asked;
      if (insert.run(request, node, action, by, now()).changes === 0) return;
      tell(REGISTRY_REQUESTS, node, { kind: 'light-node', ...asked });
    },
    find: (request: string) => read(find.get(request)),
    ofNode: (node: string, limit = 20) => ofNode.all(node, limit).map((row) => read(row)!),

    /** In the caller's transaction. Undefined where nobody here asked, or it was settled before. */
    settle(request: string, status: 'done' | 'failed', reason?: string): Change | undefined {
      if (settle.run(status, reason ?? null, now(), request).changes === 0) return undefined;
      return read(find.get(request));
    },

    /** After the transaction that settled it. */
    announce(request: string): void {
      for (const wake of waiting.get(request) ?? []) wake();
      waiting.delete(request);
    },

    /** The change when it is settled; as it stands when the time is over. */
    async settled(request: string, timeoutMs: number): Promise<Change | undefined> {
      const change = read(find.get(request));
      if (change?.status !== 'requested') return change;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(end, timeoutMs);
        const waiters = waiting.get(request) ?? new Set();
        waiting.set(request, waiters.add(end));
        function end(): void {
          clearTimeout(timer);
          waiters.delete(end);
          resolve();
        }
      });
      return read(find.get(request));
    },
  };
}

export type Changes = ReturnType<typeof createChanges>;

function read(found: unknown): Change | undefined {
  if (!found) return undefined;
  const { request, node, action, status, reason, by, at, done_at } = found as Row;
  return {
    ...{ request, node, action, status, by, atMs: at },
    ...(reason !== null && { reason }),
    ...(done_at !== null && { doneAtMs: done_at }),
  };
}
