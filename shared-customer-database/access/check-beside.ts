import { Worker } from 'node:worker_threads';
import { messageOf } from '@access-layer/core/errors';
import type { ThreadAnswer } from './check-thread.ts';

const THREAD = new URL('./check-thread.ts', import.meta.url);

/**
 * Checks a folder of rules beside the event loop: it takes up to some seconds, in which nobody would be answered. Never
 * rejects; a check that is aborted answers an error.
 */
export function checkBeside(dir: string, signal: AbortSignal): Promise<ThreadAnswer> {
  return new Promise((resolve) => {
    const thread = new Worker(THREAD, { workerData: dir });
    const end = (answer: ThreadAnswer) => {
      signal.removeEventListener('abort', abort);
      void thread.terminate();
      resolve(answer);
    };
    const failed = (reason: string) => end({ ok: false, errors: [`${dir}: not checked: ${reason}`] });
    const abort = () => failed('the service is stopping');
    signal.addEventListener('abort', abort, { once: true });
    thread.once('message', end);
    thread.once('error', (error) => failed(messageOf(error)));
    thread.once('exit', (code) => failed(`the thread ended with ${code}`));
    if (signal.aborted) abort();
  });
}
