import { formatTime } from '@access-layer/core/time';
import type Type from 'typebox';
import type { Change } from '../changes.ts';
import type { Code } from '../codes.ts';
import { stateOf } from '../life-cycle.ts';
import type { Parts } from '../parts.ts';
import type * as schemas from './schemas.ts';

export function enrolmentAnswer(code: Code, nowMs: number): Type.Static<typeof schemas.Enrolment> {
  const { id, node, pod, meter, role, state, createdBy, replaces, place } = code;
  const isOver = state === 'open' && code.expiresAtMs <= nowMs;
  return {
    ...{ id, node, pod, meter, role, createdBy, state: isOver ? 'expired' : state },
    ...{ createdAt: formatTime(code.createdAtMs), expiresAt: formatTime(code.expiresAtMs) },
    ...(replaces && { replaces }),
    ...(place && { place }),
  };
}

export function changeAnswer(change: Change): Type.Static<typeof schemas.Change> {
  const { request, node, action, status, reason, by, atMs, doneAtMs } = change;
  return {
    ...{ request, node, action, status, by, at: formatTime(atMs) },
    ...(reason && { reason }),
    ...(doneAtMs && { doneAt: formatTime(doneAtMs) }),
  };
}

export function nodeSummary(parts: Parts, node: string): Type.Static<typeof schemas.NodeSummary> {
  const { nodes, registry, certificates, codes } = parts;
  const known = nodes.find(node);
  const bindings = registry.bindingsOf(node);
  const open = registry.openOf(node);
  const pod = bindings[0]?.podCode ?? codes.latestFor(node)?.pod;
  const ends = certificates.ofNode(node).filter(({ revokedAtMs }) => !revokedAtMs);
  return {
    ...{ node, state: stateOf(parts, node), meters: [...new Set(open.map(({ meterId }) => meterId))] },
    ...(known && { since: formatTime(known.sinceMs) }),
    ...(known?.reason && { reason: known.reason }),
    ...(pod && { pod }),
    ...(open.length > 0 && { key: open.at(-1)!.key }),
    ...(known?.place && { place: known.place }),
    ...(ends.length > 0 && { certificateEnd: formatTime(Math.max(...ends.map(({ endAtMs }) => endAtMs))) }),
    ...(known?.replacedBy && { replacedBy: known.replacedBy }),
  };
}

export function nodeDetails(parts: Parts, node: string): Type.Static<typeof schemas.NodeDetails> {
  const { registry, certificates, rotations, changes } = parts;
  const asked = rotations.pending(node);
  return {
    ...nodeSummary(parts, node),
    bindings: registry.bindingsOf(node).map(({ meterId, role, key, from, until, revokedAt }) => ({
      ...{ meter: meterId, role, key, from: formatTime(from) },
      ...(until > 0 && { until: formatTime(until) }),
      ...(revokedAt && { revokedAt: formatTime(revokedAt) }),
    })),
    certificates: certificates
      .ofNode(node)
      .map(({ fingerprint, issuedAtMs, endAtMs, revokedAtMs, reason }) => ({
        ...{ fingerprint, issuedAt: formatTime(issuedAtMs), end: formatTime(endAtMs) },
        ...(revokedAtMs && { revokedAt: formatTime(revokedAtMs) }),
        ...(reason && { reason }),
      })),
    ...(asked && {
      rotation: { oldKey: asked.oldKey, newKey: asked.newKey, askedAt: formatTime(asked.askedAtMs) },
    }),
    changes: changes.ofNode(node).map(changeAnswer),
  };
}
