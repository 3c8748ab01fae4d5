import { type RowForm, rowText } from '../exports/row-text.ts';
import { GROUP_COLUMNS, groupRow, POD_COLUMNS, podRows } from './aggregate-rows.ts';
import type { MeterSeries, SeriesQuestion } from './aggregate-series.ts';
import { createWork as createAggregates, type SumFolders } from './aggregate-task.ts';
import type { Contribution, GroupCell } from './group-cells.ts';
import type { TimeInterval } from './local-intervals.ts';

export type AggregatePageTask = { intervals: TimeInterval[]; form: RowForm } & (
  | { kind: 'series'; question: SeriesQuestion }
  | { kind: 'groups'; questions: (SeriesQuestion & Contribution)[]; fewestCustomers: number }
);

export interface TextPage {
  /** UTF-8, handed over without a copy. */
  bytes: Uint8Array;
  rows: number;
}

/** Aggregates as text, made where they are computed: the serving thread only passes the bytes on. */
export function createWork(folders: SumFolders) {
  const aggregates = createAggregates(folders);
  return {
    /** Undefined where it was cancelled. */
    async run(task: AggregatePageTask, cancelled: () => boolean): Promise<TextPage | undefined> {
      const { intervals, form } = task;
      const found = await aggregates.run(task, cancelled);
      if (!found) return undefined;
      if (task.kind === 'series')
        return page(podRows(task.question.pod, found as MeterSeries[], intervals), POD_COLUMNS, form);
      const rows = (found as GroupCell[]).map((cell) =>
        groupRow(cell, intervals[cell.interval]!, task.fewestCustomers),
      );
      return page(rows, GROUP_COLUMNS, form);
    },
    close: aggregates.close,
  };
}

function page(rows: object[], columns: typeof POD_COLUMNS, form: RowForm): TextPage {
  return { bytes: new TextEncoder().encode(rowText(rows as never, columns, form)), rows: rows.length };
}
