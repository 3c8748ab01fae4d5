import { formatTime } from '@access-layer/core/time';
import type { SealedPacket, StoredPacket } from '../../store.ts';

/**
 * What an index holds: one document for each packet, whole with its readings, so that a packet is there or not. Fields
 * that are never searched are only kept.
 */
export type PacketDocument = Omit<SealedPacket, 'day' | 'role'> & {
  role?: string;
  /** `fromMs` once more, for the engine's own dashboards. */
  at: string;
};

const KEPT_TEXT = { type: 'keyword', index: false, doc_values: false } as const;
const KEPT_NUMBER = { type: 'long', index: false, doc_values: false } as const;

/** A field that is not listed is refused: `strict`. */
export const MAPPINGS = {
  dynamic: 'strict',
  properties: {
    ...{ pod: { type: 'keyword' }, node: { type: 'keyword' }, seq: { type: 'long' } },
    ...{ meter: { type: 'keyword' }, role: { type: 'keyword' }, type: { type: 'keyword' } },
    ...{ fromMs: { type: 'long' }, toMs: { type: 'long' }, at: { type: 'date', format: 'strict_date_time' } },
    ...{ signedAtMs: { type: 'long' }, receivedAtMs: { type: 'long' } },
    ...{ payload: KEPT_TEXT, signature: KEPT_TEXT, signer: KEPT_TEXT },
    ...{ payloadHash: KEPT_TEXT, messageHash: KEPT_TEXT, prev: KEPT_TEXT },
    batch: {
      dynamic: 'strict',
      properties: {
        ...{ anchorer: { type: 'keyword' }, index: { type: 'long' }, root: KEPT_TEXT },
        ...{ count: KEPT_NUMBER, leafIndex: KEPT_NUMBER },
      },
    },
    readingTimesMs: KEPT_NUMBER,
  },
} as const;

/** The same packet has the same id, however often it comes. */
export function idOf({ node, seq }: { node: string; seq: number }): string {
  return `${node}:${seq}`;
}

export function toDocument(packet: SealedPacket): PacketDocument {
  const { pod, node, seq, meter, role, type, payload, signature, signer, batch } = packet;
  const { payloadHash, messageHash, prev, signedAtMs, receivedAtMs, fromMs, toMs, readingTimesMs } = packet;
  const { anchorer, index, root, count, leafIndex } = batch;
  return {
    ...{ pod, node, seq, meter, ...(role === undefined ? {} : { role }), type, payload, signature, signer },
    ...{ payloadHash, messageHash, prev, signedAtMs, receivedAtMs, fromMs, toMs, at: formatTime(fromMs) },
    ...{ batch: { anchorer, index, root, count, leafIndex }, readingTimesMs },
  };
}

export function toPacket({ at, readingTimesMs: _, role, ...rest }: PacketDocument): StoredPacket {
  return { ...rest, role, day: at.slice(0, 10) };
}
