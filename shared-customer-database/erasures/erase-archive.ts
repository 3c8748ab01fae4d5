import { toUtf8 } from '@access-layer/core/bytes';
import { keccak256Hex } from '@access-layer/core/keccak';
import type { ErasureOrder } from '@access-layer/kit/erasure';
import { openArchive } from '../adapter.ts';
import type { ArchiveConfig } from '../archive/archive-config.ts';
import { erasePod, type HeldPacket } from '../archive/erase-pod.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';

/** Who else works on the archive in this process; undefined where nobody does. */
export type ArchiveTurns = () => Pick<Lifecycle, 'inTurn' | 'refresh'> | undefined;

/** Erases in the archive, and tells the packets before they are gone; answers how many. */
export type EraseArchive = (order: ErasureOrder, onHeld: (packets: HeldPacket[]) => void) => Promise<number>;

/** Parts that hold the PoD are written anew without it, between two passes of the lifecycle. */
export function createEraseArchive(
  archive: ArchiveConfig,
  scratchDir: string,
  turns: ArchiveTurns,
): EraseArchive {
  async function eraseNow(
    { erasure, pod, fromMs, untilMs, orderedAtMs }: ErasureOrder,
    onHeld: (packets: HeldPacket[]) => void,
  ) {
    const opened = await openArchive(archive);
    try {
      // Manifests may be locked and public: they name the erasure by a hash.
      const name = keccak256Hex(toUtf8(erasure));
      return await erasePod(opened, {
        ...{ pod, fromMs, untilMs, scratchDir, onHeld },
        ...{ erasure: name, atMs: orderedAtMs },
      });
    } finally {
      await opened.close();
    }
  }

  return async (order, onHeld) => {
    const lifecycle = turns();
    const days = await (lifecycle
      ? lifecycle.inTurn(() => eraseNow(order, onHeld))
      : eraseNow(order, onHeld));
    await lifecycle?.refresh(days.map(({ day }) => day));
    return days.reduce((sum, { packets }) => sum + packets, 0);
  };
}
