import '@access-layer/kit/native';
import { parentPort, workerData } from 'node:worker_threads';
import { type Verified, verifyMessage } from './verify-message.ts';
import { type VerifiedSenderMessage, verifySenderMessage } from './verify-sender-message.ts';

/** A group of messages packed for one hand-over: their bytes one after the other, and where each ends. */
export interface PackedGroup {
  id: number;
  bytes: ArrayBuffer;
  ends: Uint32Array;
  /** Undefined: a message of no node. */
  nodes: (string | undefined)[];
}

/** A node's message by the rules of packets, another by those of senders. */
export type AnyVerified = Verified | VerifiedSenderMessage;

export interface GroupAnswer {
  id: number;
  results: AnyVerified[];
}

if (parentPort) {
  const port = parentPort;
  const rules = { network: workerData.network as string, podPattern: new RegExp(workerData.podPattern) };
  port.on('message', ({ id, bytes, ends, nodes }: PackedGroup) => {
    let start = 0;
    const results = nodes.map((node, index) => {
      const message = new Uint8Array(bytes, start, ends[index]! - start);
      start = ends[index]!;
      return node === undefined ? verifySenderMessage(message, rules) : verifyMessage(message, node, rules);
    });
    port.postMessage({ id, results } satisfies GroupAnswer);
  });
}
