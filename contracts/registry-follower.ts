import type { BindingAnswer } from '@access-layer/core/binding';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Registry } from './registry.ts';
import type { RegistryEvent } from './registry-event.ts';
import { emptyMirror, foldEvent, type MirrorState, mirroredBindingAt } from './registry-mirror.ts';

export interface FollowerOptions {
  registry: Pick<Registry, 'block' | 'events'>;
  /** What an earlier run saved with `snapshot()`. Validity is judged by it until the chain answers. */
  state?: MirrorState;
  /** Blocks that must stand on a block before its events count. 0 on a chain where every block is final at once. */
  confirmations?: number;
  /** Blocks asked for at a time. */
  pageBlocks?: number;
}

export interface SyncResult {
  /** Events folded in; on a replay all of them. */
  events: number;
  /** The chain no longer has the block that was known last: everything was read again from block 0. */
  replayed: boolean;
  /** The last block whose events are in; -1 where the chain has none that counts yet. */
  blockNumber: number;
}

/**
 * Follows the key registry: `sync` reads what is new, `bindingAt` answers at once and without the chain. One `sync` runs
 * at a time; when it throws (CHAIN_…), nothing has changed and the last state goes on answering.
 */
export function createRegistryFollower(options: FollowerOptions) {
  const { registry, confirmations = 0, pageBlocks = 10_000 } = options;
  let state = structuredClone(options.state ?? emptyMirror());
  let running: Promise<SyncResult> | undefined;

  async function syncOnce(): Promise<SyncResult> {
    const latest = await registry.block('latest');
    const head = await registry.block(Math.max(0, (latest?.number ?? 0) - confirmations));
    if (!latest || !head || latest.number < confirmations) {
      return { events: 0, replayed: false, blockNumber: state.head?.number ?? -1 };
    }
    const known = state.head;
    const replayed = known !== undefined && (await registry.block(known.number))?.hash !== known.hash;
    if (!replayed && known && known.number >= head.number) {
      return { events: 0, replayed, blockNumber: known.number };
    }
    const events = await readEvents(replayed ? 0 : (known?.number ?? -1) + 1, head);
    if (replayed) state = emptyMirror();
    for (const event of events) foldEvent(state, event);
    state.head = { number: head.number, hash: head.hash };
    return { events: events.length, replayed, blockNumber: head.number };
  }

  async function readEvents(
    fromBlock: number,
    head: { number: number; hash: Hex },
  ): Promise<RegistryEvent[]> {
    const events: RegistryEvent[] = [];
    for (let from = fromBlock; from <= head.number; from += pageBlocks) {
      events.push(...(await registry.events(from, Math.min(from + pageBlocks - 1, head.number))));
    }
    if ((await registry.block(head.number))?.hash === head.hash) return events;
    throw new AccessLayerError({
      code: 'CHAIN_REORGANISED',
      message: `The chain changed below block ${head.number} while it was read. Read again.`,
      retryable: true,
    });
  }

  return {
    /** Reads what the chain has beyond the state. Call it every few seconds, and before the first judgement. */
    sync(): Promise<SyncResult> {
      running ??= syncOnce().finally(() => {
        running = undefined;
      });
      return running;
    },

    /** As the contract's `bindingAt`. */
    bindingAt: (key: Hex, commitment: Hex, timeMs: number): BindingAnswer =>
      mirroredBindingAt(state, key, commitment, timeMs),

    /** The state as JSON to keep on disk; give it to the next run. */
    snapshot: (): MirrorState => structuredClone(state),
  };
}

export type RegistryFollower = ReturnType<typeof createRegistryFollower>;
