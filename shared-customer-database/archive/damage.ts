import type { ByteRange } from './file-entry.ts';

/** Something in the archive that is not what it was, as near as it can be named. */
export interface Damage {
  day: string;
  /** Name of the file, or of the manifest. */
  file: string;
  reason: string;
  detail: string;
  bytes?: ByteRange;
  /** Rows of the file. */
  rows?: { from: number; until: number };
  /** The packet that cannot be had, or not be trusted. */
  record?: { node: string; seq: number; payloadHash: string };
}

/** One line for people. */
export function damageText({ day, file, reason, detail, bytes, rows, record }: Damage): string {
  const where = [
    ...(bytes ? [`bytes ${bytes.from} to ${bytes.until - 1}`] : []),
    ...(rows ? [rowsText(rows)] : []),
    ...(record ? [`packet ${record.seq} of ${record.node} (${record.payloadHash})`] : []),
  ];
  return `${day}/${file}${where.length > 0 ? `, ${where.join(', ')}` : ''}: ${reason}: ${detail}`;
}

function rowsText({ from, until }: { from: number; until: number }): string {
  return until - from === 1 ? `row ${from}` : `rows ${from} to ${until - 1}`;
}
