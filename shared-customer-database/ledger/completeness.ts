import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Hex } from '@access-layer/core/bytes';
import { formatTime } from '@access-layer/core/time';
import { hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';
import type { LedgerReader } from './ledger-reader.ts';

export interface CompletenessQuery {
  pod: string;
  fromMs: number;
  untilMs: number;
  /** A packet received more than this after it was signed is late. */
  lateAfterMs: number;
}

export interface NodeCompleteness {
  node: string;
  received: number;
  firstSeq?: number;
  lastSeq?: number;
  late: number;
  /** Certificates of packets that were there already. */
  duplicates: number;
  /** Other packets under a sequence number that was taken. */
  forked: { packets: number; seqs: number[] };
  missing: Missing;
  /** Received, and erased since: their hashes are there, and nothing else. */
  erased: number;
  chain: Chain;
  meters: MeterCompleteness[];
}

export interface MeterCompleteness {
  meter: string;
  received: number;
  readings: number;
  firstSeq: number;
  lastSeq: number;
  late: number;
}

export interface Missing {
  packets: number;
  ranges: MissingRange[];
  /** More ranges than are listed. */
  truncated: boolean;
}

/** Sequence numbers that never came, and the times of the packets before and after them: they lie between. */
export interface MissingRange {
  fromSeq: number;
  toSeq: number;
  afterMs?: number;
  beforeMs?: number;
}

export interface Chain {
  /** `open`: no break, but links to missing packets cannot be checked. */
  state: 'verified' | 'broken' | 'open' | 'empty';
  verifiedLinks: number;
  uncheckedLinks: number;
  /** Where `prev` is not the hash of the packet before. */
  breaks: { seq: number; prev: Hex; expected: Hex }[];
}

const LISTED = 1000;
const ROWS_PER_TURN = 2000;

interface Row {
  seq: number;
  pod_id: number;
  meter_id: number;
  from_ms: number;
  to_ms: number;
  signed_at_ms: number;
  received_at_ms: number;
  readings: number;
  payload_hash: Uint8Array;
  prev: Uint8Array;
}

const SPAN = `SELECT min(min_seq) AS first, max(max_seq) AS last FROM node_day
  WHERE pod_id = ? AND node_id = ? AND day >= ? AND day <= ?`;
const LAST_BEFORE_DAY =
  'SELECT max(max_seq) AS seq FROM node_day WHERE pod_id = ? AND node_id = ? AND day < ?';
const BEFORE = 'SELECT max(seq) AS seq FROM sequence WHERE node_id = ? AND seq < ?';
const AFTER = 'SELECT min(seq) AS seq FROM sequence WHERE node_id = ? AND seq > ?';
const ROWS = `SELECT seq, pod_id, meter_id, from_ms, to_ms, signed_at_ms, received_at_ms, readings, payload_hash, prev
  FROM sequence WHERE node_id = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ${ROWS_PER_TURN}`;
const DUPLICATES = `SELECT count(*) AS n FROM duplicate d JOIN sequence s ON s.node_id = d.node_id AND s.seq = d.seq
  WHERE d.node_id = ? AND s.pod_id = ? AND s.from_ms < ? AND s.to_ms >= ?`;
const FORKS = `SELECT seq FROM quarantine WHERE reason = 'sequence-fork' AND node = ? AND pod = ? AND time_ms >= ?
  AND time_ms < ? ORDER BY seq`;

/**
 * What came of a PoD's packets between two times, and what is missing: every number between the first and the last
 * that a node has used, also of other ranges, since a packet that never came has no time of its own. Long ranges give
 * other work its turn.
 */
export async function completenessOf(
  ledger: LedgerReader,
  query: CompletenessQuery,
): Promise<NodeCompleteness[]> {
  const sql = createStatements(ledger.database);
  const podId = ledger.idOf('pod', query.pod);
  if (podId === undefined) return [];
  const nodes = sql('SELECT DISTINCT node_id AS id FROM series WHERE pod_id = ? ORDER BY node_id').all(podId);
  const answers: NodeCompleteness[] = [];
  for (const { id } of nodes as { id: number }[]) answers.push(await ofNode(ledger, sql, query, podId, id));
  return answers.sort((a, b) => (a.node < b.node ? -1 : 1));
}

type Sql = ReturnType<typeof createStatements>;

async function ofNode(
  ledger: LedgerReader,
  sql: Sql,
  query: CompletenessQuery,
  podId: number,
  nodeId: number,
): Promise<NodeCompleteness> {
  const { pod, fromMs, untilMs } = query;
  const tally = new Tally(podId, query, (id) => ledger.nameOf(id), erasedPeriods(sql, pod));
  const [first, last] = span(sql, query, podId, nodeId);
  for (let next = first; next <= last; ) {
    const rows = sql(ROWS).all(nodeId, next, last) as unknown as Row[];
    if (rows.length === 0) break;
    for (const row of rows) tally.add(row);
    next = rows.at(-1)!.seq + 1;
    await nextTurn();
  }
  const node = ledger.nameOf(nodeId);
  const forks = sql(FORKS).all(node, pod, fromMs, untilMs) as { seq: number }[];
  const { n: duplicates } = sql(DUPLICATES).get(nodeId, podId, untilMs, fromMs) as { n: number };
  const forked = { packets: forks.length, seqs: [...new Set(forks.map(({ seq }) => seq))].slice(0, LISTED) };
  return { node, ...tally.answer(), duplicates, forked };
}

function erasedPeriods(sql: Sql, pod: string): { from: number; until: number }[] {
  const rows = sql('SELECT from_ms AS "from", until_ms AS until FROM erased_period WHERE pod = ?').all(pod);
  return rows as { from: number; until: number }[];
}

/** Sequence numbers to look at: those of the days of the range, and one neighbour on each side. */
function span(
  sql: Sql,
  { fromMs, untilMs }: CompletenessQuery,
  podId: number,
  nodeId: number,
): [number, number] {
  const day = (ms: number) => formatTime(ms).slice(0, 10);
  const within = sql(SPAN).get(podId, nodeId, day(fromMs), day(untilMs - 1)) as {
    first: number | null;
    last: number | null;
  };
  const seqOf = (row: unknown) => (row as { seq: number | null }).seq ?? undefined;
  if (within.first === null || within.last === null) {
    const before = seqOf(sql(LAST_BEFORE_DAY).get(podId, nodeId, day(fromMs))) ?? -1;
    return [before, seqOf(sql(AFTER).get(nodeId, before)) ?? before];
  }
  const before = seqOf(sql(BEFORE).get(nodeId, within.first)) ?? within.first;
  return [before, seqOf(sql(AFTER).get(nodeId, within.last)) ?? within.last];
}

/** Counts packets of one node in the order of their numbers. */
class Tally {
  readonly #podId: number;
  readonly #query: CompletenessQuery;
  readonly #nameOf: (id: number) => string;
  readonly #meters = new Map<number, MeterCompleteness>();
  readonly #missing: Missing = { packets: 0, ranges: [], truncated: false };
  readonly #breaks: Chain['breaks'] = [];
  readonly #periods: readonly { from: number; until: number }[];
  #erased = 0;
  #verifiedLinks = 0;
  #uncheckedLinks = 0;
  #brokenLinks = 0;
  #last: Row | undefined;

  constructor(
    podId: number,
    query: CompletenessQuery,
    nameOf: (id: number) => string,
    periods: readonly { from: number; until: number }[],
  ) {
    this.#periods = periods;
    this.#podId = podId;
    this.#query = query;
    this.#nameOf = nameOf;
  }

  add(row: Row): void {
    const { fromMs, untilMs } = this.#query;
    this.#gap(row);
    if (row.pod_id === this.#podId && row.from_ms < untilMs && row.to_ms >= fromMs) {
      this.#link(row);
      if (this.#periods.some(({ from, until }) => from <= row.from_ms && row.from_ms < until)) this.#erased++;
      else this.#count(row);
    }
    this.#last = row;
  }

  answer(): Omit<NodeCompleteness, 'node' | 'duplicates' | 'forked'> {
    const meters = [...this.#meters.values()].sort((a, b) => (a.meter < b.meter ? -1 : 1));
    const sum = (of: (meter: MeterCompleteness) => number) =>
      meters.reduce((total, meter) => total + of(meter), 0);
    const received = sum((meter) => meter.received);
    const ends =
      received === 0
        ? {}
        : {
            firstSeq: Math.min(...meters.map((meter) => meter.firstSeq)),
            lastSeq: Math.max(...meters.map((meter) => meter.lastSeq)),
          };
    return {
      received,
      ...ends,
      late: sum((meter) => meter.late),
      missing: this.#missing,
      erased: this.#erased,
      chain: this.#chain(received + this.#erased),
      meters,
    };
  }

  #gap(row: Row): void {
    const fromSeq = (this.#last?.seq ?? -1) + 1;
    if (row.seq === fromSeq) return;
    const afterMs = this.#last?.to_ms;
    const beforeMs = row.from_ms;
    // A clock that was set back may have put the later number first.
    const earliest = Math.min(afterMs ?? Number.NEGATIVE_INFINITY, beforeMs);
    const latest = Math.max(afterMs ?? Number.NEGATIVE_INFINITY, beforeMs);
    if (earliest >= this.#query.untilMs || latest < this.#query.fromMs) return;
    this.#missing.packets += row.seq - fromSeq;
    if (this.#missing.ranges.length === LISTED) this.#missing.truncated = true;
    else this.#missing.ranges.push({ fromSeq, toSeq: row.seq - 1, afterMs, beforeMs });
  }

  #link(row: Row): void {
    if (row.seq === 0) return;
    if (this.#last?.seq !== row.seq - 1) {
      this.#uncheckedLinks++;
      return;
    }
    const [prev, expected] = [hexOf(row.prev), hexOf(this.#last.payload_hash)];
    if (prev === expected) {
      this.#verifiedLinks++;
      return;
    }
    this.#brokenLinks++;
    if (this.#breaks.length < LISTED) this.#breaks.push({ seq: row.seq, prev, expected });
  }

  #count(row: Row): void {
    let meter = this.#meters.get(row.meter_id);
    if (!meter) {
      const name = this.#nameOf(row.meter_id);
      meter = { meter: name, received: 0, readings: 0, firstSeq: row.seq, lastSeq: row.seq, late: 0 };
      this.#meters.set(row.meter_id, meter);
    }
    meter.received++;
    meter.readings += row.readings;
    meter.lastSeq = row.seq;
    if (row.received_at_ms - row.signed_at_ms > this.#query.lateAfterMs) meter.late++;
  }

  #chain(received: number): Chain {
    const counts = {
      verifiedLinks: this.#verifiedLinks,
      uncheckedLinks: this.#uncheckedLinks,
      breaks: this.#breaks,
    };
    if (received === 0) return { state: 'empty', ...counts };
    if (this.#brokenLinks > 0) return { state: 'broken', ...counts };
    return { state: this.#uncheckedLinks > 0 ? 'open' : 'verified', ...counts };
  }
}
