import type { Hex } from '@access-layer/core/bytes';

/** Why a record was not stored, or a batch not anchored. */
export const QUARANTINE_REASONS = [
  'malformed-record',
  'malformed',
  'too-large',
  'unsupported-version',
  'wrong-network',
  'bad-signature',
  'not-included',
  'batch-conflict',
  'leaf-conflict',
  'outside-window',
  'tree-mismatch',
  'sequence-fork',
  'wrong-contract',
  'anchor-mismatch',
  'batch-contradicted',
  'malformed-opening',
  'unverifiable',
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** Where in a stream something stood. */
export interface Position {
  topic: string;
  partition: number;
  offset: number;
  timestampMs: number;
}

export interface Quarantined extends Position {
  reason: QuarantineReason;
  detail: string;
  /** The record as it came. */
  evidence: string;
  about?: QuarantineSubject;
}

/** What is known of a refused record, as far as it could be read. */
export interface QuarantineSubject {
  pod?: string;
  node?: string;
  meter?: string;
  seq?: number;
  timeMs?: number;
  payloadHash?: Hex;
  anchorer?: Hex;
  index?: number;
  root?: Hex;
}

/** Evidence is kept whole up to here: a payload has 64 KiB, its spelling in JSON up to twice that, a proof 4 KiB. */
export const MAX_EVIDENCE_CHARACTERS = 262_144;

/**
 * What makes two refusals the same one: a fork is one however often it comes, a batch's fault too; anything else is
 * its position in the stream.
 */
export function onceKey({ reason, topic, partition, offset, about = {} }: Quarantined): string {
  if (reason === 'sequence-fork') return `fork ${about.node} ${about.seq} ${about.payloadHash}`;
  if (reason === 'tree-mismatch' || reason === 'batch-contradicted') {
    return `${reason} ${about.anchorer} ${about.index} ${about.root}`;
  }
  return `${topic} ${partition} ${offset}`;
}
