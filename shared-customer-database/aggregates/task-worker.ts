import { parentPort, workerData } from 'node:worker_threads';

/** What the pool sends; `cancel` becomes 1 when nobody waits any more. */
export interface TaskMessage {
  id: number;
  task: unknown;
  cancel: Int32Array;
}
export type TaskAnswer = { id: number; answer: unknown } | { id: number; error: string };

/** Runs tasks one after the other in a worker thread: `module` exports `createWork(options)`. */
const { module, options } = workerData as { module: string; options: unknown };
const { createWork } = (await import(module)) as {
  createWork: (options: unknown) => { run(task: unknown, cancelled: () => boolean): unknown };
};
const work = createWork(options);
let last = Promise.resolve();
parentPort!.on('message', ({ id, task, cancel }: TaskMessage) => {
  last = last.then(async () => {
    try {
      const answer = await work.run(task, () => Atomics.load(cancel, 0) === 1);
      parentPort!.postMessage({ id, answer } satisfies TaskAnswer, buffersOf(answer));
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort!.postMessage({ id, error: text } satisfies TaskAnswer);
    }
  });
});

/** The bytes of an answer change hands, they are not copied. */
function buffersOf(answer: unknown): ArrayBuffer[] {
  const { bytes } = (answer ?? {}) as { bytes?: unknown };
  return bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}
