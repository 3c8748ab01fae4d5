import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { alarmsError } from './errors.ts';

/** What is not the public internet (IANA special-purpose registries), and forms of IPv6 that hold an address of IPv4. */
const PRIVATE = [
  ...[
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
  ],
  ...[
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
  ],
  ...[
    '224.0.0.0/4',
    '240.0.0.0/4',
    '::/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
  ],
  ...['2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];

export type AddressGuard = ReturnType<typeof createAddressGuard>;

/**
 * Keeps what others have named from reaching what is near: an address is compared after the name is resolved, and the
 * connection goes to exactly that address, so that a name which answers differently the next time gains nothing.
 */
export function createAddressGuard(allowed: readonly string[]) {
  const refused = listOf(PRIVATE);
  const exempt = listOf(allowed);
  const has = (list: BlockList, address: string) =>
    list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  const isExempt = (address: string) => has(exempt, address);
  const mayReach = (address: string) => isIP(address) !== 0 && (isExempt(address) || !has(refused, address));

  function check(address: string, name: string): void {
    if (mayReach(address)) return;
    const what = address === name ? address : `${name} (${address})`;
    throw alarmsError('ALM_TARGET_REFUSED', `${what} is not on the public internet`);
  }

  /** As `dns.lookup`, for a connection. */
  const guardedLookup: LookupFunction = (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '');
      try {
        for (const { address } of found) check(address, name);
      } catch (refusal) {
        return done(refusal as NodeJS.ErrnoException, '');
      }
      if (options.all) return done(null, found);
      done(null, found[0]!.address, found[0]!.family);
    });
  };
  return { check, lookup: guardedLookup, isExempt };
}

/** IPv6 with an IPv4 address mapped into it (::ffff:0:0/96) is compared by Node as that of IPv4. */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
