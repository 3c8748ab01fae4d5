import { formatTime } from '@access-layer/core/time';
import type { NodeCompleteness } from '../ledger/completeness.ts';
import type { Pod, QuarantineItem } from '../ledger/ledger-reader.ts';
import type { Span } from '../released/spans.ts';
import type { StoredPacket } from '../store.ts';
import type { Certified } from './certificate.ts';

/** A piece of time that an answer leaves out, since the caller may not see it. */
export function withheldAnswer({ fromMs, untilMs }: Span) {
  return { from: formatTime(fromMs), until: formatTime(untilMs) };
}

/** Values of the domain as the API shows them: times as text, absent for unknown. */
export function podAnswer({ pod, series }: Pod) {
  return {
    pod,
    series: series.map(({ firstMs, lastMs, ...rest }) => {
      return { ...rest, first: formatTime(firstMs), last: formatTime(lastMs) };
    }),
  };
}

export function packetAnswer(packet: StoredPacket, certified: Certified) {
  const { pod, type, meter, role, node, seq, payload, signature } = packet;
  return {
    pod,
    type,
    from: formatTime(packet.fromMs),
    to: formatTime(packet.toMs),
    signedAt: formatTime(packet.signedAtMs),
    payload,
    signature,
    meter,
    role,
    node,
    seq,
    ...certified,
  };
}

export function completenessAnswer({ missing, forked, ...rest }: NodeCompleteness) {
  return {
    ...rest,
    missingPackets: missing.packets,
    missing: missing.ranges.map(({ fromSeq, toSeq, afterMs, beforeMs }) => ({
      fromSeq,
      toSeq,
      packets: toSeq - fromSeq + 1,
      after: afterMs === undefined ? undefined : formatTime(afterMs),
      before: beforeMs === undefined ? undefined : formatTime(beforeMs),
    })),
    missingTruncated: missing.truncated,
    forked: forked.packets,
    forkedSeqs: forked.seqs,
  };
}

export function quarantineAnswer({ atMs, about, ...item }: QuarantineItem) {
  const { timeMs: _, index, ...subject } = about;
  return { ...item, at: formatTime(atMs), ...subject, batch: index };
}
