import type { Hex } from '@access-layer/core/bytes';
import { Address, NodeId, SignatureText } from '@access-layer/core/payloads/common';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Database } from './open-book.ts';

/** Topic on which the Blockchain Access Layer tells of accepted key-rotation packets. */
export const ROTATIONS_TOPIC = 'rotations';

const Rotation = Type.Object({
  node: NodeId,
  oldKey: Address,
  newKey: Address,
  oldSignature: SignatureText,
  newSignature: SignatureText,
});
export type Rotation = Type.Static<typeof Rotation>;
const checker = Compile(Rotation);

interface Row {
  old_key: Hex;
  new_key: Hex;
  old_signature: Hex;
  new_signature: Hex;
  asked_at: number;
}

/** New keys that nodes have asked for, each signed by both keys; the last one of a node counts. */
export function createRotations(database: Database, now = Date.now) {
  const put = database.prepare('INSERT OR REPLACE INTO rotation VALUES (?, ?, ?, ?, ?, ?)');
  const find = database.prepare('SELECT * FROM rotation WHERE node = ?');
  const remove = database.prepare('DELETE FROM rotation WHERE node = ? AND new_key = ?');

  return {
    /** Takes a record of the stream; false where it is none. */
    add(text: string): boolean {
      const asked = parse(text);
      if (!asked) return false;
      put.run(asked.node, asked.oldKey, asked.newKey, asked.oldSignature, asked.newSignature, now());
      return true;
    },
    pending(node: string) {
      const row = find.get(node) as Row | undefined;
      if (!row) return undefined;
      const { old_key: oldKey, new_key: newKey } = row;
      return {
        ...{ oldKey, newKey, askedAtMs: row.asked_at },
        ...{ oldSignature: row.old_signature, newSignature: row.new_signature },
      };
    },
    done: (node: string, newKey: string) => void remove.run(node, newKey),
  };
}

export type Rotations = ReturnType<typeof createRotations>;

function parse(text: string): Rotation | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return checker.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
