import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Registry } from '@access-layer/contracts/registry';
import { createRegistryFollower } from '@access-layer/contracts/registry-follower';
import type { MirrorState } from '@access-layer/contracts/registry-mirror';
import type { Hex } from '@access-layer/core/bytes';
import { LISTED } from '@access-layer/core/commitment';
import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { KeyListed } from './ingestion-api/sources.ts';

export interface ListedKeysOptions {
  registry: Pick<Registry, 'block' | 'events'>;
  /** Of the registry contract. */
  address: Hex;
  /** Where the mirror is kept over restarts. */
  file: string;
  log: Log;
  /** Between two looks at the chain; so long a revocation may stay unknown here. */
  pollMs?: number;
}

/**
 * Whether a key is listed, from a mirror of the registry contract: at once, and for what is known also while the chain
 * is down. A key that the mirror does not hold may have been listed just now, so the chain is asked for news before it
 * is refused; while that cannot be had the answer is an error, never a yes.
 */
export function followListedKeys({ registry, address, file, log, pollMs = 2000 }: ListedKeysOptions) {
  const saved = readMirror(file, address);
  const follower = createRegistryFollower({ registry, ...(saved ? { state: saved } : {}) });
  let isKnown = saved?.head !== undefined;

  async function sync(): Promise<void> {
    const { events, replayed, blockNumber } = await follower.sync();
    if (replayed) log.warn('the chain forgot changes of the registry; it was read again from the beginning');
    if (events > 0 || replayed) writeMirror(file, address, follower.snapshot());
    isKnown = blockNumber >= 0;
  }

  const poll = () =>
    sync().catch((error) => log.debug({ reason: messageOf(error) }, 'the registry on the chain is not read'));
  const timer = setInterval(poll, pollMs).unref();
  void poll();

  const isListed: KeyListed = async (key, kind, timeMs) => {
    if (!isKnown) await sync();
    const known = follower.bindingAt(key, LISTED, timeMs);
    if (known.valid || known.revokedAt !== 0) return known.valid && known.kind === kind;
    await sync();
    const answer = follower.bindingAt(key, LISTED, timeMs);
    return answer.valid && answer.kind === kind;
  };

  return {
    isListed,
    close: () => clearInterval(timer),
  };
}

interface SavedMirror {
  address: Hex;
  state: MirrorState;
}

/** A mirror of another contract, or one that cannot be read, is none: the chain has it all. */
function readMirror(file: string, address: Hex): MirrorState | undefined {
  try {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as SavedMirror;
    return saved.address === address ? saved.state : undefined;
  } catch {
    return undefined;
  }
}

function writeMirror(file: string, address: Hex, state: MirrorState): void {
  const saved: SavedMirror = { address, state };
  writeFileSync(`${file}.new`, JSON.stringify(saved));
  renameSync(`${file}.new`, file);
}
