import { type Hex, toHex } from '@access-layer/core/bytes';
import type { Reason } from '@access-layer/core/reason';
import type { Anomalies, AnomalyType } from './anomaly.ts';
import type { NodeSequence } from './node-sequences.ts';
import type { Appended } from './packet-log.ts';
import type { Rejections } from './rejections.ts';
import type { VerifiedPacket } from './verify-message.ts';

/** A packet may say that it was signed this much after its receipt before that is reported. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

type Named = { seq: number; payloadHash: Uint8Array; pod?: string };

export interface GroupReport {
  accepted(node: string, packet: VerifiedPacket, before: NodeSequence): void;
  duplicate(node: string, packet: VerifiedPacket): void;
  forked(node: string, packet: VerifiedPacket, hashes: { accepted: Hex; refused: Hex }): void;
  refused(node: string, packet: Named, reason: Reason, detail: string): void;
  /** Writes all of it into the transaction that is open. */
  write(): Appended;
}

/** What of one kind happened to one node in one group: said once, so that a flood of it makes few records. */
interface Tally {
  node: string;
  pod?: string | undefined;
  type: AnomalyType;
  firstSeq: number;
  lastSeq: number;
  count: number;
  details: Record<string, unknown>;
}

/** Gathers what a group did, to be written once: anomalies, refusals, and who is to be told. */
export function createGroupReport({
  rejections,
  anomalies,
  atMs,
}: {
  rejections: Rejections;
  anomalies: Anomalies;
  atMs: number;
}): GroupReport {
  const accepted = new Map<string, number>();
  const refused = new Set<string>();
  const tallies = new Map<string, Tally>();

  function tally(
    type: AnomalyType,
    node: string,
    packet: Named,
    details: Record<string, unknown>,
    kind = '',
  ) {
    const key = `${type}|${node}|${kind}`;
    const known = tallies.get(key);
    if (!known) {
      const { seq, pod } = packet;
      tallies.set(key, { node, pod, type, firstSeq: seq, lastSeq: seq, count: 1, details });
      return;
    }
    known.count++;
    known.lastSeq = packet.seq;
  }

  function note(type: AnomalyType, node: string, packet: Named, details: Record<string, unknown>): void {
    anomalies.add({ type, node, ...(packet.pod && { pod: packet.pod }), seq: packet.seq, at: atMs, details });
  }

  function noteSequence(
    node: string,
    packet: VerifiedPacket,
    { nextSeq, lastPayloadHash }: NodeSequence,
  ): void {
    const { seq, prev } = packet;
    if (seq > nextSeq) note('gap', node, packet, { fromSeq: nextSeq, toSeq: seq - 1, count: seq - nextSeq });
    if (seq < nextSeq) tally('late', node, packet, { highestSeq: nextSeq - 1 });
    if (seq === nextSeq && lastPayloadHash && toHex(lastPayloadHash) !== prev) {
      note('sequence-fork', node, packet, { prev, accepted: toHex(lastPayloadHash), what: 'prev' });
    }
  }

  return {
    accepted(node, packet, before) {
      accepted.set(node, Math.max(packet.seq, accepted.get(node) ?? 0));
      noteSequence(node, packet, before);
      const aheadMs = packet.signedAtMs - atMs;
      if (aheadMs > CLOCK_TOLERANCE_MS) tally('clock', node, packet, { aheadMs });
    },
    duplicate: (node, packet) => tally('duplicate', node, packet, {}),
    forked: (node, packet, hashes) => note('sequence-fork', node, packet, { ...hashes, what: 'seq' }),
    refused(node, packet, reason, detail) {
      rejections.add(node, { ...packet, reason }, atMs);
      refused.add(node);
      tally('refused', node, packet, { reason, detail: detail.slice(0, 500) }, reason);
    },
    write() {
      for (const node of refused) rejections.trim(node);
      for (const { node, pod, type, firstSeq, lastSeq, count, details } of tallies.values()) {
        const spread = count > 1 ? { count, lastSeq } : {};
        anomalies.add({
          type,
          node,
          ...(pod && { pod }),
          seq: firstSeq,
          at: atMs,
          details: { ...details, ...spread },
        });
      }
      return { accepted, refused };
    },
  };
}
