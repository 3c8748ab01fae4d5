import { isIPv6 } from 'node:net';
import { createTokenBucket, type Rate, type TokenBucket } from './token-bucket.ts';

export interface AddressLimitOptions {
  /** TCP connections from one address at a time. */
  connections: number;
  /** TLS handshakes from one address. */
  handshakes: Rate;
}

/** Addresses that are told apart; those beyond share what one may have. */
const MOST_ADDRESSES = 10_000;
const OTHERS = 'others';

interface Use {
  connections: number;
  handshakes: TokenBucket;
}

/**
 * What an address may do before anybody is known there: a connection that is refused here costs no handshake. Addresses of
 * IPv6 count by their /64, as one host has all of it.
 */
export function createAddressLimits({ connections, handshakes }: AddressLimitOptions, now = Date.now) {
  const uses = new Map<string, Use>();

  function useOf(address: string): { key: string; use: Use } {
    const wanted = keyOf(address);
    const key = uses.has(wanted) || uses.size < MOST_ADDRESSES ? wanted : OTHERS;
    const known = uses.get(key);
    if (known) return { key, use: known };
    const use = { connections: 0, handshakes: createTokenBucket(handshakes, now()) };
    uses.set(key, use);
    return { key, use };
  }

  return {
    /** Lets a new connection in, or says which limit it is over. `leave` is to be called when it has ended. */
    enter(
      address: string,
    ): { ok: true; leave: () => void } | { ok: false; limit: 'connections' | 'handshakes' } {
      const { use } = useOf(address);
      if (use.connections >= connections) return { ok: false, limit: 'connections' };
      if (!use.handshakes.tryTake(now())) return { ok: false, limit: 'handshakes' };
      use.connections++;
      return { ok: true, leave: () => void use.connections-- };
    },

    /** Forgets addresses that have nothing in use. Call it now and then. */
    forget(): void {
      const nowMs = now();
      for (const [key, { connections: open, handshakes: rate }] of uses) {
        if (open === 0 && rate.isFull(nowMs)) uses.delete(key);
      }
    },

    count: () => uses.size,
  };
}

export type AddressLimits = ReturnType<typeof createAddressLimits>;

/** The address, or the first half of one of IPv6; an IPv4 address is one however it is written. */
export function keyOf(address: string): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 || !isIPv6(address)) return v4 ?? address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - behind.length;
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...behind];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
