import { setTimeout as delay } from 'node:timers/promises';
import { NodeId } from '@access-layer/core/payloads/common';
import { TOPICS } from '@access-layer/core/record';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/** What onboarding publishes: a certificate that is refused, or, without a fingerprint, a name for good. */
const Denial = Type.Object({
  node: NodeId,
  fingerprint: Type.Optional(Type.String({ pattern: '^([0-9A-F]{2}:){31}[0-9A-F]{2}$' })),
  reason: Type.String({ maxLength: 300 }),
});
const checker = Compile(Denial);

export interface DenyListOptions {
  stream: Pick<Stream, 'read'>;
  log: Log;
  /** Called when somebody was added who may be connected now. */
  onDenied: () => void;
  pollMs?: number;
}

const PAGE = 1000;

/**
 * Whose certificates are not let in although they have not ended. The stream is the list: it is read whole at each start,
 * before the broker listens, and then all the time.
 */
export async function startDenyList({ stream, log, onDenied, pollMs = 250 }: DenyListOptions) {
  const names = new Map<string, string>();
  const fingerprints = new Map<string, string>();
  const stopped = new AbortController();
  let next = 0;

  function add(value: string, offset: number): void {
    const denial = parse(value);
    if (!denial) {
      log.warn({ offset }, 'a record of the stream "certificates" is left out');
      return;
    }
    const { node, fingerprint, reason } = denial;
    if (fingerprint === undefined) names.set(node, reason);
    else fingerprints.set(fingerprint, reason);
  }

  async function catchUp(): Promise<boolean> {
    const before = next;
    for (;;) {
      const records = await stream.read(TOPICS.certificates, 0, next, PAGE);
      for (const { value, offset } of records) {
        add(value, offset);
        next = offset + 1;
      }
      if (records.length < PAGE) return next > before;
    }
  }

  async function follow(): Promise<void> {
    const { signal } = stopped;
    while (!signal.aborted) {
      await delay(pollMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const isMore = await catchUp().catch((error) => {
        log.error({ err: error }, 'the stream "certificates" cannot be read');
        return false;
      });
      if (isMore) onDenied();
    }
  }

  await catchUp();
  const ended = follow();
  return {
    /** Why a client is not let in; undefined where it is. */
    reasonFor(name: string, fingerprint: string): string | undefined {
      const reason = names.get(name) ?? fingerprints.get(fingerprint);
      return reason && `its certificate is revoked: ${reason}`;
    },
    async stop(): Promise<void> {
      stopped.abort();
      await ended;
    },
  };
}

export type DenyList = Awaited<ReturnType<typeof startDenyList>>;

function parse(text: string): Type.Static<typeof Denial> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return checker.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
