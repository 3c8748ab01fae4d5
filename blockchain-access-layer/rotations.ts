import type { DatabaseSync } from 'node:sqlite';
import type { Verdict } from '@access-layer/core/payloads/verdict';
import { formatTime } from '@access-layer/core/time';
import type { KeyDirectory } from './key-directory.ts';

type Rotated = NonNullable<Verdict['rotated']>;

/**
 * Key changes that nodes have asked for by a key-rotation packet. The change itself is the DSO's; when the contract
 * holds the new key for the node, and its time has come, the node is told, and signs with it from then on.
 */
export function createRotations(
  database: DatabaseSync,
  directory: Pick<KeyDirectory, 'boundFrom'>,
  now = Date.now,
) {
  const find = database.prepare('SELECT old_key, new_key FROM rotation WHERE node = ?');
  const all = database.prepare('SELECT node FROM rotation');
  const remove = database.prepare('DELETE FROM rotation WHERE node = ? AND new_key = ?');

  return {
    /** Nodes that wait for a change. */
    nodes: () => (all.all() as unknown as { node: string }[]).map(({ node }) => node),

    /** What to tell a node; undefined where it asked for nothing, or the contract does not hold it yet. */
    pending(node: string): Rotated | undefined {
      const row = find.get(node) as { old_key: string; new_key: string } | undefined;
      const fromMs = row && directory.boundFrom(node, row.new_key, now());
      if (fromMs === undefined || fromMs > now()) return undefined;
      return { oldKey: row!.old_key, newKey: row!.new_key, from: formatTime(fromMs) };
    },

    /** The node has acknowledged it. */
    confirm: (node: string, { newKey }: Rotated) => void remove.run(node, newKey),
  };
}

export type Rotations = ReturnType<typeof createRotations>;
