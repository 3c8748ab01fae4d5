import type { Registry } from '@access-layer/contracts/registry';
import type { Hex } from '@access-layer/core/bytes';
import { LISTED } from '@access-layer/core/commitment';
import type { DsoRegistry, ListedKind, Times } from './dso-registry.ts';

/** A key that stands for itself, without a meter, and whom it speaks for. */
export interface ListedKey {
  key: Hex;
  kind: ListedKind;
  name: string;
}

export interface Repair {
  bound: number;
  revoked: number;
  /** Bindings and listings that the DSO has ended. */
  ended: number;
  listed: number;
}

type Contract = Pick<Registry, 'bindingAt' | 'bind' | 'list' | 'unbind' | 'revoke'>;

/**
 * Compares the DSO's registry with the contract and repairs the contract: binds and lists what it does not hold (a first
 * start, or blocks that a crash of the embedded chain has cost), ends and revokes what it holds as valid and the DSO has
 * ended or revoked. The times that the contract gives are taken over, as only they count.
 */
export async function compareAndRepair(
  dso: DsoRegistry,
  registry: Contract,
  listedKeys: ListedKey[],
): Promise<Repair> {
  const repair: Repair = { bound: 0, revoked: 0, ended: 0, listed: 0 };
  for (const { commitment, opening, confirmed } of dso.openings()) {
    const { key, from } = opening;
    const made = await repairOne(registry, { commitment, ...opening }, repair, async () => {
      await registry.bind(key, commitment, from);
      repair.bound++;
    });
    if (!confirmed || !isSame(made, opening)) dso.confirm({ commitment, key }, made);
  }
  const now = Date.now();
  for (const listed of listedKeys) dso.addListing(listed, now);
  for (const { listing, confirmed } of dso.listings()) {
    const { key, kind, from } = listing;
    const made = await repairOne(registry, { commitment: LISTED, ...listing }, repair, async () => {
      await registry.list(key, kind, from);
      repair.listed++;
    });
    if (!confirmed || !isSame(made, listing)) dso.confirmListing(key, made);
  }
  return repair;
}

interface Wanted {
  key: Hex;
  commitment: Hex;
  until: number;
  revokedAt?: number;
}

/** Makes the contract hold one binding or listing as the DSO wants it; answers the times that it gives. */
async function repairOne(
  registry: Contract,
  { key, commitment, until, revokedAt }: Wanted,
  repair: Repair,
  add: () => Promise<void>,
): Promise<Times> {
  const found = await registry.bindingAt(key, commitment, Date.now());
  const isRevoked = found.revokedAt > 0;
  if (found.from === 0 && !isRevoked) await add();
  if (until > 0 && (found.until === 0 || found.until > until) && !isRevoked) {
    await registry.unbind(key, commitment, until);
    repair.ended++;
  }
  if (revokedAt && !isRevoked) {
    await registry.revoke(key);
    repair.revoked++;
  }
  return registry.bindingAt(key, commitment, Date.now());
}

function isSame(
  made: Times,
  { from, until, revokedAt = 0 }: Omit<Times, 'revokedAt'> & { revokedAt?: number },
) {
  return made.from === from && made.until === until && made.revokedAt === revokedAt;
}
