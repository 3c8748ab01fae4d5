import type { DatabaseSync } from 'node:sqlite';
import type { KeyRotation } from '@access-layer/core/payloads/key-rotation';
import { TOPICS } from '@access-layer/core/record';
import type { Outbox } from './outbox.ts';
import { payloadOf, type VerifiedPacket } from './verify-message.ts';

/**
 * Takes note of accepted key-rotation packets, in the transaction that accepts them: what the node waits for, and for
 * the DSO, on the stream, what both keys have signed.
 */
export function createRotationRequests(database: DatabaseSync, outbox: Pick<Outbox, 'add'>) {
  const insert = database.prepare('INSERT OR REPLACE INTO rotation VALUES (?, ?, ?)');
  return (node: string, { signer: oldKey, newKey }: VerifiedPacket, message: Uint8Array): void => {
    insert.run(node, oldKey, newKey!);
    const { oldSignature, newSignature } = JSON.parse(
      Buffer.from(payloadOf(message)).toString(),
    ) as KeyRotation;
    const asked = { node, oldKey, newKey, oldSignature, newSignature };
    outbox.add(TOPICS.rotations, node, JSON.stringify(asked));
  };
}
