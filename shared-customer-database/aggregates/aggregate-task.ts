import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatTime } from '@access-layer/core/time';
import { aggregateSeries, daysOf, type MeterSeries, type SeriesQuestion } from './aggregate-series.ts';
import { DayQuarters } from './day-quarters.ts';
import { type Contribution, cellsOf, type GroupCell, mergeInto } from './group-cells.ts';
import type { TimeInterval } from './local-intervals.ts';

export interface Folders {
  /** Of the day files. */
  measurementsDir: string;
  /** Of what is made from them; may be deleted. */
  projectionsDir: string;
}

export type AggregateTask =
  | { kind: 'series'; question: SeriesQuestion; intervals: TimeInterval[] }
  | { kind: 'groups'; questions: (SeriesQuestion & Contribution)[]; intervals: TimeInterval[] };

export type AggregateAnswer<T extends AggregateTask> = T extends { kind: 'series' }
  ? MeterSeries[]
  : GroupCell[];

/** PoDs whose quarter-hours are brought up to date in one transaction. */
const CHUNK = 50;
const OPEN_DAYS = 64;

/** Answers tasks from the day files of two folders; `cancelled` is asked between two pieces of work. */
export function createWork({ measurementsDir, projectionsDir }: Folders) {
  mkdirSync(projectionsDir, { recursive: true });
  const open = new Map<number, DayQuarters>();
  const dayOf = (dayMs: number): DayQuarters | undefined => {
    let day = open.get(dayMs);
    const name = formatTime(dayMs).slice(0, 10);
    const file = join(measurementsDir, `measurements-${name}.db`);
    if (day && !day.isReplaced()) open.delete(dayMs);
    else {
      day?.close();
      open.delete(dayMs);
      if (!existsSync(file)) return undefined;
      day = new DayQuarters(name, file, join(projectionsDir, `quarters-${name}.db`));
    }
    open.set(dayMs, day);
    for (const [oldest, unused] of open) {
      if (open.size <= OPEN_DAYS) break;
      unused.close();
      open.delete(oldest);
    }
    return day;
  };

  function prepare(pods: string[], intervals: TimeInterval[], cancelled: () => boolean): boolean {
    for (const dayMs of daysOf(intervals)) {
      for (let i = 0; i < pods.length; i += CHUNK) {
        if (cancelled()) return false;
        dayOf(dayMs)?.ensure(pods.slice(i, i + CHUNK));
      }
    }
    return true;
  }

  return {
    /** Undefined where it was cancelled. */
    run(task: AggregateTask, cancelled: () => boolean): MeterSeries[] | GroupCell[] | undefined {
      const { intervals } = task;
      const questions = task.kind === 'series' ? [task.question] : task.questions;
      if (!prepare([...new Set(questions.map(({ pod }) => pod))], intervals, cancelled)) return undefined;
      if (task.kind === 'series') return aggregateSeries(task.question, intervals, dayOf);
      const cells = new Map<string, GroupCell>();
      for (const question of task.questions) {
        if (cancelled()) return undefined;
        mergeInto(cells, question, intervals, aggregateSeries(question, intervals, dayOf));
      }
      return cellsOf(cells);
    },
    close: () => {
      for (const day of open.values()) day.close();
      open.clear();
    },
  };
}
