import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import type { ProjectionNews } from './projection-thread.ts';
import { type StoreFolders, StoreQuarters } from './store-quarters.ts';

export interface KeepOfStoreOptions {
  everyMs: number;
  /** Whether to rest between two pieces of work, where the thread cannot step back behind others. */
  rests: boolean;
  tell(news: ProjectionNews): void;
}

const REST = 3;

/** Makes the quarter-hours of the days of a store, for ever. */
export async function keepOfStore(
  folders: StoreFolders,
  { everyMs, rests, tell }: KeepOfStoreOptions,
): Promise<never> {
  const quarters = new StoreQuarters(folders);
  for (;;) {
    const days = await quarters.days().catch((error: unknown) => {
      tell({ day: 'all', error: messageOf(error) });
      return [];
    });
    for (const [done, day] of days.entries()) {
      tell({ daysBehind: days.length - done });
      await keepDay(quarters, Date.parse(day), rests).catch((error) =>
        tell({ day, error: messageOf(error) }),
      );
    }
    tell({ daysBehind: 0 });
    await delay(everyMs);
  }
}

async function keepDay(quarters: StoreQuarters, dayMs: number, rests: boolean): Promise<void> {
  for (const [pod, count] of await quarters.behind(dayMs)) {
    const began = performance.now();
    await quarters.make(dayMs, pod, count);
    if (rests) await delay(REST * (performance.now() - began));
  }
}
