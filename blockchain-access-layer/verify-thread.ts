import '@access-layer/kit/native';
import { parentPort, workerData } from 'node:worker_threads';
import { type Verified, verifyMessage } from './verify-message.ts';

/** A group of messages packed for one hand-over: their bytes one after the other, and where each ends. */
export interface PackedGroup {
  id: number;
  bytes: ArrayBuffer;
  ends: Uint32Array;
  nodes: string[];
}

export interface GroupAnswer {
  id: number;
  results: Verified[];
}

if (parentPort) {
  const port = parentPort;
  const rules = { network: workerData.network as string, podPattern: new RegExp(workerData.podPattern) };
  port.on('message', ({ id, bytes, ends, nodes }: PackedGroup) => {
    let start = 0;
    const results = nodes.map((node, index) => {
      const message = new Uint8Array(bytes, start, ends[index]! - start);
      start = ends[index]!;
      return verifyMessage(message, node, rules);
    });
    port.postMessage({ id, results } satisfies GroupAnswer);
  });
}
