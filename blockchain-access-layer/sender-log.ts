import type { DatabaseSync } from 'node:sqlite';
import { toHex } from '@access-layer/core/bytes';
import { isHealing, type Reason } from '@access-layer/core/reason';
import type { RefusedStatement } from '@access-layer/core/refused-statement';
import { typeOfRefusal } from './anomalies/anomaly-types.ts';
import type { Anomalies } from './anomaly.ts';
import type { KeyDirectory } from './key-directory.ts';
import type { NodeSequence, NodeSequences } from './node-sequences.ts';
import { PAYLOAD_START, type RefusedMessage } from './verify-message.ts';
import type { VerifiedSenderMessage } from './verify-sender-message.ts';

/** Why a message of a sender is not accepted: a packet's reasons, and the two of a chain without gaps. */
export type SenderReason = Reason | 'sequence-gap' | 'broken-chain';

/** A message that may wait, and since when it does. */
export interface HeldMessage {
  id: number;
  message: Uint8Array;
  since: number;
  reason: SenderReason;
}

export interface RefusedSenderMessage {
  id: number;
  at: number;
  reason: SenderReason;
  detail: string;
  payloadHash: Uint8Array;
  message: Uint8Array;
}

export interface SenderLogParts {
  database: DatabaseSync;
  directory: Pick<KeyDirectory, 'checkListed'>;
  anomalies: Anomalies;
  /** Tells the sender, in the transaction that is open. */
  tellRefused: (refusal: RefusedStatement) => void;
  sequences: NodeSequences;
  /** How long a message waits for what time can heal: an opening that is on its way, or its predecessor. */
  holdMs: number;
  /** Appends to the log, in the transaction that is open. */
  insert: (entry: {
    chainId: number;
    key: string;
    verified: VerifiedSenderMessage;
    message: Uint8Array;
  }) => number;
}

/** Messages that wait at once; who sends more of these is refused. */
const MOST_HELD = 10_000;
/** Characters of a message that are kept as evidence: all of one that has the right size. */
const MOST_EVIDENCE_BYTES = 65_536 + PAYLOAD_START;

/**
 * Judges what parties, services and the DSO Technical Platform have signed, in the transaction of the log of packets.
 * The chain of a party or a service has no gap; a message whose predecessor or key is not known yet waits. What is
 * refused is kept with its reason.
 */
export function createSenderLog({
  database,
  directory,
  anomalies,
  tellRefused,
  sequences,
  holdMs,
  insert,
}: SenderLogParts) {
  const hold = database.prepare(
    `INSERT INTO held (payload_hash, since, reason, message) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET reason = excluded.reason`,
  );
  const heldSince = database.prepare('SELECT since FROM held WHERE payload_hash = ?');
  const release = database.prepare('DELETE FROM held WHERE payload_hash = ?');
  const heldCount = database.prepare('SELECT count(*) AS count FROM held');
  const held = database.prepare(
    'SELECT id, message, since, reason FROM held WHERE id > ? ORDER BY id LIMIT ?',
  );
  const quarantine = database.prepare('INSERT OR IGNORE INTO quarantine VALUES (NULL, ?, ?, ?, ?, ?)');
  const quarantined = database.prepare('SELECT * FROM quarantine WHERE id > ? ORDER BY id LIMIT ?');
  const count = database.prepare(
    'INSERT INTO refused_statement VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
  );
  const counts = database.prepare('SELECT reason, count FROM refused_statement ORDER BY reason');
  const note = database.prepare('INSERT INTO sender_message VALUES (?, ?, ?)');
  const placeOf = database.prepare('SELECT id FROM packet WHERE node_id = ? AND seq = ?');
  const lastOrdinal = database.prepare(
    'SELECT ordinal FROM sender_message WHERE packet_id <= ? ORDER BY packet_id DESC LIMIT 1',
  );

  function ordinalAt(packetId: number): number {
    return (lastOrdinal.get(packetId) as { ordinal: number } | undefined)?.ordinal ?? 0;
  }

  function refuse(
    message: Uint8Array,
    { reason, detail, payloadHash }: { reason: SenderReason; detail: string; payloadHash: Uint8Array },
    about: { chain: string; seq: number; pod: string | undefined },
    atMs: number,
  ): void {
    release.run(payloadHash);
    const { chain, seq, pod } = about;
    const details = { reason, detail: detail.slice(0, 500), payloadHash: toHex(payloadHash) };
    // Each time: a sender may have sent it again since.
    tellRefused({ ...details, chain, seq, at: atMs });
    const evidence = message.subarray(0, MOST_EVIDENCE_BYTES);
    // After a crash the same message comes again: it is one refusal, and is told once.
    if (quarantine.run(atMs, reason, detail.slice(0, 500), payloadHash, evidence).changes === 0) return;
    count.run(reason);
    anomalies.add({
      type: typeOfRefusal(reason),
      node: chain,
      subject: reason,
      ...(pod && { pod }),
      seq,
      at: atMs,
      details,
    });
  }

  /** Counts an entry that was just appended as one that is no packet of a Light Node. */
  function noteEntry(packetId: number, type: string): void {
    note.run(packetId, ordinalAt(packetId) + 1, type);
  }

  function accept(verified: VerifiedSenderMessage, message: Uint8Array, sequence: NodeSequence): number {
    const { place, type, payloadHash } = verified;
    const id = insert({ chainId: sequence.nodeId, key: place.streamKey, verified, message });
    noteEntry(id, type);
    release.run(payloadHash);
    if (place.seq < sequence.nextSeq) return id;
    sequence.nextSeq = place.seq + 1;
    sequence.lastPayloadHash = payloadHash;
    return id;
  }

  /** Why a message cannot be accepted now; undefined where it can. */
  function faultOf(
    { place, signer, payloadHash }: VerifiedSenderMessage,
    sequence: NodeSequence | undefined,
    atMs: number,
  ): { reason: SenderReason; detail: string; payloadHash: Uint8Array } | undefined {
    const fault = (reason: SenderReason, detail: string) => ({ reason, detail, payloadHash });
    const { kind, sender, chain, seq, prev } = place;
    const allowed = directory.checkListed({ kind, sender, signer }, atMs);
    if (!allowed.ok) return fault(allowed.reason, `signed by ${signer}, for ${chain}`);
    const taken = sequence && sequences.acceptedHash(sequence, seq);
    if (taken) return fault('sequence-fork', `number ${seq} of ${chain} is ${toHex(taken)} already`);
    if (prev === undefined) return undefined;
    const next = sequence?.nextSeq ?? 0;
    if (seq !== next) return fault('sequence-gap', `the next number of ${chain} is ${next}; this is ${seq}`);
    const last = sequence?.lastPayloadHash;
    if (!last || toHex(last) === prev) return undefined;
    return fault('broken-chain', `prev of number ${seq} of ${chain} must be ${toHex(last)}; it is ${prev}`);
  }

  function mayWait(reason: SenderReason, payloadHash: Uint8Array, atMs: number): boolean {
    if (reason !== 'sequence-gap' && !isHealing(reason as Reason)) return false;
    const since = heldSince.get(payloadHash) as { since: number } | undefined;
    if (since) return atMs - since.since < holdMs;
    return (heldCount.get() as { count: number }).count < MOST_HELD;
  }

  return {
    /** Accepts, holds or refuses one message; a repeat changes nothing. */
    judge(message: Uint8Array, verified: VerifiedSenderMessage | RefusedMessage, atMs: number): void {
      if (!verified.ok) {
        const about = { chain: 'statements', seq: verified.seq, pod: undefined };
        refuse(message, verified, about, atMs);
        return;
      }
      const { place, payloadHash } = verified;
      const sequence = sequences.find(place.chain);
      const accepted = sequence && sequences.acceptedHash(sequence, place.seq);
      if (accepted && Buffer.compare(accepted, payloadHash) === 0) {
        release.run(payloadHash);
        return;
      }
      const fault = faultOf(verified, sequence, atMs);
      if (!fault) accept(verified, message, sequence ?? sequences.create(place.chain));
      else if (mayWait(fault.reason, payloadHash, atMs)) hold.run(payloadHash, atMs, fault.reason, message);
      else {
        const pod = place.streamKey === place.sender ? undefined : place.streamKey;
        refuse(message, fault, { chain: place.chain, seq: place.seq, pod }, atMs);
      }
    },

    /** Appends a message that somebody else has judged, as one of its chain; answers its place in the log. */
    append(message: Uint8Array, verified: VerifiedSenderMessage): number {
      const { chain } = verified.place;
      return accept(verified, message, sequences.find(chain) ?? sequences.create(chain));
    },

    /** Place in the log of this very message; undefined where it is not there. */
    find({ place, payloadHash }: VerifiedSenderMessage): number | undefined {
      const sequence = sequences.find(place.chain);
      const accepted = sequence && sequences.acceptedHash(sequence, place.seq);
      if (!accepted || Buffer.compare(accepted, payloadHash) !== 0) return undefined;
      return (placeOf.get(sequence.nodeId, place.seq) as { id: number }).id;
    },

    /** Those that wait, the oldest first, from the one after `afterId` on. */
    held: (afterId: number, limit: number) => held.all(afterId, limit) as unknown as HeldMessage[],
    heldCount: () => (heldCount.get() as { count: number }).count,

    /** Those that were refused, from the one after `afterId` on: evidence. */
    refused: (afterId: number, limit: number): RefusedSenderMessage[] =>
      (
        quarantined.all(afterId, limit) as unknown as (RefusedSenderMessage & { payload_hash: Uint8Array })[]
      ).map(({ payload_hash: payloadHash, ...row }) => ({ ...row, payloadHash })),
    refusedCounts: () => counts.all() as unknown as { reason: SenderReason; count: number }[],

    noteEntry,

    /** How many of the first so many entries of the log are no packets of Light Nodes. */
    countUpTo: ordinalAt,
  };
}

export type SenderLog = ReturnType<typeof createSenderLog>;
