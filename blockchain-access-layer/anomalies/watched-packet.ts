import { toHex } from '@access-layer/core/bytes';
import type { Packet } from '@access-layer/core/payload';

/** An accepted packet as it stands in the log. */
export interface WatchedPacket {
  node: string;
  pod: string;
  seq: number;
  receivedAtMs: number;
  payloadHash: Uint8Array;
  messageHash: Uint8Array;
  /** Undefined where the payload was erased. */
  payload: Packet | undefined;
}

/** What of a packet stands in every evidence. */
export function placeOf({ node, pod, seq, receivedAtMs }: WatchedPacket) {
  return { node, pod, seq, at: receivedAtMs };
}

/** Facts with the hash under which the packet can be fetched, with its proof. */
export function factsOf({ messageHash }: WatchedPacket, facts: Record<string, unknown>) {
  return { ...facts, messageHash: toHex(messageHash) };
}
