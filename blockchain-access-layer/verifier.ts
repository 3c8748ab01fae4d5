import { Worker } from 'node:worker_threads';
import { AccessLayerError } from '@access-layer/core/errors';
import type { AnyVerified, GroupAnswer, PackedGroup } from './verify-thread.ts';

/** A message with the node of its topic; without one it is of a party, a service or the DSO Technical Platform. */
export interface Unverified {
  node: string | undefined;
  /** Of a set-point for the node: who sent it. */
  platform?: string;
  bytes: Uint8Array;
}

export interface Verifier {
  /** Groups that can be under way at once so that no thread waits for the next. */
  readonly capacity: number;
  /** Verifies a group; `done` gets one result for each message, in their order, later and on this thread. */
  verify(messages: Unverified[], done: (results: AnyVerified[]) => void): void;
  close(): Promise<void>;
}

export interface VerifierOptions {
  threads: number;
  network: string;
  podPattern: string;
  /** A thread ended by itself: what it had is lost, nothing of it was acknowledged. */
  onFailed: (error: AccessLayerError) => void;
}

/** A group of 256 messages of 64 KiB is 17 MB; the rest is code. */
const THREAD_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };

interface Thread {
  worker: Worker;
  underWay: number;
}

/** Verification on threads of their own: recovering a key is 70 % of the cost of intake. */
export function createVerifier({ threads, network, podPattern, onFailed }: VerifierOptions): Verifier {
  const waiting = new Map<number, (results: AnyVerified[]) => void>();
  let nextId = 0;
  let closing = false;

  const pool = Array.from({ length: threads }, (): Thread => {
    const worker = new Worker(new URL('./verify-thread.ts', import.meta.url), {
      workerData: { network, podPattern },
      resourceLimits: THREAD_LIMITS,
    });
    const thread = { worker, underWay: 0 };
    worker.on('message', ({ id, results }: GroupAnswer) => {
      thread.underWay--;
      const done = waiting.get(id);
      waiting.delete(id);
      done?.(results);
    });
    worker.on('error', (cause) => fail('threw', cause));
    worker.on('exit', (code) => fail(`ended with ${code}`));
    return thread;
  });

  function fail(what: string, cause?: unknown): void {
    if (closing) return;
    const message = `a verification thread ${what}; its packets were not acknowledged and will come again`;
    onFailed(new AccessLayerError({ code: 'BAL_VERIFIER', message, cause }));
  }

  return {
    capacity: 2 * threads,

    verify(messages, done) {
      const id = nextId++;
      waiting.set(id, done);
      const thread = pool.reduce((least, other) => (other.underWay < least.underWay ? other : least));
      thread.underWay++;
      const group = pack(id, messages);
      thread.worker.postMessage(group, [group.bytes]);
    },

    async close() {
      closing = true;
      await Promise.all(pool.map(({ worker }) => worker.terminate()));
    },
  };
}

/** One copy of all bytes into one buffer that changes its owner: no message is cloned on its own. */
function pack(id: number, messages: Unverified[]): PackedGroup {
  const ends = new Uint32Array(messages.length);
  let length = 0;
  for (const [index, { bytes }] of messages.entries()) {
    length += bytes.length;
    ends[index] = length;
  }
  const joined = new Uint8Array(length);
  for (const [index, { bytes }] of messages.entries()) joined.set(bytes, ends[index]! - bytes.length);
  const nodes = messages.map(({ node }) => node);
  const areSetPoints = messages.map(({ platform }) => platform !== undefined);
  return { id, bytes: joined.buffer, ends, nodes, areSetPoints };
}
