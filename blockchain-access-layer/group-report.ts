import { type Hex, toHex } from '@access-layer/core/bytes';
import type { Reason } from '@access-layer/core/reason';
import { type AnomalyType, typeOfRefusal } from './anomalies/anomaly-types.ts';
import type { Anomalies, Occurrence } from './anomaly.ts';
import type { Appended } from './packet-log.ts';
import type { Rejections } from './rejections.ts';
import type { VerifiedPacket } from './verify-message.ts';

type Named = { seq: number; payloadHash: Uint8Array; pod?: string };

export interface GroupReport {
  accepted(node: string, packet: VerifiedPacket): void;
  /** `isReplay`: the node itself has no reason to send it again. */
  duplicate(node: string, packet: VerifiedPacket, isReplay: boolean): void;
  forked(node: string, packet: VerifiedPacket, hashes: { accepted: Hex; refused: Hex }): void;
  refused(node: string, packet: Named, reason: Reason, detail: string): void;
  /** Writes all of it into the transaction that is open. */
  write(): Appended;
}

/**
 * Gathers what a group did, to be written once: who is to be told, and what was not accepted. What was accepted is looked
 * at later, from the log. What happened to one node in one way is said once, so that a flood of it makes few records.
 */
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
  const tallies = new Map<string, Occurrence & { count: number }>();

  function tally(
    type: AnomalyType,
    { node, packet, subject = '' }: { node: string; packet: Named; subject?: string },
    details: Record<string, unknown>,
  ): void {
    const key = `${type}|${node}|${subject}`;
    const known = tallies.get(key);
    if (known) {
      known.count++;
      known.details.lastSeq = packet.seq;
      return;
    }
    const { seq, pod } = packet;
    const facts = { payloadHash: toHex(packet.payloadHash), ...details };
    tallies.set(key, { type, node, subject, ...(pod && { pod }), seq, at: atMs, count: 1, details: facts });
  }

  return {
    accepted: (node, { seq }) => void accepted.set(node, Math.max(seq, accepted.get(node) ?? 0)),
    duplicate: (node, packet, isReplay) => tally(isReplay ? 'replay' : 'duplicate', { node, packet }, {}),
    forked: (node, packet, hashes) =>
      tally('sequence-fork', { node, packet }, { ...hashes, messageHash: toHex(packet.messageHash) }),
    refused(node, packet, reason, detail) {
      rejections.add(node, { ...packet, reason }, atMs);
      refused.add(node);
      if (reason === 'sequence-fork') return; // told by `forked`, with both hashes
      tally(
        typeOfRefusal(reason),
        { node, packet, subject: reason },
        { reason, detail: detail.slice(0, 500) },
      );
    },
    write() {
      for (const node of refused) rejections.trim(node);
      for (const occurrence of tallies.values()) anomalies.add(occurrence);
      return { accepted, refused };
    },
  };
}
