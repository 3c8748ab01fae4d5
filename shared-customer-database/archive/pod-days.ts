import { messageOf } from '@access-layer/core/errors';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Archive } from '../archive.ts';
import type { BatchReader } from '../batches/batch-reader.ts';
import type { BatchKey } from '../batches/batches.ts';
import { createProofCheck } from '../ingest/proof-check.ts';
import type { VerifiedRecord } from '../ingest/verified-record.ts';
import type { RecordRules } from '../ingest/verify-record.ts';
import { type ArchivedBatch, batchKey, readBatches } from './batch-columns.ts';
import { checkRow } from './check-row.ts';
import { currentManifest } from './commit-part.ts';
import { type DuckRow, rowsOf, sqlText } from './duck.ts';
import type { ArchivePart } from './manifest.ts';
import { PACKET_SELECT, toArchivedRow } from './packet-columns.ts';

export interface PodDaysOptions {
  archive: Archive;
  batches: Pick<BatchReader, 'anchorOf'>;
  rules: RecordRules;
}

/** What the archive holds of a PoD on a day. */
export interface PodDay {
  /** As they would have come from the stream: each is checked, and its batch is one that the chain was seen to hold. */
  packets: VerifiedRecord[];
  /** What cannot be had or not be trusted: numbers where the file still tells them. */
  damaged: { node?: string; seq?: number; detail: string }[];
}

const MEMORY = '128MB';
/** Payloads that are remembered, in characters. */
const MOST_REMEMBERED = 32_000_000;

/**
 * Reads single PoDs from the archive, without bringing whole days back. Those read last are remembered as long as the
 * manifest is the same: after an erasure it is another.
 */
export function createPodDays({ archive, batches, rules }: PodDaysOptions) {
  const remembered = new Map<string, PodDay & { size: number }>();
  const includes = createProofCheck();
  let opened: ReturnType<typeof open> | undefined;
  let size = 0;

  async function readPart(day: string, part: ArchivePart, pod: string, found: PodDay): Promise<void> {
    opened ??= open();
    const { duck } = await opened;
    const [packets, trees] = [part.files.packets.name, part.files.batches.name];
    const [file, treeFile] = await Promise.all([packets, trees].map((name) => archive.openFile(day, name)));
    try {
      const select = `SELECT ${PACKET_SELECT} FROM read_parquet(${sqlText(file!.path)})`;
      const rows = await rowsOf(duck, `${select} WHERE pod = ${sqlText(pod)} ORDER BY "from", node, seq`);
      if (rows.length === 0) return;
      const known = await readBatches(duck, treeFile!.path, namesOf(rows));
      for (const row of rows) take(day, row, known, found);
    } finally {
      await file!.release();
      await treeFile!.release();
    }
  }

  function take(day: string, row: DuckRow, known: Map<string, ArchivedBatch>, found: PodDay): void {
    const packet = toArchivedRow(row);
    const batch = known.get(batchKey(packet.anchorer, packet.batch));
    const isAnchored = batch && batches.anchorOf(batch.anchor as BatchKey) !== undefined;
    const verdict = checkRow(packet, isAnchored ? batch : undefined, { rules, day, includes });
    const { node, seq } = packet;
    if (!verdict.ok) found.damaged.push({ node, seq, detail: `${verdict.reason}: ${verdict.detail}` });
    else if (verdict.verified) found.packets.push(verdict.verified);
  }

  function remember(key: string, { packets, damaged }: PodDay): PodDay {
    const own = packets.reduce((sum, { payload }) => sum + payload.length, 1);
    remembered.set(key, { packets, damaged, size: own });
    size += own;
    for (const [oldest, { size: gone }] of remembered) {
      if (size <= MOST_REMEMBERED || oldest === key) break;
      remembered.delete(oldest);
      size -= gone;
    }
    return { packets, damaged };
  }

  return {
    async packetsOf(pod: string, day: string): Promise<PodDay> {
      const found: PodDay = { packets: [], damaged: [] };
      try {
        const current = await currentManifest(archive, day);
        if (!current) return found;
        const key = `${pod} ${day} ${current.manifest.version}`;
        const known = remembered.get(key);
        if (known) return known;
        for (const part of current.manifest.parts) await readPart(day, part, pod, found);
        return remember(key, found);
      } catch (error) {
        // What it was is not known: whoever counts on this day misses something.
        return { ...found, damaged: [...found.damaged, { detail: messageOf(error) }] };
      }
    },
    async close(): Promise<void> {
      const room = await opened;
      room?.duck.closeSync();
      room?.instance.closeSync();
    },
  };
}

export type PodDays = ReturnType<typeof createPodDays>;

async function open() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: MEMORY });
  const duck = await instance.connect();
  await duck.run("SET TimeZone = 'UTC'");
  await duck.run('SET enable_external_file_cache = false');
  return { instance, duck };
}

/** The batches of some rows, as a condition. */
function namesOf(rows: DuckRow[]): string {
  const keys = new Set(rows.map(({ anchorer, batch }) => `(${sqlText(String(anchorer))}, ${Number(batch)})`));
  return `(anchorer, batch) IN (${[...keys].join(', ')})`;
}
