import { toUtf8 } from '@access-layer/core/bytes';
import { keccak256Hex } from '@access-layer/core/keccak';
import type { ErasureOrder } from '@access-layer/kit/erasure';
import { openArchive } from '../adapter.ts';
import { erasePod } from '../archive/erase-pod.ts';

/** Erases in the archive: parts that hold the PoD are written anew without it. Answers how many packets. */
export function createEraseArchive(archive: { name: string; dir: string }, scratchDir: string) {
  return async ({ erasure, pod, fromMs, untilMs, orderedAtMs }: ErasureOrder): Promise<number> => {
    const opened = await openArchive(archive);
    try {
      // Manifests may be locked and public: they name the erasure by a hash.
      const name = keccak256Hex(toUtf8(erasure));
      const days = await erasePod(opened, {
        ...{ pod, fromMs, untilMs, scratchDir },
        ...{ erasure: name, atMs: orderedAtMs },
      });
      return days.reduce((sum, { packets }) => sum + packets, 0);
    } finally {
      await opened.close();
    }
  };
}
