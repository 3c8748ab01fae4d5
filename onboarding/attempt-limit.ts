export interface AttemptLimitOptions {
  /** In a window, of one address. */
  most: number;
  windowMs: number;
  now?: () => number;
}

/** Addresses that are remembered; beyond it the oldest is forgotten, as memory must not grow with strangers. */
const MOST_ADDRESSES = 10_000;

/** Counts what an address gets wrong. Addresses of IPv6 count by their network of 64 bits, which one host may have whole. */
export function createAttemptLimit({ most, windowMs, now = Date.now }: AttemptLimitOptions) {
  const counts = new Map<string, { count: number; untilMs: number }>();

  return {
    /** For how long the address has to wait, ms; 0 where it may try. */
    waitMs(address: string): number {
      const known = counts.get(networkOf(address));
      return known && known.count >= most ? Math.max(0, known.untilMs - now()) : 0;
    },
    failed(address: string): void {
      const network = networkOf(address);
      const known = counts.get(network);
      if (known && known.untilMs > now()) {
        known.count += 1;
        return;
      }
      counts.delete(network);
      counts.set(network, { count: 1, untilMs: now() + windowMs });
      if (counts.size > MOST_ADDRESSES) counts.delete(counts.keys().next().value!);
    },
  };
}

export type AttemptLimit = ReturnType<typeof createAttemptLimit>;

function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace(/^::ffff:/, '');
  const [head = '', tail] = address.split('::');
  const groups =
    tail === undefined ? head.split(':') : [...head.split(':').filter(Boolean), '0', '0', '0', '0'];
  return groups.slice(0, 4).join(':');
}
