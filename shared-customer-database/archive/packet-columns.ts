import type { Hex } from '@access-layer/core/bytes';
import { type DuckDBAppender, type DuckDBConnection, DuckDBTimestampTZValue } from '@duckdb/node-api';
import type { StoredPacket } from '../store.ts';
import type { DuckRow } from './duck.ts';

/** Columns of `*.packets.parquet`. Where a packet was erased, only those of `WHAT_STAYS` hold something. */
export const PACKET_COLUMNS = {
  ...{ pod: 'VARCHAR', from: 'TIMESTAMPTZ', to: 'TIMESTAMPTZ', node: 'VARCHAR', seq: 'BIGINT' },
  ...{
    meter: 'VARCHAR',
    role: 'VARCHAR',
    type: 'VARCHAR',
    signedAt: 'TIMESTAMPTZ',
    receivedAt: 'TIMESTAMPTZ',
  },
  ...{ payload: 'VARCHAR', signature: 'VARCHAR', signer: 'VARCHAR', payloadHash: 'VARCHAR' },
  ...{ messageHash: 'VARCHAR', prev: 'VARCHAR', anchorer: 'VARCHAR', batch: 'BIGINT', leafIndex: 'BIGINT' },
} as const;

/** Enough for the tree, for completeness and to tell a repeat; nothing of it says anything about a customer. */
export const WHAT_STAYS: ReadonlySet<string> = new Set([
  ...['node', 'seq', 'receivedAt', 'payloadHash', 'messageHash', 'anchorer', 'batch', 'leafIndex'],
]);

/** The order of the file. */
export const PACKET_ORDER = 'pod NULLS LAST, "from", node, seq';

/** A row of the file: an archived packet, of which an erasure leaves the hashes and the place in the tree. */
export interface ArchivedRow {
  node: string;
  seq: number;
  payloadHash: Hex;
  messageHash: Hex;
  receivedAtMs: number;
  anchorer: Hex;
  batch: number;
  leafIndex: number;
  /** Undefined where the packet was erased. */
  content: ArchivedContent | undefined;
}

export type ArchivedContent = Pick<
  StoredPacket,
  | ('pod' | 'meter' | 'role' | 'type' | 'payload' | 'signature' | 'signer' | 'prev')
  | ('signedAtMs' | 'fromMs' | 'toMs')
>;

export async function createPacketTable(duck: DuckDBConnection, table: string): Promise<DuckDBAppender> {
  const columns = Object.entries(PACKET_COLUMNS).map(([name, type]) => `"${name}" ${type}`);
  await duck.run(`CREATE TEMP TABLE ${table} (${columns.join(', ')})`);
  return duck.createAppender(table);
}

/** What the columns take of a packet. */
type Appended = Omit<StoredPacket, 'day' | 'batch'> & {
  batch: Pick<StoredPacket['batch'], 'anchorer' | 'index' | 'leafIndex'>;
};

export function appendPacket(appender: DuckDBAppender, packet: Appended): void {
  const { batch } = packet;
  appender.appendVarchar(packet.pod);
  appendTime(appender, packet.fromMs);
  appendTime(appender, packet.toMs);
  appender.appendVarchar(packet.node);
  appender.appendBigInt(BigInt(packet.seq));
  appender.appendVarchar(packet.meter);
  if (packet.role === undefined) appender.appendNull();
  else appender.appendVarchar(packet.role);
  appender.appendVarchar(packet.type);
  appendTime(appender, packet.signedAtMs);
  appendTime(appender, packet.receivedAtMs);
  for (const text of [packet.payload, packet.signature, packet.signer, packet.payloadHash]) {
    appender.appendVarchar(text);
  }
  for (const text of [packet.messageHash, packet.prev, batch.anchorer]) appender.appendVarchar(text);
  appender.appendBigInt(BigInt(batch.index));
  appender.appendBigInt(BigInt(batch.leafIndex));
  appender.endRow();
}

/** A row as it was read; of an erased packet what is left. */
export function appendRow(appender: DuckDBAppender, row: ArchivedRow): void {
  const { content, batch: index, ...place } = row;
  const { anchorer, leafIndex } = place;
  if (content) appendPacket(appender, { ...place, ...content, batch: { anchorer, index, leafIndex } });
  else appendErased(appender, row);
}

function appendErased(appender: DuckDBAppender, row: ArchivedRow): void {
  for (const name of Object.keys(PACKET_COLUMNS) as (keyof typeof PACKET_COLUMNS)[]) {
    if (!WHAT_STAYS.has(name)) appender.appendNull();
    else if (name === 'receivedAt') appendTime(appender, row.receivedAtMs);
    else if (PACKET_COLUMNS[name] === 'BIGINT')
      appender.appendBigInt(BigInt(row[name as 'seq' | 'batch' | 'leafIndex']));
    else appender.appendVarchar(row[name as 'node' | 'payloadHash' | 'messageHash' | 'anchorer']);
  }
  appender.endRow();
}

/** What `toArchivedRow` takes: times as milliseconds, numbers that JavaScript holds. */
export const PACKET_SELECT = Object.entries(PACKET_COLUMNS)
  .map(([name, type]) => {
    if (type === 'TIMESTAMPTZ') return `epoch_ms("${name}")::DOUBLE AS "${name}"`;
    return type === 'BIGINT' ? `"${name}"::DOUBLE AS "${name}"` : `"${name}"`;
  })
  .join(', ');

export function toArchivedRow(row: DuckRow): ArchivedRow {
  const text = (name: string) => row[name] as string;
  const number = (name: string) => row[name] as number;
  const isErased = row.payload === null;
  return {
    ...{ node: text('node'), seq: number('seq'), receivedAtMs: number('receivedAt') },
    ...{ payloadHash: text('payloadHash') as Hex, messageHash: text('messageHash') as Hex },
    ...{ anchorer: text('anchorer') as Hex, batch: number('batch'), leafIndex: number('leafIndex') },
    content: isErased
      ? undefined
      : {
          ...{ pod: text('pod'), meter: text('meter'), role: (row.role as string | null) ?? undefined },
          ...{ type: text('type') as StoredPacket['type'], payload: text('payload') },
          ...{
            signature: text('signature') as Hex,
            signer: text('signer') as Hex,
            prev: text('prev') as Hex,
          },
          ...{ signedAtMs: number('signedAt'), fromMs: number('from'), toMs: number('to') },
        },
  };
}

function appendTime(appender: DuckDBAppender, ms: number): void {
  appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(ms) * 1000n));
}
