import { aggregateSeries, daysOf, type MeterSeries, type SeriesQuestion } from './aggregate-series.ts';
import { type Contribution, cellsOf, type GroupCell, mergeInto } from './group-cells.ts';
import type { TimeInterval } from './local-intervals.ts';
import { type Folders, openDayFiles } from './open-days.ts';
import { type StoreFolders, StoreQuarters } from './store-quarters.ts';

export type AggregateTask =
  | { kind: 'series'; question: SeriesQuestion; intervals: TimeInterval[] }
  | { kind: 'groups'; questions: (SeriesQuestion & Contribution)[]; intervals: TimeInterval[] };

export type AggregateAnswer<T extends AggregateTask> = T extends { kind: 'series' }
  ? MeterSeries[]
  : GroupCell[];

/** Where sums come from. */
export type SumFolders = Folders | StoreFolders;

/** PoDs whose quarter-hours are brought up to date in one transaction. */
export const CHUNK = 50;
/** Days of PoDs that are read at once: about 20 MB. */
const MOST_POD_DAYS = 60_000;

/** Answers tasks from the days of a store; `cancelled` is asked between two pieces of work. */
export function createWork(folders: SumFolders) {
  const open = 'store' in folders ? new StoreQuarters(folders) : dayFiles(folders);

  function groups(
    questions: (SeriesQuestion & Contribution)[],
    intervals: TimeInterval[],
    cancelled: () => boolean,
  ): GroupCell[] | undefined {
    const cells = new Map<string, GroupCell>();
    const size = Math.max(1, Math.floor(MOST_POD_DAYS / daysOf(intervals).length));
    for (let i = 0; i < questions.length; i += size) {
      const some = questions.slice(i, i + size);
      const days = open.viewOf(some.map(({ pod }) => pod));
      for (const question of some) {
        if (cancelled()) return undefined;
        mergeInto(cells, question, intervals, aggregateSeries(question, intervals, days));
      }
    }
    return cellsOf(cells);
  }

  return {
    /** Undefined where it was cancelled. */
    async run(
      task: AggregateTask,
      cancelled: () => boolean,
    ): Promise<MeterSeries[] | GroupCell[] | undefined> {
      const { intervals } = task;
      const questions = task.kind === 'series' ? [task.question] : task.questions;
      const pods = [...new Set(questions.map(({ pod }) => pod))];
      if (!(await open.prepare(daysOf(intervals), pods, cancelled))) return undefined;
      if (cancelled()) return undefined;
      if (task.kind === 'groups') return groups(task.questions, intervals, cancelled);
      const { question } = task;
      return aggregateSeries(question, intervals, open.viewOf([question.pod]));
    },
    close: () => open.close(),
  };
}

function dayFiles(folders: Folders) {
  const open = openDayFiles(folders);
  return {
    viewOf: (pods: readonly string[]) => open.viewOf(pods),
    close: () => open.close(),
    async prepare(days: number[], pods: string[], cancelled: () => boolean): Promise<boolean> {
      for (const dayMs of days) {
        const missing = open.get(dayMs)?.missing(pods) ?? [];
        for (let i = 0; i < missing.length; i += CHUNK) {
          if (cancelled()) return false;
          open.get(dayMs)?.ensure(missing.slice(i, i + CHUNK));
        }
      }
      return true;
    },
  };
}
