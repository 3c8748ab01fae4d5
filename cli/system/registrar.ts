import type { Registry } from '@access-layer/contracts/registry';
import type { Hex } from '@access-layer/core/bytes';
import { LISTED } from '@access-layer/core/commitment';
import { TOPICS } from '@access-layer/core/record';
import type { Stream } from '@access-layer/kit/stream';
import type { DsoRegistry } from './dso-registry.ts';

/** Under this name the DSO's registrar appends to the stream; its sequence is that of its own list of changes. */
const PRODUCER = 'dso-registrar';

/** A key that stands for itself, without a meter. */
export interface ListedKey {
  key: Hex;
  kind: 'service' | 'party';
}

export interface Repair {
  bound: number;
  revoked: number;
  /** Bindings that the DSO has ended. */
  ended: number;
  listed: number;
}

/**
 * Compares the DSO's registry with the contract and repairs the contract: binds what it does not hold (a first start,
 * or blocks that a crash of the embedded chain has cost), ends and revokes what it holds as valid and the DSO has ended or
 * revoked. The times that the contract gives are taken over, as only they count.
 */
export async function compareAndRepair(
  dso: DsoRegistry,
  registry: Registry,
  listedKeys: ListedKey[],
): Promise<Repair> {
  const repair: Repair = { bound: 0, revoked: 0, ended: 0, listed: 0 };
  const now = Date.now();
  for (const { commitment, opening, confirmed } of dso.openings()) {
    const { key, from, until, revokedAt } = opening;
    const found = await registry.bindingAt(key, commitment, now);
    const isRevoked = found.revokedAt > 0;
    if (found.from === 0 && !isRevoked) {
      await registry.bind(key, commitment, from);
      repair.bound++;
    }
    if (until > 0 && (found.until === 0 || found.until > until) && !isRevoked) {
      await registry.unbind(key, commitment, until);
      repair.ended++;
    }
    if (revokedAt && !isRevoked) {
      await registry.revoke(key);
      repair.revoked++;
    }
    const held = await registry.bindingAt(key, commitment, Date.now());
    const same = held.from === from && held.until === until && held.revokedAt === (revokedAt ?? 0);
    if (!confirmed || !same) dso.confirm(commitment, held);
  }
  for (const { key, kind } of listedKeys) {
    if ((await registry.bindingAt(key, LISTED, now)).from > 0) continue;
    await registry.list(key, kind, now);
    repair.listed++;
  }
  return repair;
}

/** Appends the openings that the stream does not have yet; repeating it appends nothing twice. */
export async function publishOpenings(dso: DsoRegistry, stream: Stream): Promise<void> {
  for (const { sequence, node, opening } of dso.changes()) {
    await stream.append(TOPICS.registry, [{ key: node, value: opening }], { producer: PRODUCER, sequence });
  }
}
