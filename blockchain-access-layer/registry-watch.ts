import type { DatabaseSync } from 'node:sqlite';
import { createRegistry } from '@access-layer/contracts/registry';
import { createRegistryFollower } from '@access-layer/contracts/registry-follower';
import type { MirrorState } from '@access-layer/contracts/registry-mirror';
import type { RpcUrl } from '@access-layer/contracts/rpc-url';
import type { Hex } from '@access-layer/core/bytes';
import { messageOf } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import { readMeta, writeMeta } from './database.ts';
import { createKeyDirectory } from './key-directory.ts';

export interface RegistryWatchOptions {
  database: DatabaseSync;
  stream: Stream;
  rpcUrl: RpcUrl;
  address: Hex;
  /** Between two looks at the chain. */
  pollMs: number;
  log: Log;
  /** Called when the contract has changed. */
  onChange?: () => void;
}

const MIRROR = 'registry_mirror';
const PAGE = 1000;

/**
 * Keeps the key directory current: openings from the stream, and the truth about each from a mirror of the contract.
 * The mirror is on disk, so validity is judged also while the chain is down. Resolves when the openings that are on the
 * stream by now are in, and the chain was asked once.
 */
export async function startRegistryWatch({
  database,
  stream,
  rpcUrl,
  address,
  pollMs,
  log,
  onChange,
}: RegistryWatchOptions) {
  const saved = readMeta(database, MIRROR);
  const state = saved === undefined ? undefined : (JSON.parse(saved) as { address: Hex; state: MirrorState });
  const follower = createRegistryFollower({
    registry: createRegistry({ rpcUrl, address }),
    // A mirror of another contract is not a mirror of this one.
    ...(state?.address === address && { state: state.state }),
  });
  const directory = createKeyDirectory(follower.bindingAt);
  const abort = new AbortController();
  let unreachable: string | undefined;

  async function sync(): Promise<void> {
    try {
      const { events, replayed } = await follower.sync();
      if (replayed)
        log.warn('the chain forgot changes of the registry; it was read again from the beginning');
      if (events > 0 || replayed) {
        save();
        onChange?.();
      }
      unreachable = undefined;
    } catch (error) {
      unreachable = messageOf(error);
    }
  }

  function save(): void {
    writeMeta(database, MIRROR, JSON.stringify({ address, state: follower.snapshot() }));
  }

  let next = 0;
  /** Reads all openings that the stream has beyond the last one read. */
  async function readOpenings(): Promise<void> {
    for (;;) {
      const records = await stream.read(TOPICS.registry, 0, next, PAGE);
      for (const { value, offset } of records) {
        if (!directory.add(value))
          log.warn({ offset }, 'a record of the stream "registry" is not an opening');
        next = offset + 1;
      }
      if (records.length < PAGE) return;
    }
  }

  async function follow(): Promise<void> {
    while (!abort.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        abort.signal.addEventListener(
          'abort',
          () => {
            clearTimeout(timer);
            resolve();
          },
          { once: true },
        );
      });
      if (abort.signal.aborted) return;
      await readOpenings().catch((error) =>
        log.error({ err: error }, 'the stream "registry" cannot be read'),
      );
      await sync();
    }
  }

  await readOpenings();
  await sync();
  const ended = follow();
  return {
    directory,
    /** Why the chain's registry is not being read; undefined where it is. */
    unreachable: () => unreachable,
    async stop(): Promise<void> {
      abort.abort();
      await ended;
    },
  };
}

export type RegistryWatch = Awaited<ReturnType<typeof startRegistryWatch>>;
