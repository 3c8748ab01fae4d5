import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Caller } from '@access-layer/kit/token';

export interface CachedResponse {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
  etag?: string;
  storedAtMs: number;
  /** Until when a public answer is given without asking; 0: the service is asked each time. */
  freshUntilMs: number;
}

/** Headers that the key contains; an answer that varies by another one is not kept. */
const KEYED_HEADERS = ['accept', 'accept-encoding', 'accept-language'];
const VARY_ALLOWED = new Set([...KEYED_HEADERS, 'authorization', 'origin']);

/**
 * Answers that cannot change, kept in memory.
 *
 * - `Cache-Control: public, immutable` is the same for everyone who may use the route: it is given without asking.
 * - Anything else with an `ETag` is kept for one caller (client, person, role, party, customer, scopes) and the service
 *   is asked each time whether it still holds. So a consent that was revoked is noticed at once, and every reading is
 *   written in the read ledger; only the body is not sent again.
 * - After an erasure nothing is kept: a route that says `emptiesCache` forgets everything at each successful write.
 * - `no-store`, `Set-Cookie`, ranges and answers above the largest size are never kept.
 */
export class ResponseCache {
  readonly #maxBytes: number;
  readonly maxEntryBytes: number;
  readonly #entries = new Map<string, CachedResponse>();
  #bytes = 0;
  #emptied = 0;

  constructor({ maxBytes, maxEntryBytes }: { maxBytes: number; maxEntryBytes: number }) {
    this.#maxBytes = maxBytes;
    this.maxEntryBytes = Math.min(maxBytes, maxEntryBytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How often it was emptied: an answer that was asked for before must not be kept afterwards. */
  get emptied(): number {
    return this.#emptied;
  }

  /** Forgets everything. */
  empty(): void {
    this.#entries.clear();
    this.#bytes = 0;
    this.#emptied += 1;
  }

  get(key: string): CachedResponse | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry); // the least recently used one is first
    return entry;
  }

  set(key: string, entry: CachedResponse): void {
    this.delete(key);
    if (entry.body.length > this.maxEntryBytes) return;
    this.#entries.set(key, entry);
    this.#bytes += weight(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#bytes -= weight(key, entry);
  }
}

function weight(key: string, { body }: CachedResponse): number {
  return body.length + key.length + 1024;
}

/** Keys of a request: what all callers share, and what this caller alone may be given. */
export function cacheKeys(
  request: IncomingMessage,
  route: string,
  url: string,
  caller: Caller | undefined,
): { shared: string; own: string } {
  const shared = JSON.stringify([route, url, ...KEYED_HEADERS.map((name) => request.headers[name] ?? '')]);
  const { clientId, subject, role, party = '', customer = '', scopes } = caller ?? anonymous;
  const identity = [clientId, subject, role, party, customer, [...scopes].sort().join(' ')];
  return { shared, own: JSON.stringify([...identity, shared]) };
}

const anonymous = {
  clientId: '',
  subject: '',
  role: '',
  party: '',
  customer: '',
  scopes: new Set<string>(),
};

/** May the cache be asked for this request at all? */
export function isCacheableRequest({ method, headers }: IncomingMessage): boolean {
  const conditional = headers['if-none-match'] ?? headers['if-match'] ?? headers['if-modified-since'];
  const refused = /no-cache|no-store/.test(headers['cache-control'] ?? '');
  return method === 'GET' && headers.range === undefined && conditional === undefined && !refused;
}

/** How an answer may be kept; undefined: not at all. */
export function cachePolicy(
  response: IncomingMessage,
  nowMs: number,
): { scope: 'shared' | 'own'; freshUntilMs: number; etag?: string } | undefined {
  const directives = new Set(
    (response.headers['cache-control'] ?? '').split(',').map((item) => item.trim().toLowerCase()),
  );
  const varies = (response.headers.vary ?? '').split(',').map((name) => name.trim().toLowerCase());
  if (response.statusCode !== 200 || directives.has('no-store') || response.headers['set-cookie'])
    return undefined;
  if (varies.some((name) => name && !VARY_ALLOWED.has(name))) return undefined;
  const { etag } = response.headers;
  const withTag = etag ? { etag } : {};
  if (directives.has('public') && directives.has('immutable') && !directives.has('private')) {
    const maxAge = [...directives].map((item) => /^max-age=(\d{1,10})$/.exec(item)?.[1]).find(Boolean);
    if (maxAge) return { scope: 'shared', freshUntilMs: nowMs + Number(maxAge) * 1000, ...withTag };
  }
  return etag ? { scope: 'own', freshUntilMs: 0, etag } : undefined;
}
