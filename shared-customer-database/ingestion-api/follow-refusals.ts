import { TOPICS } from '@access-layer/core/record';
import { RefusedStatement } from '@access-layer/core/refused-statement';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import { Compile } from 'typebox/compile';
import type { Registry } from '../registry.ts';

export interface FollowRefusalsOptions {
  registry: Pick<Registry, 'refuseStatement'>;
  stream: Pick<Stream, 'consume'>;
  log: Log;
}

const GROUP = 'scd-refusals';
const checker = Compile(RefusedStatement);

/**
 * Notes with each statement that the Blockchain Access Layer did not take why that was, until the signal aborts. Its number
 * is free then, so that its sender can go on.
 */
export async function followRefusals(
  { registry, stream, log }: FollowRefusalsOptions,
  signal: AbortSignal,
): Promise<void> {
  const source = stream.consume({ topic: TOPICS.refusedStatements, group: GROUP }, signal);
  for await (const { records, commit } of source) {
    for (const { value, offset } of records) {
      const refusal = parse(value);
      if (!checker.Check(refusal)) log.warn({ offset }, 'a record of `refused-statements` is left out');
      else {
        const { payloadHash, reason, detail, at, chain, seq } = refusal;
        const isOurs = await registry.refuseStatement(payloadHash, { reason, detail, at });
        if (isOurs) log.warn({ chain, seq, payloadHash, reason }, 'the log did not take a statement');
      }
    }
    await commit();
  }
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
