import '@access-layer/kit/native';
import { parentPort, workerData } from 'node:worker_threads';
import { type CheckedSetPoint, verifySetPoint } from './set-points/verify-set-point.ts';
import { type Verified, verifyMessage } from './verify-message.ts';
import { type VerifiedSenderMessage, verifySenderMessage } from './verify-sender-message.ts';

/** A group of messages packed for one hand-over: their bytes one after the other, and where each ends. */
export interface PackedGroup {
  id: number;
  bytes: ArrayBuffer;
  ends: Uint32Array;
  /** Undefined: a message of no node. */
  nodes: (string | undefined)[];
  /** Whether each is a set-point for its node, rather than a packet of it. */
  areSetPoints: boolean[];
}

/** A node's message by the rules of packets, one for a node by those of set-points, another by those of senders. */
export type AnyVerified = Verified | VerifiedSenderMessage | CheckedSetPoint;

export interface GroupAnswer {
  id: number;
  results: AnyVerified[];
}

if (parentPort) {
  const port = parentPort;
  const rules = { network: workerData.network as string, podPattern: new RegExp(workerData.podPattern) };
  port.on('message', ({ id, bytes, ends, nodes, areSetPoints }: PackedGroup) => {
    let start = 0;
    const results = nodes.map((node, index) => {
      const message = new Uint8Array(bytes, start, ends[index]! - start);
      start = ends[index]!;
      if (node === undefined) return verifySenderMessage(message, rules);
      return areSetPoints[index] ? verifySetPoint(message, node, rules) : verifyMessage(message, node, rules);
    });
    port.postMessage({ id, results } satisfies GroupAnswer);
  });
}
