import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Stream, StreamRecord } from '@access-layer/kit/stream';
import type { DsoRegistry } from './dso-registry.ts';
import { type Contract, type Executed, executeRequest } from './execute-request.ts';
import { publishOpenings } from './publish-openings.ts';
import { readRequest } from './registry-request.ts';

export const REGISTRY_REQUESTS = 'registry-requests';
export const REGISTRY_ANSWERS = 'registry-answers';
const GROUP = 'registrar';
const ANSWER_PRODUCER = 'dso-registrar-answers';
const ANSWERS_A_PAGE = 500;

export interface RegistrarOptions {
  dso: DsoRegistry;
  registry: Contract;
  stream: Pick<Stream, 'consume' | 'append'>;
  podPattern: RegExp;
  log: Log;
  /** Pause after the chain did not answer, or something could not be written. */
  retryMs?: number;
}

/**
 * Acts for the DSO: does on the registry contract what `registry-requests` asks, one after the other. The order of each:
 * the contract, the DSO's own registry with the answer, the streams `registry` and `registry-answers`, the offset. A
 * crash in between repeats the rest, and nothing twice. What the contract or the DSO's registry refuses is answered with
 * the reason.
 */
export function startRegistrar({ dso, registry, stream, podPattern, log, retryMs = 1000 }: RegistrarOptions) {
  const stopped = new AbortController();
  let problem: string | undefined = 'starting';
  let openingsThrough = 0;
  let answersThrough = 0;

  async function publish(): Promise<void> {
    openingsThrough = await publishOpenings(dso, stream, openingsThrough);
    for (;;) {
      const page = dso.requests.after(answersThrough, ANSWERS_A_PAGE);
      for (const { sequence, ...answer } of page) {
        const once = { producer: ANSWER_PRODUCER, sequence };
        await stream.append(REGISTRY_ANSWERS, [{ key: answer.request, value: JSON.stringify(answer) }], once);
        answersThrough = sequence;
      }
      if (page.length < ANSWERS_A_PAGE) return;
    }
  }

  async function handle({ value, partition, offset, timestampMs }: StreamRecord): Promise<void> {
    // By its place and time: the same words may be asked again, and after a loss of the stream places come again.
    const once = `${partition} ${offset} ${timestampMs}`;
    if (dso.requests.isDone(once)) return;
    const read = readRequest(value, podPattern);
    const { request, action } = read.ok ? read.request : read;
    const result = read.ok ? await executeRequest(read.request, { dso, registry }) : refusalOf(read);
    if (result.ok) {
      dso.finish({ once, request, action, status: 'done' }, result.apply);
      log.info({ request, action }, 'done');
      return;
    }
    const { reason } = result;
    dso.finish({ once, request, action, status: 'failed', reason }, () => undefined);
    log.warn({ offset, request, action, reason }, 'refused');
  }

  async function take(signal: AbortSignal): Promise<void> {
    // What a crash has left unpublished goes first, also where no request comes any more.
    await publish();
    problem = undefined;
    // One at a time: a request that is repeated after a crash is the last one, and none was done behind it.
    const source = stream.consume({ topic: REGISTRY_REQUESTS, group: GROUP, limit: 1 }, signal);
    for await (const { records, commit } of source) {
      for (const record of records) await handle(record);
      await publish();
      await commit();
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await take(stopped.signal);
      } catch (error) {
        problem = messageOf(error);
        log.error({ err: error }, 'a request was not done yet; trying again');
        await delay(retryMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  }

  const ended = run();
  return {
    /** What keeps requests from being done now; undefined where nothing does. */
    problem: () => problem,
    /** Resolves when the request under way is finished or will be repeated. */
    async stop(): Promise<void> {
      stopped.abort();
      await ended;
    },
  };
}

function refusalOf({ reason }: { reason: string }): Executed {
  return { ok: false, reason };
}

export type RunningRegistrar = ReturnType<typeof startRegistrar>;
