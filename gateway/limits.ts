import type { DatabaseSync } from 'node:sqlite';
import type { Limit } from './config.ts';

export interface LimitAnswer {
  ok: boolean;
  limit: Limit;
  /** Requests that would pass at once now. */
  remaining: number;
  /** Until the burst is full again. */
  resetS: number;
  /** Until the next request passes; 0 where it does. */
  retryAfterS: number;
}

interface Bucket {
  tokens: number;
  updatedMs: number;
}

const MAX_BUCKETS = 20_000;

/**
 * Token buckets: `perS` requests a second on average and `burst` at once, for each key and class. The classes are
 * configuration; a client may have its own numbers, which are kept in the accounts.
 */
export class Limits {
  readonly #classes: Record<string, Limit>;
  readonly #database: DatabaseSync | undefined;
  readonly #buckets = new Map<string, Bucket>();
  #overrides: Map<string, Limit>;
  readonly #now: () => number;

  constructor(classes: Record<string, Limit>, database?: DatabaseSync, now = () => Date.now()) {
    this.#classes = classes;
    this.#database = database;
    this.#now = now;
    this.#overrides = readOverrides(database);
  }

  get classes(): Record<string, Limit> {
    return this.#classes;
  }

  limitOf(className: string, clientId?: string): Limit {
    const own = clientId === undefined ? undefined : this.#overrides.get(overrideKey(clientId, className));
    return own ?? this.#classes[className]!;
  }

  overrides(): { clientId: string; class: string; perS: number; burst: number }[] {
    return [...this.#overrides].map(([key, limit]) => {
      const [clientId, className] = JSON.parse(key) as [string, string];
      return { clientId, class: className, ...limit };
    });
  }

  /** Gives a client its own numbers in a class; without numbers, those of the class again. */
  override(clientId: string, className: string, limit: Limit | undefined): void {
    if (limit) {
      this.#database
        ?.prepare('INSERT OR REPLACE INTO client_limits (client_id, class, per_s, burst) VALUES (?, ?, ?, ?)')
        .run(clientId, className, limit.perS, limit.burst);
      this.#overrides.set(overrideKey(clientId, className), limit);
      return;
    }
    this.#database
      ?.prepare('DELETE FROM client_limits WHERE client_id = ? AND class = ?')
      .run(clientId, className);
    this.#overrides.delete(overrideKey(clientId, className));
  }

  /** Takes one request from the bucket of `key`, which is a caller or an address. */
  take(className: string, key: string, clientId?: string): LimitAnswer {
    return this.#ask(className, key, clientId, 1);
  }

  /** As `take`, without taking. */
  peek(className: string, key: string, clientId?: string): LimitAnswer {
    return this.#ask(className, key, clientId, 0);
  }

  #ask(className: string, key: string, clientId: string | undefined, cost: number): LimitAnswer {
    const limit = this.limitOf(className, clientId);
    const bucket = this.#bucket(JSON.stringify([className, key]), limit);
    const ok = bucket.tokens >= 1;
    if (ok) bucket.tokens -= cost;
    const { tokens } = bucket;
    return {
      ok,
      limit,
      remaining: Math.floor(tokens),
      resetS: Math.ceil((limit.burst - tokens) / limit.perS),
      retryAfterS: ok ? 0 : Math.max(1, Math.ceil((1 - tokens) / limit.perS)),
    };
  }

  #bucket(key: string, { perS, burst }: Limit): Bucket {
    const now = this.#now();
    const known = this.#buckets.get(key);
    const bucket = known ?? { tokens: burst, updatedMs: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.updatedMs) / 1000) * perS);
    bucket.updatedMs = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket); // the one unused for longest is first, and is dropped first
    if (this.#buckets.size > MAX_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value!);
    return bucket;
  }
}

function overrideKey(clientId: string, className: string): string {
  return JSON.stringify([clientId, className]);
}

function readOverrides(database: DatabaseSync | undefined): Map<string, Limit> {
  const rows = database?.prepare('SELECT * FROM client_limits').all() ?? [];
  return new Map(
    rows.map((row) => [
      overrideKey(String(row.client_id), String(row.class)),
      { perS: Number(row.per_s), burst: Number(row.burst) },
    ]),
  );
}

/** An address as limits count it: a network of 64 bits is one household or office in IPv6. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const groups =
    tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
