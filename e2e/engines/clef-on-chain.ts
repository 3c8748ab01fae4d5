import { readFileSync } from 'node:fs';
import type { Hex } from '@access-layer/core/bytes';
import clef from '@access-layer/engines/clef';

const file = (name: string) => readFileSync(new URL(`../../deploy/clef/${name}`, import.meta.url), 'utf8');

/** The shipped rules with addresses of a deployment in the places of those that stand there. */
export function rulesFor(
  addresses: Record<'BATCH_ANCHOR' | 'KEY_REGISTRY' | 'ANCHORER' | 'DSO', Hex>,
): string {
  return Object.entries(addresses).reduce(
    (rules, [name, address]) => rules.replace(new RegExp(`(var ${name} = ')0x[0-9a-f]{40}`), `$1${address}`),
    file('rules.js'),
  );
}

/** clef with two keys, the anchorer's and the DSO's, under the shipped rules. */
export const startClef =
  (contracts: { anchorContract: Hex; registry: Hex }) => (options: Parameters<typeof clef.start>[0]) =>
    clef.start({
      ...{ ...options, accounts: 2, functions: JSON.parse(file('functions.json')) },
      rulesFor: ([anchorer, dso]) => {
        const addresses = { BATCH_ANCHOR: contracts.anchorContract, KEY_REGISTRY: contracts.registry };
        return rulesFor({ ...addresses, ANCHORER: anchorer!, DSO: dso! });
      },
    });
