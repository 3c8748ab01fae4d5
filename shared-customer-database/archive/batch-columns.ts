import type { Hex } from '@access-layer/core/bytes';
import type { AnchorRecord } from '@access-layer/core/record';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { type DuckRow, rowsOf, sqlText } from './duck.ts';

/** Columns of `*.batches.parquet`: what the chain holds of a batch, and its tree. Times in milliseconds since 1970. */
const BATCH_COLUMNS = {
  ...{ anchorer: 'VARCHAR', batch: 'BIGINT', root: 'VARCHAR', count: 'BIGINT', from: 'BIGINT', to: 'BIGINT' },
  ...{
    chainId: 'BIGINT',
    contract: 'VARCHAR',
    txHash: 'VARCHAR',
    blockNumber: 'BIGINT',
    blockHash: 'VARCHAR',
  },
  ...{ blockTime: 'BIGINT', complete: 'BOOLEAN', tree: 'BLOB' },
} as const;

export interface ArchivedBatch {
  anchor: AnchorRecord;
  /** Whether `tree` has all its nodes. */
  complete: boolean;
  /** The nodes as core's `buildTree` gives them, the root first; zeros where a node was never known. */
  tree: Uint8Array;
}

export async function createBatchTable(duck: DuckDBConnection, table: string): Promise<DuckDBAppender> {
  const columns = Object.entries(BATCH_COLUMNS).map(([name, type]) => `"${name}" ${type}`);
  await duck.run(`CREATE TEMP TABLE ${table} (${columns.join(', ')})`);
  return duck.createAppender(table);
}

export function appendBatch(appender: DuckDBAppender, { anchor, complete, tree }: ArchivedBatch): void {
  const number = (value: number) => appender.appendBigInt(BigInt(value));
  appender.appendVarchar(anchor.anchorer);
  number(anchor.index);
  appender.appendVarchar(anchor.root);
  for (const value of [anchor.count, anchor.from, anchor.to, anchor.chainId]) number(value);
  appender.appendVarchar(anchor.contract);
  appender.appendVarchar(anchor.txHash);
  number(anchor.blockNumber);
  appender.appendVarchar(anchor.blockHash);
  number(anchor.blockTime);
  appender.appendBoolean(complete);
  appender.appendBlob(tree);
  appender.endRow();
}

/** Batches of a file by `batchKey`, all or those of a condition. Throws where it cannot be read. */
export async function readBatches(
  duck: DuckDBConnection,
  file: string,
  where = 'true',
): Promise<Map<string, ArchivedBatch>> {
  const numbers = Object.entries(BATCH_COLUMNS).map(([name, type]) =>
    type === 'BIGINT' ? `"${name}"::DOUBLE AS "${name}"` : `"${name}"`,
  );
  const rows = await rowsOf(
    duck,
    `SELECT ${numbers.join(', ')} FROM read_parquet(${sqlText(file)}) WHERE ${where}`,
  );
  return new Map(
    rows.map((row) => {
      const batch = toBatch(row);
      return [batchKey(batch.anchor.anchorer, batch.anchor.index), batch];
    }),
  );
}

/** Lower-case hexadecimal of whole bytes, as everything here spells it. */
export function isHexText(text: string): boolean {
  return /^0x([0-9a-f]{2})+$/.test(text);
}

export function batchKey(anchorer: string, index: number): string {
  return `${anchorer} ${index}`;
}

function toBatch(row: DuckRow): ArchivedBatch {
  const hex = (name: string) => row[name] as Hex;
  const number = (name: string) => row[name] as number;
  return {
    anchor: {
      ...{ anchorer: hex('anchorer'), index: number('batch'), root: hex('root'), count: number('count') },
      ...{ from: number('from'), to: number('to'), chainId: number('chainId'), contract: hex('contract') },
      ...{ txHash: hex('txHash'), blockNumber: number('blockNumber'), blockHash: hex('blockHash') },
      blockTime: number('blockTime'),
    },
    complete: row.complete as boolean,
    tree: new Uint8Array(row.tree as Buffer),
  };
}
