import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Anchoring } from './anchor.ts';

export interface AnchorLoopOptions {
  anchoring: Anchoring;
  /** Between two looks while something is under way. */
  pollMs: number;
  log: Log;
  /** Some batches became final. */
  onAnchored: () => void;
}

/** With nothing under way the chain is only watched for what it may forget. */
const IDLE_POLLS = 5;

/** Runs rounds of anchoring for as long as the service lives, whatever the chain does meanwhile. */
export function startAnchorLoop({ anchoring, pollMs, log, onAnchored }: AnchorLoopOptions) {
  const abort = new AbortController();
  let unreachable: string | undefined;
  let problem: string | undefined;
  let wake: () => void = () => undefined;

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function say(what: string, before: string | undefined, now: string | undefined): void {
    if (now !== undefined && now !== before) log.warn({ reason: now }, what);
    if (now === undefined && before !== undefined) log.info(`${what}: over`);
  }

  async function round(): Promise<number> {
    let inFlight = 1;
    let said: { unreachable?: string; problem?: string } = {};
    try {
      const result = await anchoring.round();
      inFlight = result.inFlight;
      said = result.problem === undefined ? {} : { problem: result.problem };
      if (result.anchored > 0) onAnchored();
    } catch (error) {
      said = { unreachable: messageOf(error) };
    }
    say('the chain does not answer', unreachable, said.unreachable);
    say('batches are not anchored', problem, said.problem);
    unreachable = said.unreachable;
    if (unreachable === undefined) problem = said.problem;
    return inFlight;
  }

  async function run(): Promise<void> {
    while (!abort.signal.aborted) {
      const inFlight = await round();
      if (!abort.signal.aborted) await pause(inFlight > 0 ? pollMs : IDLE_POLLS * pollMs);
    }
  }

  const ended = run();
  return {
    /** There is a new batch: do not wait for the next look. */
    kick: () => wake(),

    state: () => ({ unreachable, problem }),

    /** Resolves when the round under way is over. */
    async stop(): Promise<void> {
      abort.abort();
      wake();
      await ended;
    },
  };
}

export type AnchorLoop = ReturnType<typeof startAnchorLoop>;
