import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import { createWorkerPool } from '../aggregates/worker-pool.ts';
import type { Archive } from '../archive.ts';
import type { LifecycleStore } from '../lifecycle-store.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { LifecycleBook } from './lifecycle-book.ts';
import type { LifecyclePlaces, TaskOutcome } from './lifecycle-task.ts';
import type { RunTask } from './look-at-day.ts';
import { DEFAULT_POLICY, type LifecyclePolicy } from './policy.ts';

export interface LifecycleOptions {
  places: LifecyclePlaces;
  bookFile: string;
  /** The instance that ingest puts into. */
  store: LifecycleStore;
  archive: Archive;
  policy: LifecyclePolicy | undefined;
  projectionsDir: string;
  log: Log;
  now?: () => number;
}

export interface RunningLifecycle extends Lifecycle {
  /** What does not work at the moment; undefined where all is well. */
  problem(): string | undefined;
  stop(): Promise<void>;
}

/** How often it is looked whether somebody has asked for something. */
const TICK_MS = 500;
/** Between two attempts to restore while the chain does not answer. */
const CHAIN_PAUSE_MS = 5000;
const MAX_WAITING = 4;
/** How soon a day that has begun is in the calendar. */
const NEW_DAYS_MS = 10_000;

/** Looks at all days now and then, and at once after whoever asks in the book. */
export function startLifecycle(options: LifecycleOptions): RunningLifecycle {
  const { places, store, archive, projectionsDir, log, now = Date.now } = options;
  const policy = { ...DEFAULT_POLICY, ...options.policy };
  const book = new LifecycleBook(options.bookFile);
  const module = new URL('./lifecycle-task.ts', import.meta.url);
  const pool = createWorkerPool({ module, options: places, threads: 1, maxWaiting: MAX_WAITING });
  const run: RunTask = async (task) => unwrap(await pool.run(task, stopped.signal));
  const stopped = new AbortController();
  const rooms = { store, archive, book, policy, run, now, projectionsDir };
  const lifecycle = createLifecycle(rooms, (progress) => {
    book.keepNote('progress', JSON.stringify({ ...progress, atMs: now() }));
    log.info(progress, `lifecycle: ${progress.what} ${progress.day}`);
  });
  let failure: string | undefined;

  /** Who asks for a repair says in the book which day, or none for all that are damaged; the answer stands beside it. */
  async function repairAsked(): Promise<void> {
    const text = book.note('repair-asked');
    const { id, day } = JSON.parse(text ?? '{}') as { id?: string; day?: string };
    if (id === undefined || book.note('repair-begun') === id) return;
    // Begun once: what fails is told, and is not tried for ever.
    book.keepNote('repair-begun', id);
    const answer = await lifecycle.repair(day).then(
      (days) => ({ id, days }),
      (error: unknown) => ({ id, failed: messageOf(error) }),
    );
    book.keepNote('repair-answered', JSON.stringify(answer));
  }

  /** Who waits for a repair that a crash has ended is told. */
  function answerCrashed(): void {
    const id = book.note('repair-begun');
    const answered = JSON.parse(book.note('repair-answered') ?? '{}') as { id?: string };
    if (id === undefined || answered.id === id) return;
    const failed = 'the service ended while it repaired; ask again';
    book.keepNote('repair-answered', JSON.stringify({ id, failed }));
  }

  async function live(): Promise<void> {
    let [nextPassMs, nextRestoreMs, nextNoteMs] = [0, 0, 0];
    while (!stopped.signal.aborted) {
      const asked = book.note('asked');
      const isAsked = asked !== book.note('answered');
      if (isAsked || performance.now() >= nextPassMs) {
        const { problems } = await lifecycle.pass({ eager: isAsked });
        for (const { day, problem } of problems)
          log.warn({ day, problem }, 'lifecycle: a day stays as it is');
        nextPassMs = performance.now() + policy.everyS * 1000;
        if (isAsked) book.keepNote('answered', asked!);
      }
      if (performance.now() >= nextNoteMs) {
        await lifecycle.noteNew();
        nextNoteMs = performance.now() + NEW_DAYS_MS;
      }
      await repairAsked();
      if (performance.now() >= nextRestoreMs) {
        await lifecycle.restores();
        const waits = book.restores().some(({ state }) => state === 'waiting');
        nextRestoreMs = performance.now() + (waits ? CHAIN_PAUSE_MS : 0);
      }
      failure = undefined;
      await delay(TICK_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  async function keepLiving(): Promise<void> {
    while (!stopped.signal.aborted) {
      await live().catch(async (error: unknown) => {
        if (stopped.signal.aborted) return;
        failure = messageOf(error);
        book.count('failures');
        log.error({ err: error }, 'the lifecycle of days stopped; it goes on in a minute');
        await delay(60_000, undefined, { signal: stopped.signal }).catch(() => undefined);
      });
    }
  }

  answerCrashed();
  const living = keepLiving();
  return {
    ...lifecycle,
    problem: () => failure ?? problemIn(book),
    async stop() {
      stopped.abort();
      await living;
      await pool.close();
      book.close();
    },
  };
}

/** The first thing that is wrong with a day. */
export function problemIn(book: LifecycleBook): string | undefined {
  const [worst] = book.days().filter(({ problem }) => problem !== null);
  if (worst) return `${worst.day}: ${worst.problem}`;
  const [damaged] = [...book.damageCounts()];
  return damaged && `${damaged[0]}: ${damaged[1]} damages in the archive`;
}

export function unwrap<Answer>(outcome: TaskOutcome<Answer>): Answer {
  if (outcome.ok) return outcome.answer;
  const { code, message, retryable } = outcome;
  throw new AccessLayerError({ code, message, retryable });
}
