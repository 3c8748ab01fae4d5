import type { Readable } from 'node:stream';
import { AccessLayerError } from '@access-layer/core/errors';
import type { FastifyRequest } from 'fastify';
import type { KeptFor } from './answer.ts';
import { type Answer, once } from './answer.ts';
import { bodyOf, ingestionError } from './errors.ts';
import { type Line, MAX_BULK_BYTES, parseLine, readLines } from './ndjson.ts';
import type { IngestionSources } from './sources.ts';

/** Most lines of one atomic request: they are in memory and in one transaction. */
const MAX_ATOMIC_LINES = 10_000;
/** Lines of one transaction, where each line stands on its own. */
const BATCH_LINES = 500;

export type LineReport =
  | { id?: string; effect: string; revision?: number; messageHash?: string }
  | AccessLayerError;

/** How one kind of thing is written in bulk. */
export interface BulkWriter<Item> {
  /** Checks a line, and that the caller may write it. @throws AccessLayerError */
  prepare(sent: unknown): Promise<Item>;
  /** Writes in one transaction; one report for each item. */
  write(items: Item[], atomic: boolean): Promise<{ applied: boolean; reports: LineReport[] }>;
}

interface Entry<Item> {
  line: Line;
  result: Item | AccessLayerError;
}

/**
 * Writes an NDJSON body line by line and answers a report, also NDJSON: one object for each line, and a summary as the
 * last. Each line on its own (200), or all or nothing (200, or 422 with nothing written).
 */
export async function bulkAnswer<Item>(
  sources: IngestionSources,
  request: FastifyRequest,
  writer: BulkWriter<Item>,
): Promise<Answer> {
  const atomic = (request.query as { atomic?: string }).atomic === 'true';
  const { maxBulkBytes = MAX_BULK_BYTES } = sources;
  // A refusal in the middle leaves the connection open, for its answer.
  const body = (request.body as Readable).iterator({ destroyOnReturn: false });
  if (request.headers['idempotency-key'] === undefined) {
    return run(readLines(body, maxBulkBytes), writer, atomic);
  }
  // To know whether it is the same request again, the whole of it must be read first.
  const lines: Line[] = [];
  for await (const line of readLines(body, maxBulkBytes)) lines.push(line);
  const text = lines.map((line) => `${line.number} ${line.text}`).join('\n');
  return once(sources.registry, request, text, async (kept) =>
    keep(sources, kept!, await run(lines, writer, atomic)),
  );
}

async function keep({ registry }: IngestionSources, kept: KeptFor, answer: Answer): Promise<Answer> {
  if (answer.status === 200)
    await registry.keepAnswer(kept.scope, kept.key, { ...answer, bodyHash: kept.bodyHash });
  return answer;
}

async function run<Item>(
  lines: AsyncIterable<Line> | Iterable<Line>,
  writer: BulkWriter<Item>,
  atomic: boolean,
): Promise<Answer> {
  const report: string[] = [];
  const counts: Record<string, number> = {};
  let entries: Entry<Item>[] = [];
  let applied = true;
  const flush = async () => {
    const written = await writeEntries(entries, writer, atomic);
    applied &&= written.applied;
    for (const [i, { line }] of entries.entries()) {
      const result = written.reports[i]!;
      const effect = result instanceof AccessLayerError ? 'refused' : result.effect;
      counts[effect] = (counts[effect] ?? 0) + 1;
      const told = result instanceof AccessLayerError ? bodyOf(result) : result;
      report.push(JSON.stringify({ line: line.number, ...told }));
    }
    entries = [];
  };
  for await (const line of lines) {
    entries.push({ line, result: await prepared(writer, line) });
    if (atomic && entries.length > MAX_ATOMIC_LINES) {
      throw ingestionError('SCD_TOO_LARGE', `an atomic request has at most ${MAX_ATOMIC_LINES} lines`);
    }
    if (!atomic && entries.length >= BATCH_LINES) await flush();
  }
  await flush();
  const lineCount = report.length;
  report.push(JSON.stringify({ summary: { lines: lineCount, ...counts }, ...(atomic ? { applied } : {}) }));
  return {
    status: atomic && !applied ? 422 : 200,
    headers: { 'content-type': 'application/x-ndjson; charset=utf-8' },
    body: `${report.join('\n')}\n`,
  };
}

async function prepared<Item>(writer: BulkWriter<Item>, line: Line): Promise<Item | AccessLayerError> {
  try {
    return await writer.prepare(parseLine(line));
  } catch (error) {
    if (error instanceof AccessLayerError && !error.retryable) return error;
    throw error;
  }
}

async function writeEntries<Item>(
  entries: Entry<Item>[],
  writer: BulkWriter<Item>,
  atomic: boolean,
): Promise<{ applied: boolean; reports: LineReport[] }> {
  const good = entries.filter(({ result }) => !(result instanceof AccessLayerError));
  if (atomic && good.length < entries.length) {
    const undone = ingestionError('SCD_UNDONE', 'not written, since another line was refused');
    const reports = entries.map(({ result }) => (result instanceof AccessLayerError ? result : undone));
    return { applied: false, reports };
  }
  const { applied, reports } = await writer.write(
    good.map(({ result }) => result as Item),
    atomic,
  );
  let next = 0;
  return {
    applied,
    reports: entries.map(({ result }) => (result instanceof AccessLayerError ? result : reports[next++]!)),
  };
}
