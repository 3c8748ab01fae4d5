import { DuckDBInstance } from '@duckdb/node-api';
import type { Columns } from './row-text.ts';

export interface ParquetTask {
  /** RFC 4180 with a header line; times in ISO 8601 UTC, nothing for what is not known. */
  csvFile: string;
  columns: Columns;
  /** Where to write. */
  file: string;
}

/** Writes a CSV as Parquet. For a worker thread. */
export function createWork() {
  return {
    /** How many rows were written. */
    async run({ csvFile, columns, file }: ParquetTask): Promise<number> {
      const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '256MB' });
      const connection = await instance.connect();
      try {
        const types = Object.entries(columns).map(([name, type]) => `${text(name)}: '${type}'`);
        const read = `read_csv(${text(csvFile)}, header = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
          strict_mode = true, columns = {${types.join(', ')}})`;
        const answer = await connection.run(
          `COPY (SELECT * FROM ${read}) TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`,
        );
        return Number((await answer.getRows())[0]![0]);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
  };
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
