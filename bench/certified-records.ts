import { leafOf } from '@access-layer/core/leaf';
import { buildTree, proofOf, rootOf } from '@access-layer/core/merkle';
import { messageHashOf, type SignedMessage } from '@access-layer/core/message';
import type { NewRecord } from '@access-layer/kit/stream';

const ANCHORER = '0x9c1185a5c5e9fc54612808977ee8f548b2258d31';

/** Messages of several nodes in the order in which a broker would accept them, sealed to batches of `batchLeaves`. */
export function certify(messages: SignedMessage[], batchLeaves: number): NewRecord[] {
  const records: NewRecord[] = [];
  for (let at = 0, index = 0; at < messages.length; at += batchLeaves, index++) {
    records.push(...sealed(messages.slice(at, at + batchLeaves), index));
  }
  return records;
}

function sealed(messages: SignedMessage[], index: number): NewRecord[] {
  const receivedAt = Date.now();
  const tree = buildTree(messages.map((message) => leafOf(messageHashOf(message), receivedAt)));
  const batch = { anchorer: ANCHORER, index, root: rootOf(tree), count: messages.length };
  return messages.map(({ payload, signature }, leafIndex) => {
    const place = { ...batch, leafIndex, proof: proofOf(tree, leafIndex) };
    const { pod } = JSON.parse(payload) as { pod: string };
    return { key: pod, value: JSON.stringify({ payload, signature, receivedAt, batch: place }) };
  });
}
