import type { Log } from '@access-layer/kit/log';
import type { Anchors, WaitingAnchor } from '../batches/anchors.ts';
import type { AnchorOutcome } from './anchor-ingest.ts';
import type { Wake } from './wake.ts';

export interface AnchorLoopOptions {
  anchors: Anchors;
  settle: (waiting: WaitingAnchor) => Promise<AnchorOutcome>;
  /** Called after an anchor was refused, or contradicted claims of its batch. */
  report: (waiting: WaitingAnchor, outcome: AnchorOutcome) => Promise<void>;
  /** Pause after the chain did not answer. */
  retryMs: number;
  wake: Wake;
  log: Log;
  /** Says why anchors wait, or that they do not. */
  onState: (problem: string | undefined) => void;
}

const AT_ONCE = 8;
const PAGE = 64;
const LONGEST_PAUSE_MS = 60_000;

interface Patience {
  tries: number;
  dueMs: number;
}

/**
 * Asks the chain about every waiting anchor record until it has answered. An unreachable chain stops the round and is
 * tried again after a pause; a record that the chain does not know (yet) waits longer each time and holds up no other.
 */
export async function runAnchorLoop(options: AnchorLoopOptions, signal: AbortSignal): Promise<void> {
  const patience = new Map<number, Patience>();
  while (!signal.aborted) {
    options.onState(await askAll(options, patience, signal));
    await options.wake.wait(options.retryMs, signal);
  }
}

async function askAll(
  options: AnchorLoopOptions,
  patience: Map<number, Patience>,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (let after = 0; !signal.aborted; ) {
    const page = options.anchors.waiting(after, PAGE);
    if (page.length === 0) return undefined;
    after = page.at(-1)!.id;
    const due = page.filter(({ id }) => (patience.get(id)?.dueMs ?? 0) <= performance.now());
    for (let at = 0; at < due.length && !signal.aborted; at += AT_ONCE) {
      const problem = await askSome(options, patience, due.slice(at, at + AT_ONCE));
      if (problem) return problem;
    }
  }
  return undefined;
}

async function askSome(
  { settle, report, retryMs, log }: AnchorLoopOptions,
  patience: Map<number, Patience>,
  some: WaitingAnchor[],
): Promise<string | undefined> {
  const outcomes = await Promise.all(some.map(settle));
  let problem: string | undefined;
  for (const [i, outcome] of outcomes.entries()) {
    const waiting = some[i]!;
    if (outcome.outcome !== 'later') {
      patience.delete(waiting.id);
      await report(waiting, outcome);
    } else if (outcome.reachable) {
      const tries = (patience.get(waiting.id)?.tries ?? 0) + 1;
      const pauseMs = Math.min(retryMs * 2 ** (tries - 1), LONGEST_PAUSE_MS);
      patience.set(waiting.id, { tries, dueMs: performance.now() + pauseMs });
      log.debug(
        { index: waiting.record.index, tries, detail: outcome.detail },
        'anchor not on the chain yet',
      );
    } else problem = outcome.detail;
  }
  return problem;
}
