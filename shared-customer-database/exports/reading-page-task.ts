import { openStore } from '../adapter.ts';
import type { TextPage } from '../aggregates/aggregate-page-task.ts';
import { createCertifier } from '../api/certificate.ts';
import { type ReadingText, readingText } from '../api/reading-forms.ts';
import { BatchReader } from '../batches/batch-reader.ts';
import { readSpans } from '../released/read-spans.ts';
import type { Span } from '../released/spans.ts';
import type { ReadingCursor, ReadingsQuery, Store } from '../store.ts';

export interface ReadingPageTask {
  query: ReadingsQuery;
  /** What the caller may read of the query's range. */
  spans: Span[];
  form: ReadingText;
}

export interface ReadingPage extends TextPage {
  next?: ReadingCursor;
  /** Of the readings in it, for the read ledger. */
  timesMs: Float64Array;
}

export interface ReadingPageOptions {
  store: { name: string; dir: string; openDays?: number };
  batchesFile: string;
}

/** Pages of readings as text. For a worker thread. */
export function createWork({ store, batchesFile }: ReadingPageOptions) {
  let opened: Promise<Store> | undefined;
  const batches = new BatchReader(batchesFile);
  return {
    async run({ query, spans, form }: ReadingPageTask): Promise<ReadingPage> {
      opened ??= openStore({ ...store, readOnly: true });
      const { items, next } = await readSpans(await opened, query, spans);
      const bytes = new TextEncoder().encode(readingText(items, createCertifier(batches), form));
      const timesMs = Float64Array.from(items, ({ timeMs }) => timeMs);
      return { bytes, rows: items.length, timesMs, ...(next ? { next } : {}) };
    },
  };
}
