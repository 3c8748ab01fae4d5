import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { payloadHashOf, type SignedMessage } from '@access-layer/core/message';
import type { Reading } from '@access-layer/core/payloads/measurement';
import type { Verdict } from '@access-layer/core/payloads/verdict';
import { measurementDay } from '@access-layer/core/time';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import { applyVerdict, type VerdictEffect } from './apply-verdict.ts';
import { type Dropped, dropPackets } from './drop-packets.ts';
import { OUTBOX_SCHEMA } from './outbox-schema.ts';

/** Where the next packet goes in the node's chain. */
export interface Link {
  seq: number;
  /** payloadHash of `seq - 1`. */
  prev: Hex;
  /** When the packet before was signed; 0 before the first. */
  previousSignedAtMs: number;
}

/** Signs a packet for its place in the chain. */
export type Sign = (link: Link) => { message: SignedMessage; signedAtMs: number };

export interface QueuedPacket extends SignedMessage {
  seq: number;
}

/** What is put down in one transaction: all of it or nothing. */
export interface Entry {
  readings: readonly Reading[];
  /** Written with them: what the recorder has to know over a restart. */
  memory?: object;
  /** Where the same may be told again: an entry whose key is known is left out. */
  key?: string | undefined;
  /** When it came in, ms since 1970; the time of each reading unless given. */
  recordedAtMs?: number;
}

/** Readings that wait to be packed, in the order measured. */
export interface PendingReading {
  id: number;
  day: string;
  atMs: number;
  json: string;
}

export interface OutboxCounts {
  measured: number;
  meterErrors: number;
  signed: number;
  pending: number;
  queued: number;
  held: number;
  acknowledged: number;
  anchored: number;
  refused: number;
  /** Given up when there was no room. */
  dropped: number;
}

/** Why a node publishes no more until an operator acts. */
export interface Halt {
  reason: 'sequence-fork' | 'state-lost';
  at: string;
  detail: string;
}

export type Outbox = ReturnType<typeof openOutbox>;

/**
 * The durable half of a node: readings, packets and the place in the chain. Every method that writes has committed and
 * fsynced when it returns. Times are real milliseconds since 1970 unless named otherwise.
 * @throws AccessLayerError LN_OUTBOX_FOREIGN where the file belongs to another node or network
 */
export function openOutbox(file: string, identity: { network: string; node: string }) {
  const database = openDatabase(file);
  database.exec(OUTBOX_SCHEMA);
  claim(database, file, identity);
  const statements = prepare(database);
  const chain = () => statements.chain.get() as unknown as ChainRow;

  /** Wants an open transaction. */
  function queueSigned(sign: Sign): number {
    const { nextSeq, prev, signedAtMs: previousSignedAtMs } = chain();
    const { message, signedAtMs } = sign({ seq: nextSeq, prev, previousSignedAtMs });
    const hash = payloadHashOf(message.payload);
    statements.queue.run(nextSeq, hash, message.signature, message.payload);
    statements.moveChain.run(nextSeq + 1, hash, signedAtMs);
    return nextSeq;
  }

  return {
    /** Keeps what was measured until it is packed. False where its key says that it was recorded before. */
    record({ readings, memory, key, recordedAtMs }: Entry): boolean {
      return transaction(database, () => {
        if (!isNew(statements, key)) return false;
        for (const reading of readings) {
          const failed = (reading.quality as readonly string[]).includes('meter-error') ? 1 : 0;
          const atMs = recordedAtMs ?? Date.parse(reading.at);
          statements.addReading.run(measurementDay(reading), atMs, JSON.stringify(reading));
          statements.countReading.run(1 - failed, failed);
        }
        if (memory) statements.remember.run(JSON.stringify(memory));
        return true;
      });
    },

    /** What `record` was given last as memory; undefined in the first life of a node. */
    memory: (): unknown =>
      JSON.parse((statements.memory.get() as { json: string } | undefined)?.json ?? 'null') ?? undefined,

    pendingReadings: (limit: number) => statements.pendingReadings.all(limit) as unknown as PendingReading[],

    /**
     * Signs one packet over pending readings (or none, for an event) and queues it: one transaction, one fsync.
     * `sign` is given the place in the chain and gives the message; if it throws, nothing has happened. Undefined where
     * the key says that it was recorded before.
     */
    sign(readingIds: readonly number[], sign: Sign, key?: string): number | undefined {
      return transaction(database, () => {
        if (!isNew(statements, key)) return undefined;
        const seq = queueSigned(sign);
        for (const id of readingIds) statements.dropReading.run(id);
        return seq;
      });
    },

    /** For what changes together with the packets that tell of it: one transaction, one fsync, all or nothing. */
    atomically<T>(work: (database: DatabaseSync, queueSigned: (sign: Sign) => number) => T): T {
      return transaction(database, () => work(database, queueSigned));
    },

    /** Packets to publish, in rising order after a sequence number: queued ones, and held ones whose time has come. */
    due: (afterSeq: number, limit: number, nowMs = Date.now()) =>
      statements.due.all(afterSeq, nowMs, limit) as unknown as QueuedPacket[],

    /** The broker's PUBACK is the receipt: checked and on disk there. Kept here until anchored. */
    acknowledge(seqs: readonly number[], nowMs = Date.now()): void {
      transaction(database, () => {
        for (const seq of seqs) statements.acknowledge.run(nowMs, seq);
      });
    },

    /** Acts on a verdict that has been checked: erases what is anchored, holds or refuses what is rejected. */
    apply(verdict: Verdict, nowMs = Date.now()): VerdictEffect {
      return transaction(database, () => applyVerdict(database, verdict, nowMs));
    },

    /** What is in use, and what is free inside the file. */
    space(): { usedBytes: number; freeInsideBytes: number } {
      const { pages, free, size } = statements.space.get() as Record<'pages' | 'free' | 'size', number>;
      return { usedBytes: (pages - free) * size, freeInsideBytes: free * size };
    },

    /** Gives up the oldest packets to make room; undefined where there are none to give up. */
    drop: (what: { bytes: number; unsentToo: boolean; nowMs: number }): Dropped | undefined =>
      transaction(database, () => dropPackets(database, what)),

    halt(): Halt | undefined {
      const { halt } = chain();
      return halt ? (JSON.parse(halt) as Halt) : undefined;
    },

    /** Issue time of the latest verdict, milliseconds since 1970. */
    verdictAtMs: () => chain().verdictAtMs ?? undefined,

    /** Latest time this node has signed with, by its own clock: a clock below it has gone back. */
    signedAtMs: () => chain().signedAtMs,

    counts(): OutboxCounts {
      const { measured, meterErrors, nextSeq, anchored } = chain();
      const states = Object.fromEntries(
        (statements.states.all() as { state: string; packets: number }[]).map((row) => [
          row.state,
          row.packets,
        ]),
      );
      const one = (row: unknown) => (row as { n: number }).n;
      const dropped = statements.countDropped.get() as { packets: number; unsent: number };
      return {
        measured,
        meterErrors,
        signed: nextSeq,
        pending: one(statements.countPending.get()),
        queued: states.queued ?? 0,
        held: states.held ?? 0,
        acknowledged: (states.acknowledged ?? 0) + anchored + dropped.packets - dropped.unsent,
        anchored,
        refused: one(statements.countRefused.get()),
        dropped: dropped.packets,
      };
    },

    close: () => database.close(),
  };
}

interface ChainRow {
  network: string;
  node: string;
  nextSeq: number;
  prev: Hex;
  signedAtMs: number;
  measured: number;
  meterErrors: number;
  anchored: number;
  verdictAtMs: number | null;
  halt: string | null;
}

function prepare(database: DatabaseSync) {
  return {
    chain: database.prepare('SELECT * FROM chain'),
    addReading: database.prepare('INSERT INTO reading (day, atMs, json) VALUES (?, ?, ?)'),
    countReading: database.prepare('UPDATE chain SET measured = measured + ?, meterErrors = meterErrors + ?'),
    pendingReadings: database.prepare('SELECT id, day, atMs, json FROM reading ORDER BY id LIMIT ?'),
    memory: database.prepare('SELECT json FROM memory'),
    remember: database.prepare('INSERT OR REPLACE INTO memory VALUES (0, ?)'),
    addKey: database.prepare('INSERT OR IGNORE INTO recorded (key) VALUES (?)'),
    trimKeys: database.prepare('DELETE FROM recorded WHERE id <= ?'),
    dropReading: database.prepare('DELETE FROM reading WHERE id = ?'),
    queue: database.prepare(
      `INSERT INTO packet (seq, payloadHash, signature, payload, state) VALUES (?, ?, ?, ?, 'queued')`,
    ),
    moveChain: database.prepare('UPDATE chain SET nextSeq = ?, prev = ?, signedAtMs = max(signedAtMs, ?)'),
    due: database.prepare(
      `SELECT seq, signature, payload FROM packet
       WHERE state <> 'acknowledged' AND seq > ? AND (state = 'queued' OR retryAtMs <= ?) ORDER BY seq LIMIT ?`,
    ),
    acknowledge: database.prepare(
      `UPDATE packet SET state = 'acknowledged', acknowledgedAtMs = ?, retryAtMs = NULL WHERE seq = ?`,
    ),
    states: database.prepare('SELECT state, count(*) AS packets FROM packet GROUP BY state'),
    countPending: database.prepare('SELECT count(*) AS n FROM reading'),
    space: database.prepare(
      `SELECT page_count AS pages, freelist_count AS free, page_size AS size
       FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`,
    ),
    countDropped: database.prepare(
      'SELECT coalesce(sum(packets), 0) AS packets, coalesce(sum(unsent), 0) AS unsent FROM dropped',
    ),
    countRefused: database.prepare('SELECT count(*) AS n FROM refused'),
  };
}

/** Keys that are remembered: at one message a quarter-hour and kind, this is months. */
const KEYS_KEPT = 20_000;

function isNew({ addKey, trimKeys }: ReturnType<typeof prepare>, key: string | undefined): boolean {
  if (key === undefined) return true;
  const { changes, lastInsertRowid } = addKey.run(key);
  if (changes === 0) return false;
  trimKeys.run(Number(lastInsertRowid) - KEYS_KEPT);
  return true;
}

/** A sequence belongs to one node on one network for ever: a file that was copied or mixed up is refused. */
function claim(
  database: DatabaseSync,
  file: string,
  { network, node }: { network: string; node: string },
): void {
  database
    .prepare(
      `INSERT OR IGNORE INTO chain VALUES (0, ?, ?, 0, '0x${'00'.repeat(32)}', 0, 0, 0, 0, NULL, NULL)`,
    )
    .run(network, node);
  const owner = database.prepare('SELECT network, node FROM chain').get() as {
    network: string;
    node: string;
  };
  if (owner.network === network && owner.node === node) return;
  database.close();
  throw new AccessLayerError({
    code: 'LN_OUTBOX_FOREIGN',
    message: `outbox ${file} belongs to node ${owner.node} on ${owner.network}; the configuration says ${node} on ${network}. A node's data folder is never given to another: use a fresh dataDir`,
  });
}
