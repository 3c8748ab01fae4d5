import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { finishEnrolment } from './enrol.ts';
import type { Parts } from './parts.ts';
import { ROTATIONS_TOPIC } from './rotations.ts';

const REGISTRY_ANSWERS = 'registry-answers';
const GROUP = 'onboarding';
const RETRY_MS = 1000;
const LOOK_EVERY_MS = 250;

const Answer = Type.Object({
  request: Type.String(),
  status: Type.Union([Type.Literal('done'), Type.Literal('failed')]),
  reason: Type.Optional(Type.String()),
});
const checker = Compile(Answer);

/** Takes in what the registrar has done and what Light Nodes ask for, until it is stopped. */
export function startFollowing(parts: Parts, stream: Pick<Stream, 'consume'>, log: Log) {
  const stopped = new AbortController();
  const { signal } = stopped;
  let failure: string | undefined;

  async function takeAnswer(text: string): Promise<void> {
    const answer = parse(text);
    const asked = answer && parts.changes.find(answer.request);
    if (!answer || asked?.status !== 'requested') return; // of others, or known
    await parts.registry.catchUp(); // the opening comes before its answer
    parts.book.atomically(() => {
      const change = parts.changes.settle(answer.request, answer.status, answer.reason);
      if (!change) return;
      const isDone = answer.status === 'done';
      if (change.action === 'bind') finishEnrolment(parts, change.node, isDone, answer.reason);
      if (change.action === 'rotate' && isDone) {
        parts.rotations.done(change.node, parts.rotations.pending(change.node)?.newKey ?? '');
      }
    });
    parts.changes.announce(answer.request);
    parts.kick();
    log.info({ ...answer, node: asked.node, action: asked.action }, 'the registrar has answered');
  }

  function takeRotation(text: string): void {
    if (!parts.rotations.add(text)) log.warn('a record of the stream "rotations" is left out');
  }

  /** Again and again, as a stream that fails is there again later. */
  async function keep(work: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      try {
        await work();
        failure = undefined;
      } catch (error) {
        failure = messageOf(error);
        log.error({ err: error }, 'the stream cannot be read; trying again');
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  const consume = (topic: string, take: (text: string) => Promise<void> | void) =>
    keep(async () => {
      for await (const { records, commit } of stream.consume({ topic, group: GROUP }, signal)) {
        for (const { value } of records) await take(value);
        await commit();
      }
    });
  const ended = Promise.all([
    consume(REGISTRY_ANSWERS, takeAnswer),
    consume(ROTATIONS_TOPIC, takeRotation),
    keep(async () => {
      await parts.registry.catchUp();
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }),
  ]);
  return {
    failure: () => failure,
    async stop(): Promise<void> {
      stopped.abort();
      await ended;
    },
  };
}

function parse(text: string): Type.Static<typeof Answer> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return checker.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
