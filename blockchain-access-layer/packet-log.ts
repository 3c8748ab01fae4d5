import type { DatabaseSync } from 'node:sqlite';
import { toHex } from '@access-layer/core/bytes';
import { transaction } from '@access-layer/kit/sqlite';
import type { AnchoredRanges } from './anchored-ranges.ts';
import type { Anomalies } from './anomaly.ts';
import { createGroupReport, type GroupReport } from './group-report.ts';
import type { KeyDirectory } from './key-directory.ts';
import { createNodeSequences, type NodeSequence } from './node-sequences.ts';
import type { Outbox } from './outbox.ts';
import type { Rejections } from './rejections.ts';
import { createRotationRequests } from './rotation-requests.ts';
import { createSenderLog, type SenderLog, type SenderLogParts } from './sender-log.ts';
import type { SetPointBook } from './set-points/set-point-book.ts';
import { createSetPointJudge, type SetPointArrival } from './set-points/set-point-judge.ts';
import type { RefusedMessage, Verified, VerifiedPacket } from './verify-message.ts';
import type { VerifiedSenderMessage } from './verify-sender-message.ts';

/** A packet that was verified on its own, with the node of its topic. */
export interface PacketArrival {
  node: string;
  message: Uint8Array;
  verified: Verified;
}

/** A signed message of no node that was verified on its own. */
export interface SenderArrival {
  node: undefined;
  message: Uint8Array;
  verified: VerifiedSenderMessage | RefusedMessage;
}

export type Arrival = PacketArrival | SenderArrival | SetPointArrival;

/** What became of a group; durable when it is answered. */
export interface Appended {
  /** Highest sequence accepted now, by node. */
  accepted: Map<string, number>;
  /** Nodes that are to hear of a refusal. */
  refused: Set<string>;
}

export interface PacketLog {
  /**
   * Judges and appends a group in one transaction: on disk with fsync when it returns, nothing of it when it throws.
   * `receivedAtMs` never falls from call to call.
   */
  append(group: Arrival[], receivedAtMs: number): Appended;
  /** Id of the last accepted packet, which is how many there are. */
  lastId(): number;
  /** Receipt of the last accepted packet, milliseconds; 0 for none. */
  highWaterMs(): number;
  /** Messages of parties, services and the DSO Technical Platform among the packets. */
  senders: Pick<SenderLog, 'held' | 'heldCount' | 'refused' | 'refusedCounts' | 'countUpTo'>;
}

export interface PacketLogParts {
  database: DatabaseSync;
  directory: Pick<KeyDirectory, 'check' | 'checkListed' | 'checkNode'>;
  setPoints: SetPointBook;
  rejections: Rejections;
  anomalies: Anomalies;
  outbox: Pick<Outbox, 'add'>;
  /** Whether a node has confirmed a packet only a moment ago, so that a copy of it may be on its way. */
  justConfirmed?: AnchoredRanges['justConfirmed'];
  /** Tells a party or a service what of its messages was refused, in the transaction that is open. */
  tellRefused: SenderLogParts['tellRefused'];
  /** How long a sender's message waits for its key or its predecessor; default an hour. */
  holdMs?: number;
}

/** Kept as evidence; a node that goes on signing forks adds nothing new to the first of them. */
const FORKS_PER_NODE = 100;
const HOLD_MS = 3_600_000;

/** The log behind PUBACK: always local, always SQLite with fsync at every commit. */
export function createPacketLog(parts: PacketLogParts): PacketLog {
  const { database, directory, rejections, anomalies, tellRefused, holdMs = HOLD_MS } = parts;
  const insert = database.prepare('INSERT INTO packet VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const insertFork = database.prepare(
    `INSERT OR IGNORE INTO fork (node, seq, at, accepted, message_hash, message)
     SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (SELECT count(*) FROM fork WHERE node = ?1) < ${FORKS_PER_NODE}`,
  );
  const askRotation = createRotationRequests(database, parts.outbox);
  // A node that sends again what it has confirmed as anchored has lost that verdict: it is to be told again.
  const tellAgain = database.prepare(
    `UPDATE confirmed SET from_seq = min(from_seq, ?3), anchored_id =
       min(anchored_id, (SELECT id - 1 FROM packet WHERE node_id = ?2 AND seq = ?3)) WHERE node = ?1`,
  );
  // A node that has confirmed this has erased it: only somebody else, or an old copy of the node, has it to send.
  const isErased = database.prepare(
    `SELECT packet.id FROM confirmed JOIN packet ON packet.id <= highest_id WHERE node = ? AND node_id = ? AND seq = ?`,
  );
  const tellLate = database.prepare('UPDATE confirmed SET from_seq = min(from_seq, ?) WHERE node = ?');
  const last = database.prepare('SELECT id, received_at FROM packet ORDER BY id DESC LIMIT 1');
  const sequences = createNodeSequences(database);
  let tail = readTail();

  function readTail(): { id: number; received_at: number } {
    return (last.get() as typeof tail | undefined) ?? { id: 0, received_at: 0 };
  }

  let receiptMs = 0;
  const senders = createSenderLog({
    ...{ database, directory, anomalies, tellRefused, sequences, holdMs },
    insert({ chainId, key, verified: { place, payloadHash, messageHash }, message }) {
      tail = { id: tail.id + 1, received_at: receiptMs };
      insert.run(tail.id, chainId, place.seq, receiptMs, key, payloadHash, messageHash, message);
      return tail.id;
    },
  });

  const setPointJudge = createSetPointJudge({ directory, sequences, senders, book: parts.setPoints });

  function judge({ node, message, verified }: PacketArrival, atMs: number, report: GroupReport): void {
    if (!verified.ok) {
      report.refused(node, verified, verified.reason, verified.detail);
      return;
    }
    const sequence = sequences.find(node);
    const accepted = sequence && sequences.acceptedHash(sequence, verified.seq);
    // The payload is the identity: signed anew with another key it is the same packet, whatever that key may do now.
    if (accepted && isEqual(accepted, verified.payloadHash)) {
      const erased = isErased.get(node, sequence.nodeId, verified.seq) as { id: number } | undefined;
      const isReplay = erased !== undefined && !parts.justConfirmed?.(node, erased.id);
      tellAgain.run(node, sequence.nodeId, verified.seq);
      report.duplicate(node, verified, isReplay);
      return;
    }
    const allowed = directory.check({ node, ...verified }, atMs);
    if (!allowed.ok) report.refused(node, verified, allowed.reason, `signed by ${verified.signer}`);
    else if (accepted) fork({ node, message, packet: verified, accepted }, atMs, report);
    else accept(sequence ?? sequences.create(node), { node, message, packet: verified }, atMs, report);
  }

  function fork(
    forked: { node: string; message: Uint8Array; packet: VerifiedPacket; accepted: Uint8Array },
    atMs: number,
    report: GroupReport,
  ): void {
    const { node, message, packet, accepted } = forked;
    insertFork.run(node, packet.seq, atMs, accepted, packet.messageHash, message);
    report.forked(node, packet, { accepted: toHex(accepted), refused: toHex(packet.payloadHash) });
    report.refused(node, packet, 'sequence-fork', `seq ${packet.seq} is another packet already`);
  }

  function accept(
    sequence: NodeSequence,
    { node, message, packet }: { node: string; message: Uint8Array; packet: VerifiedPacket },
    atMs: number,
    report: GroupReport,
  ): void {
    const { seq, pod, payloadHash, messageHash } = packet;
    tail = { id: tail.id + 1, received_at: atMs };
    insert.run(tail.id, sequence.nodeId, seq, atMs, pod, payloadHash, messageHash, message);
    report.accepted(node, packet);
    if (packet.newKey) askRotation(node, packet, message);
    if (seq < sequence.nextSeq) {
      tellLate.run(seq, node);
      return;
    }
    sequence.nextSeq = seq + 1;
    sequence.lastPayloadHash = payloadHash;
  }

  return {
    append(group, receivedAtMs) {
      try {
        return transaction(database, () => {
          const report = createGroupReport({ rejections, anomalies, atMs: receivedAtMs });
          receiptMs = receivedAtMs;
          for (const arrival of group) {
            if ('platform' in arrival) setPointJudge.judge(arrival, receivedAtMs);
            else if (arrival.node === undefined)
              senders.judge(arrival.message, arrival.verified, receivedAtMs);
            else judge(arrival, receivedAtMs, report);
          }
          return report.write();
        });
      } catch (error) {
        sequences.forget();
        tail = readTail();
        throw error;
      }
    },
    lastId: () => tail.id,
    highWaterMs: () => tail.received_at,
    senders,
  };
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
