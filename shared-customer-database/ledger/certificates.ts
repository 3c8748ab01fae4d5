import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { formatTime } from '@access-layer/core/time';
import type { VerifiedStatement } from '../ingest/verified-record.ts';
import { blobOf, hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';
import type { PlaceInBatch } from '../store.ts';

/**
 * Certificates of the signed messages of parties, services and the DSO Technical Platform, with their texts, so that a
 * proof needs nothing else. `chain` and `seq` are the place in the sender's own numbering.
 */
export const CERTIFICATE_SCHEMA = `
  CREATE TABLE IF NOT EXISTS certificate (
    chain TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, kind TEXT NOT NULL, sender TEXT, signer BLOB NOT NULL,
    payload TEXT NOT NULL, signature TEXT NOT NULL, payload_hash BLOB NOT NULL, message_hash BLOB NOT NULL,
    received_at_ms INTEGER NOT NULL, anchorer BLOB NOT NULL, batch_index INTEGER NOT NULL, root BLOB NOT NULL,
    count INTEGER NOT NULL, leaf_index INTEGER NOT NULL, PRIMARY KEY (chain, seq)
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS certificate_payload ON certificate (payload_hash);
  CREATE INDEX IF NOT EXISTS set_point_time ON certificate (chain, json_extract(payload, '$.from'),
    json_extract(payload, '$.until'), seq) WHERE type = 'set-point' AND payload <> '';`;

/** First certificate of a signed message. Times in milliseconds. */
export interface Certificate {
  chain: string;
  seq: number;
  type: string;
  kind: 'party' | 'service' | 'set-point-signer';
  sender: string | undefined;
  signer: Hex;
  payload: string;
  signature: Hex;
  payloadHash: Hex;
  messageHash: Hex;
  receivedAtMs: number;
  batch: PlaceInBatch;
}

interface Row {
  chain: string;
  seq: number;
  type: string;
  kind: Certificate['kind'];
  sender: string | null;
  signer: Uint8Array;
  payload: string;
  signature: Hex;
  payload_hash: Uint8Array;
  message_hash: Uint8Array;
  received_at_ms: number;
  anchorer: Uint8Array;
  batch_index: number;
  root: Uint8Array;
  count: number;
  leaf_index: number;
}

const ADD = `INSERT INTO certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** When a set-point is in force, without its contents. Times in milliseconds. */
export interface SetPointTime {
  seq: number;
  messageHash: Hex;
  mode: string;
  fromMs: number;
  untilMs: number;
}

/** Texts of times in payloads have one form, so they have the order of the times. */
const TIMED = `FROM certificate WHERE chain = ? AND type = 'set-point' AND payload <> ''
  AND json_extract(payload, '$.from')`;
const TIMES = `SELECT seq, message_hash AS hash, json_extract(payload, '$.mode') AS mode,
  json_extract(payload, '$.from') AS begins, json_extract(payload, '$.until') AS ends ${TIMED}`;

/** Certificates in the ledger's database; writes want its open transaction. */
export function createCertificates(database: DatabaseSync) {
  const sql = createStatements(database);
  const one = (row: unknown) => (row ? toCertificate(row as Row) : undefined);
  return {
    /** Adds one; false where its place is taken. */
    add({ place, batch, ...statement }: VerifiedStatement): boolean {
      const { type, signer, payload, signature, payloadHash, messageHash, receivedAtMs } = statement;
      const { changes } = sql(ADD).run(
        ...[
          place.chain,
          place.seq,
          type,
          place.kind,
          place.sender ?? null,
          blobOf(signer),
          payload,
          signature,
        ],
        ...[blobOf(payloadHash), blobOf(messageHash), receivedAtMs],
        ...[blobOf(batch.anchorer), batch.index, blobOf(batch.root), batch.count, batch.leafIndex],
      );
      return changes > 0;
    },

    /** What stands at a place of a chain. */
    at: (chain: string, seq: number) =>
      one(sql('SELECT * FROM certificate WHERE chain = ? AND seq = ?').get(chain, seq)),

    /** Those of a chain behind a number, in rising order. */
    ofChain: (chain: string, afterSeq: number, limit: number): Certificate[] =>
      (
        sql('SELECT * FROM certificate WHERE chain = ? AND seq > ? ORDER BY seq LIMIT ?').all(
          ...[chain, afterSeq, limit],
        ) as unknown as Row[]
      ).map(toCertificate),

    /** Set-points of a chain that begin in from ≤ t < until, in the order of their numbers; erased ones are not there. */
    setPointsFrom: (chain: string, fromMs: number, untilMs: number): Certificate[] =>
      (
        sql(`SELECT * ${TIMED} >= ? AND json_extract(payload, '$.from') < ? ORDER BY seq`).all(
          ...[chain, formatTime(fromMs), formatTime(untilMs)],
        ) as unknown as Row[]
      ).map(toCertificate),

    /** When set-points of a chain are in force that begin before an instant and end behind another. */
    setPointTimes: (chain: string, beginBeforeMs: number, endAfterMs: number): SetPointTime[] =>
      (
        sql(`${TIMES} < ? AND json_extract(payload, '$.until') > ? ORDER BY seq`).all(
          ...[chain, formatTime(beginBeforeMs), formatTime(endAfterMs)],
        ) as unknown as TimeRow[]
      ).map(toTime),

    /** The same of higher number than one, whenever they end. */
    setPointsBehind: (chain: string, seq: number, beginBeforeMs: number): SetPointTime[] =>
      (
        sql(`${TIMES} < ? AND seq > ? ORDER BY seq`).all(
          ...[chain, formatTime(beginBeforeMs), seq],
        ) as unknown as TimeRow[]
      ).map(toTime),

    ofPayload: (payloadHash: Hex) =>
      one(sql('SELECT * FROM certificate WHERE payload_hash = ?').get(blobOf(payloadHash))),
  };
}

export type Certificates = ReturnType<typeof createCertificates>;

interface TimeRow {
  seq: number;
  hash: Uint8Array;
  mode: string;
  begins: string;
  ends: string;
}

function toTime({ seq, hash, mode, begins, ends }: TimeRow): SetPointTime {
  return { seq, mode, messageHash: hexOf(hash), fromMs: Date.parse(begins), untilMs: Date.parse(ends) };
}

function toCertificate(row: Row): Certificate {
  const { chain, seq, type, kind, sender, payload, signature } = row;
  return {
    ...{ chain, seq, type, kind, payload, signature },
    sender: sender ?? undefined,
    signer: hexOf(row.signer),
    payloadHash: hexOf(row.payload_hash),
    messageHash: hexOf(row.message_hash),
    receivedAtMs: row.received_at_ms,
    batch: {
      anchorer: hexOf(row.anchorer),
      index: row.batch_index,
      root: hexOf(row.root),
      count: row.count,
      leafIndex: row.leaf_index,
    },
  };
}
