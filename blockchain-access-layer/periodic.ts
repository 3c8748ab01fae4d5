import type { Log } from '@access-layer/kit/log';

/**
 * Runs some work now and then, one run at a time, the next a whole interval after the end of the last. A run that throws
 * is logged and comes again.
 */
export function runPeriodically(
  what: string,
  {
    intervalMs,
    log,
    work,
    atOnce = false,
  }: { intervalMs: number; log: Log; work: () => void | Promise<void>; atOnce?: boolean },
) {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let failure: string | undefined;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    try {
      await work();
      failure = undefined;
    } catch (error) {
      log.error({ err: error }, `${what} failed`);
      failure = `${what} failed: ${error instanceof Error ? error.message : String(error)}`;
    }
    schedule();
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      running = run();
    }, intervalMs);
  }

  if (atOnce) running = run();
  else schedule();
  return {
    /** Why the last run failed; undefined where it did not. */
    failure: () => failure,
    /** Resolves when the run under way is over; none begins after it. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

export type Periodic = ReturnType<typeof runPeriodically>;
