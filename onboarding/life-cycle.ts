import { randomUUID } from 'node:crypto';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import type { MeterRole } from '@access-layer/core/payloads/measurement';
import { onboardingError } from './errors.ts';
import type { NodeState } from './nodes.ts';
import type { Parts } from './parts.ts';
import type { Opening } from './registry-view.ts';

/** Whether there is, or ever was, a node of this name. */
export function isKnown({ nodes, codes, registry }: Parts, node: string): boolean {
  return registry.bindingsOf(node).length > 0 || !!nodes.find(node) || !!codes.latestFor(node);
}

/** `active` where nothing else was noted: it was bound without a code. */
export function stateOf({ nodes }: Pick<Parts, 'nodes'>, node: string): NodeState {
  return nodes.find(node)?.state ?? 'active';
}

/** @throws AccessLayerError ONB_NODE_UNKNOWN, ONB_NODE_STATE */
export function requireActive(parts: Parts, node: string): void {
  if (!isKnown(parts, node)) throw onboardingError('ONB_NODE_UNKNOWN', `there is no Light Node "${node}"`);
  const state = stateOf(parts, node);
  if (state !== 'active') throw onboardingError('ONB_NODE_STATE', `Light Node ${node} is ${state}`);
}

export interface Leaving {
  state: 'replaced' | 'decommissioned' | 'revoked';
  reason: string;
  by: string;
  replacedBy?: string;
}

/**
 * Ends a node, in the caller's transaction: its certificates are refused at once, its bindings end (a revoked key ends for
 * good), and its name is never used again. Answers the requests to the registrar.
 */
export function retire(parts: Parts, node: string, { state, reason, by, replacedBy }: Leaving): string[] {
  const { nodes, certificates, registry } = parts;
  nodes.set(node, state, { reason, ...(replacedBy && { replacedBy }) });
  certificates.revokeAll(node, reason);
  const open = registry.openOf(node);
  const ofKeys = [...new Map(open.map((opening) => [opening.key, opening])).values()];
  return state === 'revoked'
    ? ofKeys.map((opening) => askFor(parts, 'revoke', opening, by))
    : open.map((opening) => askFor(parts, 'unbind', opening, by, parts.now()));
}

/** Decommissions or revokes; doing it again changes nothing, but a decommissioned node can still be revoked. */
export function endNode(parts: Parts, node: string, leaving: Leaving): string[] {
  if (!isKnown(parts, node)) throw onboardingError('ONB_NODE_UNKNOWN', `there is no Light Node "${node}"`);
  const state = stateOf(parts, node);
  if (state === leaving.state || (state === 'revoked' && leaving.state !== 'revoked')) return [];
  const requests = parts.book.atomically(() => retire(parts, node, leaving));
  parts.kick();
  return requests;
}

/** Binds a node's key to another meter of its PoD; the former one stays bound for a while, for what it has measured. */
export function swapMeter(
  parts: Parts,
  node: string,
  { meter, role, graceMs, by }: { meter: string; role?: MeterRole | undefined; graceMs: number; by: string },
): string[] {
  requireActive(parts, node);
  const open = parts.registry.openOf(node);
  const lasting = open.filter(({ until }) => until === 0);
  const [former] = lasting;
  if (!former) throw onboardingError('ONB_NODE_STATE', `Light Node ${node} is not bound to any meter now`);
  if (open.some(({ meterId }) => meterId === meter)) {
    throw onboardingError('ONB_METER', `${node} is bound to the meter ${meter} already`);
  }
  const { key, podCode } = former;
  const opening = { node, podCode, meterId: meter, salt: newSalt() };
  const requests = parts.book.atomically(() => {
    const request = `meter-${randomUUID()}`;
    const asked = { ...opening, key, role: role ?? former.role, commitment: commitmentOf(opening) };
    parts.changes.ask({ request, action: 'bind', ...asked, from: parts.now(), until: 0 }, by);
    const until = parts.now() + graceMs;
    return [request, ...lasting.map((ended) => askFor(parts, 'unbind', ended, by, until))];
  });
  parts.kick();
  return requests;
}

/** The DSO's yes to the key that a node has asked for. */
export function confirmRotation(parts: Parts, node: string, by: string): string[] {
  requireActive(parts, node);
  const asked = parts.rotations.pending(node);
  if (!asked) throw onboardingError('ONB_ROTATION', `${node} has asked for no other key`);
  const { oldKey: key, newKey, oldSignature, newSignature } = asked;
  const request = `rotation-${newKey}-${asked.askedAtMs}`;
  const from = parts.now();
  parts.book.atomically(() =>
    parts.changes.ask({ request, node, action: 'rotate', key, newKey, from, oldSignature, newSignature }, by),
  );
  parts.kick();
  return [request];
}

function askFor(
  parts: Parts,
  action: 'unbind' | 'revoke',
  { key, node, podCode, meterId, role, salt, from, until }: Opening,
  by: string,
  endMs = until,
): string {
  const request = `${action}-${randomUUID()}`;
  const commitment = commitmentOf({ node, podCode, meterId, salt: salt as Hex });
  const binding = { key, node, podCode, meterId, role, salt, commitment, from, until: endMs };
  parts.changes.ask({ request, action, ...binding }, by);
  return request;
}
