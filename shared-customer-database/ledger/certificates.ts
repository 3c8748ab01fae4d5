import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import type { VerifiedStatement } from '../ingest/verified-record.ts';
import { blobOf, hexOf } from '../sql-hex.ts';
import type { PlaceInBatch } from '../store.ts';
import { createStatements } from './statements.ts';

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
  CREATE UNIQUE INDEX IF NOT EXISTS certificate_payload ON certificate (payload_hash);`;

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

    ofPayload: (payloadHash: Hex) =>
      one(sql('SELECT * FROM certificate WHERE payload_hash = ?').get(blobOf(payloadHash))),
  };
}

export type Certificates = ReturnType<typeof createCertificates>;

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
