import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AccessLayerError } from '@access-layer/core/errors';
import type { RecordRules, RecordVerdict } from './verify-record.ts';
import type { GroupVerdicts, RecordGroup } from './verify-thread.ts';

export interface RecordVerifier {
  /**
   * One verdict for each text, in their order.
   * @throws AccessLayerError SCD_VERIFIER where a thread ended by itself: ask again, another takes its place
   */
  verify(texts: string[]): Promise<RecordVerdict[]>;
  close(): Promise<void>;
}

/** Texts handed over at once: few enough to share a round between threads, many enough that neighbours share proofs. */
const GROUP_TEXTS = 64;
const MOST_THREADS = 4;

interface Thread {
  worker: Worker;
  waiting: Map<number, PromiseWithResolvers<RecordVerdict[]>>;
}

/** Verification on threads of their own: it is 70 % of the work of ingest. */
export function createRecordVerifier(
  rules: RecordRules,
  { threads = Math.min(availableParallelism(), MOST_THREADS) } = {},
): RecordVerifier {
  const pool = new Set<Thread>();
  let nextId = 0;

  function startThread(): Thread {
    const worker = new Worker(new URL('./verify-thread.ts', import.meta.url), { workerData: rules });
    const thread: Thread = { worker, waiting: new Map() };
    worker.on('message', ({ id, verdicts }: GroupVerdicts) => {
      thread.waiting.get(id)?.resolve(verdicts);
      thread.waiting.delete(id);
    });
    worker.on('error', (cause) => end(thread, 'threw', cause));
    worker.on('exit', (code) => end(thread, `ended with ${code}`));
    pool.add(thread);
    return thread;
  }

  function end(thread: Thread, what: string, cause?: unknown): void {
    pool.delete(thread);
    const message = `a verification thread ${what}; its records are not stored and will be taken again`;
    const error = new AccessLayerError({ code: 'SCD_VERIFIER', message, cause });
    for (const group of thread.waiting.values()) group.reject(error);
    thread.waiting.clear();
  }

  function fill(): void {
    while (pool.size < threads) startThread();
  }

  function verifyGroup(texts: string[]): Promise<RecordVerdict[]> {
    fill();
    const thread = [...pool].reduce((least, other) =>
      other.waiting.size < least.waiting.size ? other : least,
    );
    const group: RecordGroup = { id: nextId++, texts };
    const answer = Promise.withResolvers<RecordVerdict[]>();
    thread.waiting.set(group.id, answer);
    thread.worker.postMessage(group);
    return answer.promise;
  }

  fill();
  return {
    async verify(texts) {
      const groups: Promise<RecordVerdict[]>[] = [];
      for (let at = 0; at < texts.length; at += GROUP_TEXTS) {
        groups.push(verifyGroup(texts.slice(at, at + GROUP_TEXTS)));
      }
      return (await Promise.all(groups)).flat();
    },
    async close() {
      await Promise.all([...pool].map(({ worker }) => worker.terminate()));
    },
  };
}
