/**
 * Tables of one node's outbox. What is measured is on disk before it is packed, and a packet is made, signed and put
 * here in the one transaction that moves `chain`: after any crash the sequence has no gap and no number twice.
 *
 *   reading  measured, waiting to be packed; atMs is when it was recorded
 *   memory   what the recorder has to know over a restart, written with the reading that it belongs to
 *   recorded keys of what a meter may say again, so that it is recorded once
 *   packet   signed: `queued`, `acknowledged` (PUBACK), or `held` (rejected for a reason that time can heal)
 *   refused  evidence of what was finally refused
 *   dropped  what was given up when there was no room
 */
export const OUTBOX_SCHEMA = `
CREATE TABLE IF NOT EXISTS chain (
  id INTEGER PRIMARY KEY CHECK (id = 0),
  network TEXT NOT NULL,
  node TEXT NOT NULL,
  nextSeq INTEGER NOT NULL,
  prev TEXT NOT NULL,
  signedAtMs INTEGER NOT NULL,
  measured INTEGER NOT NULL,
  meterErrors INTEGER NOT NULL,
  anchored INTEGER NOT NULL,
  verdictAtMs INTEGER,
  halt TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS reading (
  id INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
  atMs INTEGER NOT NULL,
  json TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS memory (
  id INTEGER PRIMARY KEY CHECK (id = 0),
  json TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS recorded (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE IF NOT EXISTS packet (
  seq INTEGER PRIMARY KEY,
  payloadHash TEXT NOT NULL,
  signature TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'acknowledged', 'held')),
  acknowledgedAtMs INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  retryAtMs INTEGER,
  reason TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS packet_due ON packet (seq) WHERE state <> 'acknowledged';
CREATE TABLE IF NOT EXISTS refused (
  seq INTEGER NOT NULL,
  payloadHash TEXT NOT NULL,
  signature TEXT NOT NULL,
  payload TEXT NOT NULL,
  reason TEXT NOT NULL,
  refusedAtMs INTEGER NOT NULL,
  PRIMARY KEY (seq, payloadHash)
) STRICT;
CREATE TABLE IF NOT EXISTS dropped (
  id INTEGER PRIMARY KEY,
  fromSeq INTEGER NOT NULL,
  toSeq INTEGER NOT NULL,
  packets INTEGER NOT NULL,
  unsent INTEGER NOT NULL,
  atMs INTEGER NOT NULL
) STRICT;
PRAGMA user_version = 1;
`;
