import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '@access-layer/kit/log';
import { transaction } from '@access-layer/kit/sqlite';

/** One finished request, as far as statistics go. */
export interface Access {
  /** Client id, or "-" without a good token. */
  client: string;
  /** Prefix in the route table. */
  route: string;
  status: number;
  bytesIn: number;
  bytesOut: number;
  durationMs: number;
}

export interface AccessRow {
  /** UTC, yyyy-MM-dd. */
  day: string;
  client: string;
  route: string;
  requests: number;
  /** 401 and 403. */
  refused: number;
  /** 429. */
  limited: number;
  /** 5xx. */
  failed: number;
  bytesIn: number;
  bytesOut: number;
  durationMs: number;
}

export interface AccessQuery {
  from: string;
  /** Inclusive. */
  to: string;
  client?: string;
  route?: string;
}

const COUNTS = ['requests', 'refused', 'limited', 'failed', 'bytes_in', 'bytes_out', 'duration_ms'] as const;
const MAX_ROWS = 10_000;
/** So many different rows are written early rather than held. */
const MAX_PENDING = 500;

/**
 * Counts requests per client, route and day. Counts are held in memory and written together every few seconds: a crash
 * loses at most that much of them.
 */
export class Statistics {
  readonly #database: DatabaseSync;
  readonly #timer: NodeJS.Timeout;
  readonly #keepDays: number;
  readonly #log: Log;
  #pending = new Map<string, AccessRow>();

  constructor(database: DatabaseSync, log: Log, { flushMs = 2000, keepDays = 400 } = {}) {
    this.#database = database;
    this.#keepDays = keepDays;
    this.#log = log;
    this.#timer = setInterval(() => this.#flushOrKeep(), flushMs).unref();
  }

  record({ client, route, status, bytesIn, bytesOut, durationMs }: Access): void {
    const day = utcDay(Date.now());
    const key = JSON.stringify([day, client, route]);
    const row = this.#pending.get(key) ?? empty(day, client, route);
    row.requests++;
    if (status === 401 || status === 403) row.refused++;
    if (status === 429) row.limited++;
    if (status >= 500) row.failed++;
    row.bytesIn += bytesIn;
    row.bytesOut += bytesOut;
    row.durationMs += Math.round(durationMs);
    this.#pending.set(key, row);
    if (this.#pending.size >= MAX_PENDING) this.#flushOrKeep();
  }

  /** A full disk must not close the door: the counts stay in memory until they can be written. */
  #flushOrKeep(): void {
    try {
      this.flush();
    } catch (err) {
      this.#log.error({ err }, 'access statistics cannot be written; trying again');
    }
  }

  flush(): void {
    if (this.#pending.size === 0) return;
    const rows = [...this.#pending.values()];
    const sums = COUNTS.map((name) => `${name} = ${name} + excluded.${name}`);
    transaction(this.#database, () => {
      const upsert = this.#database.prepare(
        `INSERT INTO access_statistics (day, client, route, ${COUNTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (day, client, route) DO UPDATE SET ${sums}`,
      );
      for (const row of rows) upsert.run(row.day, row.client, row.route, ...counts(row));
      this.#database
        .prepare('DELETE FROM access_statistics WHERE day < ?')
        .run(utcDay(Date.now() - this.#keepDays * 86_400_000));
    });
    this.#pending = new Map();
  }

  /** By day, client and route; at most 10,000 rows. */
  query({ from, to, client, route }: AccessQuery): AccessRow[] {
    this.flush();
    const rows = this.#database
      .prepare(
        `SELECT * FROM access_statistics WHERE day BETWEEN ? AND ?
         AND (? IS NULL OR client = ?) AND (? IS NULL OR route = ?)
         ORDER BY day, client, route LIMIT ${MAX_ROWS}`,
      )
      .all(from, to, client ?? null, client ?? null, route ?? null, route ?? null);
    return rows.map((row) => ({
      day: String(row.day),
      client: String(row.client),
      route: String(row.route),
      requests: Number(row.requests),
      refused: Number(row.refused),
      limited: Number(row.limited),
      failed: Number(row.failed),
      bytesIn: Number(row.bytes_in),
      bytesOut: Number(row.bytes_out),
      durationMs: Number(row.duration_ms),
    }));
  }

  close(): void {
    clearInterval(this.#timer);
    this.flush();
    this.#database.close();
  }
}

export function utcDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

function empty(day: string, client: string, route: string): AccessRow {
  const zero = { requests: 0, refused: 0, limited: 0, failed: 0, bytesIn: 0, bytesOut: 0, durationMs: 0 };
  return { day, client, route, ...zero };
}

function counts({ requests, refused, limited, failed, bytesIn, bytesOut, durationMs }: AccessRow): number[] {
  return [requests, refused, limited, failed, bytesIn, bytesOut, durationMs];
}
