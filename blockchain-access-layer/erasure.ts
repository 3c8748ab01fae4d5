import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { fromHex } from '@access-layer/core/bytes';
import { toErasedRecord } from '@access-layer/core/erased-record';
import { type ErasedPeriod, erasureSubjectOf, isErased } from '@access-layer/core/erasure';
import { AccessLayerError } from '@access-layer/core/errors';
import { payloadHashOf } from '@access-layer/core/message';
import { type CertifiedRecord, TOPICS } from '@access-layer/core/record';
import type { ErasureOrder } from '@access-layer/kit/erasure';
import { emptyLog, transaction } from '@access-layer/kit/sqlite';
import type { Stream, StreamRecord } from '@access-layer/kit/stream';
import type { HashIndex } from './hash-index.ts';
import { splitMessage } from './publish.ts';

export interface ErasureParts {
  database: DatabaseSync;
  stream: Pick<Stream, 'rewrite'>;
  hashIndex: Pick<HashIndex, 'find'>;
  /** What detectors remember of the meters of a PoD. */
  forgetPod: (pod: string) => void;
  /** Carries what waits to the stream, so that nothing comes there afterwards. */
  relay: () => Promise<void>;
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS erased_period (
  erasure TEXT PRIMARY KEY, pod TEXT NOT NULL, from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
  ordered_at INTEGER NOT NULL, scanned_id INTEGER NOT NULL) STRICT`;
const ROWS_A_TURN = 500;
/** A window is sealed and published every few seconds. */
const PUBLISHED_WITHIN_MS = 60_000;
const LOOK_MS = 100;

interface MessageRow {
  id: number;
  message: Uint8Array;
}

/**
 * Destroys what the log, the evidence and the streams hold of a PoD in a time. Numbers, hashes and places in batches
 * stay: duplicates are recognised, sequences have no gap, and every other proof verifies.
 */
export function createErasure({ database, stream, hashIndex, forgetPod, relay }: ErasureParts) {
  database.exec(SCHEMA);
  const add = database.prepare('INSERT OR IGNORE INTO erased_period VALUES (?, ?, ?, ?, ?, 0)');
  const periods = database.prepare(
    `SELECT erasure, pod, from_ms AS fromMs, until_ms AS untilMs, ordered_at AS orderedAtMs, scanned_id AS scannedId
     FROM erased_period`,
  );
  const scanned = database.prepare('UPDATE erased_period SET scanned_id = ? WHERE erasure = ?');
  const lastId = database.prepare('SELECT max(id) AS id FROM packet');
  const publishedId = database.prepare(
    `SELECT coalesce((SELECT first_id - 1 FROM batch WHERE published_at IS NULL ORDER BY idx LIMIT 1),
       (SELECT max(last_id) FROM batch), 0) AS id`,
  );
  // The stream key of a read ledger is who signs it, not the PoD.
  const candidates = database.prepare(
    `SELECT id, message FROM packet WHERE id > ? AND id <= ? AND length(message) > 0
       AND (pod = ? OR id IN (SELECT packet_id FROM sender_message WHERE type = 'read-ledger'))
     ORDER BY id LIMIT ${ROWS_A_TURN}`,
  );
  const destroy = database.prepare("UPDATE packet SET message = X'' WHERE id = ?");
  const drop = database.prepare(
    "UPDATE set_point SET state = 'expired' WHERE packet_id = ? AND state = 'waiting'",
  );

  const numberOf = (row: unknown) => (row as { id: number | null }).id ?? 0;

  /** What is not on the stream yet would have to be published first. */
  async function publishedThrough(id: number): Promise<void> {
    const deadline = performance.now() + PUBLISHED_WITHIN_MS;
    while (numberOf(publishedId.get()) < id) {
      if (performance.now() > deadline)
        throw waits(`packets up to ${id} are to be erased and not published yet`);
      await delay(LOOK_MS);
    }
  }

  async function eraseLog(period: ErasedPeriod, fromId: number, throughId: number): Promise<number> {
    let erased = 0;
    for (let after = fromId; ; await nextTurn()) {
      const rows = candidates.all(after, throughId, period.pod) as unknown as MessageRow[];
      if (rows.length === 0) return erased;
      after = rows.at(-1)!.id;
      const found = rows.filter(({ message }) =>
        isErased([period], erasureSubjectOf(splitMessage(message).payload)),
      );
      transaction(database, () => {
        for (const { id } of found) {
          destroy.run(id);
          drop.run(id);
        }
      });
      erased += found.length;
    }
  }

  /** What was refused or waits: it need not be readable to be about the PoD. */
  function eraseEvidence(period: ErasedPeriod): number {
    const isAbout = (message: Uint8Array) => {
      const { payload } = splitMessage(message);
      const subject = erasureSubjectOf(payload);
      return subject ? isErased([period], subject) : payload.includes(period.pod);
    };
    let erased = 0;
    for (const table of ['fork', 'quarantine', 'held']) {
      const rows = database
        .prepare(`SELECT id, message FROM ${table} WHERE length(message) > 0`)
        .all() as unknown as MessageRow[];
      const found = rows.filter(({ message }) => isAbout(message));
      for (const { id } of found) {
        if (table === 'held') database.prepare('DELETE FROM held WHERE id = ?').run(id);
        else database.prepare(`UPDATE ${table} SET message = X'' WHERE id = ?`).run(id);
      }
      erased += found.length;
    }
    return erased;
  }

  function eraseAnomalies({ pod, fromMs, untilMs }: ErasedPeriod): number {
    const sql = `UPDATE anomaly SET details = '{}', evidence = '[]'
      WHERE pod = ? AND last_at >= ? AND first_at < ? AND details <> '{}'`;
    return Number(database.prepare(sql).run(pod, fromMs, untilMs).changes);
  }

  async function eraseStreams(period: ErasedPeriod): Promise<number> {
    if (!stream.rewrite) return 0;
    const packets = await stream.rewrite(TOPICS.packets, (record) => tombstoneOf(record, period));
    let waiting = 0;
    const statements = await stream.rewrite(TOPICS.statements, ({ value }) => {
      const payload = payloadIn(value);
      if (!isErased([period], erasureSubjectOf(payload))) return undefined;
      // A message that is not in the log yet would leave a gap in its sender's numbers.
      if (hashIndex.find(fromHex(payloadHashOf(payload))) !== undefined) return null;
      waiting++;
      return undefined;
    });
    if (waiting > 0) throw waits(`${waiting} statements are to be erased and not in the log yet`);
    const anomalies = await stream.rewrite(TOPICS.anomalies, ({ value }) => {
      return isAnomalyIn(value, period) ? null : undefined;
    });
    return packets + statements + anomalies;
  }

  return {
    /** Carries out one order, as far as anything of it is here now. */
    async erase({ erasure, ...period }: ErasureOrder): Promise<Record<string, number>> {
      add.run(erasure, period.pod, period.fromMs, period.untilMs, period.orderedAtMs);
      const through = numberOf(lastId.get());
      await publishedThrough(through);
      await relay();
      const log = await eraseLog(period, 0, through);
      const evidence = transaction(database, () => eraseEvidence(period) + eraseAnomalies(period));
      forgetPod(period.pod);
      const streams = await eraseStreams(period);
      scanned.run(through, erasure);
      await emptyLog(database);
      return { log, evidence, streams };
    },

    /** Erases what has come since for periods that were erased: a node may send its backlog late. */
    async eraseLate(): Promise<void> {
      const through = numberOf(publishedId.get());
      const all = periods.all() as unknown as (ErasedPeriod & { erasure: string; scannedId: number })[];
      for (const { erasure, scannedId, ...period } of all) {
        if (scannedId >= through) continue;
        if ((await eraseLog(period, scannedId, through)) > 0) {
          forgetPod(period.pod);
          await eraseStreams(period);
          await emptyLog(database);
        }
        scanned.run(through, erasure);
      }
    },
  };
}

function waits(what: string): AccessLayerError {
  return new AccessLayerError({
    code: 'BAL_ERASURE_WAITS',
    message: `${what}; it is tried again`,
    retryable: true,
  });
}

export type Erasure = ReturnType<typeof createErasure>;

/** What stands in the place of a record of `packets`: its hashes and its place in its batch. */
function tombstoneOf({ value }: StreamRecord, period: ErasedPeriod): string | undefined {
  if (!value.includes(period.pod)) return undefined;
  const record = JSON.parse(value) as CertifiedRecord;
  if (record.payload === undefined || !isErased([period], erasureSubjectOf(record.payload))) return undefined;
  return JSON.stringify(toErasedRecord(record));
}

function payloadIn(value: string): string {
  try {
    return String((JSON.parse(value) as { payload?: unknown }).payload);
  } catch {
    return '';
  }
}

function isAnomalyIn(value: string, { pod, fromMs, untilMs }: ErasedPeriod): boolean {
  try {
    const said = JSON.parse(value) as { pod?: string; at?: number };
    return said.pod === pod && said.at !== undefined && said.at >= fromMs && said.at < untilMs;
  } catch {
    return false;
  }
}
