import { readlinkSync, rmSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '@access-layer/core/errors';
import { CHUNK } from './aggregate-task.ts';
import type { DayQuarters } from './day-quarters.ts';
import { keepOfStore } from './keep-of-store.ts';
import {
  dayFileOf,
  daysIn,
  type Folders,
  type OpenDays,
  openDayFiles,
  projectionFileOf,
} from './open-days.ts';
import type { StoreFolders } from './store-quarters.ts';

export type ProjectionWork = (Folders | StoreFolders) & {
  /** Pause between two looks at the days. */
  everyMs: number;
};

/** What the thread tells: how many days are not ready, or what went wrong with one. */
export type ProjectionNews = { daysBehind: number } | { day: string; error: string };

/** SQLite's codes for a file that is damaged, or none of its own. */
const DAMAGED = [11, 26];
/** Where this thread cannot step back behind others, it rests so many times as long as it worked. */
const REST = 3;
/** Two commits within a tick of the file system's clock may leave the same time and size behind. */
const TICK_MS = 2000;

if (parentPort) {
  const { everyMs, ...folders } = workerData as ProjectionWork;
  const tell = (news: ProjectionNews) => parentPort!.postMessage(news);
  const rests = !stepBack();
  const ready = new Map<string, string>();
  if ('store' in folders) await keepOfStore(folders, { everyMs, rests, tell });
  else {
    const open = openDayFiles(folders);
    for (;;) {
      await look(folders, { open, ready, rests, tell });
      await delay(everyMs);
    }
  }
}

interface Keeping {
  open: OpenDays<DayQuarters>;
  /** How each day file looked when its projection was made. */
  ready: Map<string, string>;
  rests: boolean;
  tell(news: ProjectionNews): void;
}

/** The latest days first: they are asked for most. */
async function look(folders: Folders, keeping: Keeping): Promise<void> {
  const { ready, tell } = keeping;
  const stampOf = (day: string) => stamp(dayFileOf(folders, day));
  const behind = daysIn(folders).filter((day) => ready.get(day) !== stampOf(day).text);
  for (const [done, day] of behind.reverse().entries()) {
    tell({ daysBehind: behind.length - done });
    const before = stampOf(day);
    try {
      await bringUpToDate(Date.parse(day), keeping);
      if (before.changedMs < Date.now() - TICK_MS) ready.set(day, before.text);
    } catch (error) {
      if (DAMAGED.includes((error as { errcode?: number }).errcode ?? 0)) discard(folders, day);
      tell({ day, error: messageOf(error) });
    }
  }
  tell({ daysBehind: 0 });
}

async function bringUpToDate(dayMs: number, { open, rests }: Keeping): Promise<void> {
  const behind = open.get(dayMs)?.behind() ?? [];
  for (let i = 0; i < behind.length; i += CHUNK) {
    const began = performance.now();
    open.get(dayMs)?.ensure(behind.slice(i, i + CHUNK));
    if (rests) await delay(REST * (performance.now() - began));
    else await nextTurn();
  }
  open.get(dayMs)?.settle();
}

/** Others hold the same file open; they see that it was replaced. */
function discard(folders: Folders, day: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(projectionFileOf(folders, day) + end, { force: true });
}

/** Another text with every commit, if the last one was long enough ago. */
function stamp(file: string): { text: string; changedMs: number } {
  const found = [file, `${file}-wal`].map((each) => statSync(each, { throwIfNoEntry: false }));
  return {
    text: found.map((stats) => `${stats?.ino} ${stats?.size} ${stats?.mtimeMs}`).join(),
    changedMs: Math.max(...found.map((stats) => stats?.mtimeMs ?? 0)),
  };
}

/** Leaves the processor to whoever else wants it. Linux has a priority for each thread; elsewhere it would be the process's. */
function stepBack(): boolean {
  try {
    const [, thread] = /task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))!;
    setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
    return true;
  } catch {
    return false;
  }
}
