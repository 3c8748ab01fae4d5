import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WorkerPool } from '../aggregates/worker-pool.ts';
import type { ParquetTask } from './parquet-task.ts';
import type { Columns } from './row-text.ts';

/** As IANA has registered it. */
export const PARQUET = 'application/vnd.apache.parquet';

export interface ParquetOptions {
  /** Folder of files in the making; on a disk, not in memory. */
  dir: string;
  /** Runs `parquet-task.ts`. */
  pool: WorkerPool;
}

export type ParquetWriter = ReturnType<typeof createParquetWriter>;

/** Makes Parquet of the CSV of an answer, so that both hold the same. */
export function createParquetWriter({ dir, pool }: ParquetOptions) {
  return {
    /**
     * A stream of the file, which is gone when the stream ends.
     * @throws AccessLayerError SCD_BUSY, SCD_CANCELLED
     */
    async fromCsv(
      csv: AsyncIterable<Uint8Array | string>,
      columns: Columns,
      signal: AbortSignal,
    ): Promise<Readable> {
      await mkdir(dir, { recursive: true });
      const folder = await mkdtemp(join(dir, 'export-'));
      const [csvFile, file] = [join(folder, 'rows.csv'), join(folder, 'rows.parquet')];
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        await pipeline(Readable.from(csv, { objectMode: false }), createWriteStream(csvFile), { signal });
        await pool.run<number>({ csvFile, file, columns } satisfies ParquetTask, signal, { isBegun: true });
        const stream = createReadStream(file);
        stream.once('close', () => void remove());
        return stream;
      } catch (error) {
        await remove();
        throw error;
      }
    },
  };
}
