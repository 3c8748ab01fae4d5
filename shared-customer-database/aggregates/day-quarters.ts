import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import { createStatements } from '../sql-statements.ts';
import { READER } from '../stores/day-schema.ts';
import {
  type DayView,
  type MeterDay,
  type NewReadings,
  newReadings,
  type PacketContent,
  QuarterFile,
} from './quarter-file.ts';

export const DAY_MS = 86_400_000;

interface SourceState {
  inode: number;
  lastPacket: number;
}

/**
 * The quarter-hours of one UTC day of every PoD, made from its day file. Packets are only ever added to that: those that
 * came since are added to what is there, and where they speak of earlier times the PoD is made anew. Several threads and
 * processes may work on one: each step is a transaction.
 */
export class DayQuarters implements DayView {
  readonly #file: { path: string; inode: number };
  readonly #source: DatabaseSync;
  readonly #quarters: QuarterFile;
  readonly #on: ReturnType<typeof createStatements>;

  constructor(day: string, file: string, projectionFile: string) {
    this.#source = openDatabase(file, { readOnly: true });
    this.#source.exec(READER);
    this.#on = createStatements(this.#source);
    this.#quarters = new QuarterFile(day, projectionFile);
    this.#file = { path: file, inode: statSync(file).ino };
  }

  /** Those of these PoDs whose quarter-hours lack something that the day file holds. */
  missing(pods: readonly string[]): string[] {
    if (this.isSettled()) return [];
    const here = this.#inSource(pods);
    return this.#isCurrent(this.#known()) ? this.#notBuilt(here) : here;
  }

  /** Whether all that the day file holds is known to be in the quarter-hours. */
  isSettled(): boolean {
    const known = this.#known();
    return this.#isCurrent(known) && known?.complete === 1;
  }

  /** Brings the quarter-hours of these PoDs up to what the day file holds. */
  ensure(pods: readonly string[]): void {
    transaction(this.#quarters.database, () => {
      const state = this.#state();
      this.#markChanged(state);
      for (const pod of this.#notBuilt(pods)) this.#build(pod, state);
    });
  }

  /** All PoDs of which the day file holds something that is not in the quarter-hours. */
  behind(): string[] {
    const all = this.#on('SELECT code FROM pod').all() as { code: string }[];
    return this.missing(all.map(({ code }) => code));
  }

  /** Notes that there is nothing left to look for, if that is so: then no question looks. */
  settle(): void {
    transaction(this.#quarters.database, () => {
      if (this.#isCurrent(this.#known()) && this.behind().length === 0)
        this.#quarters.database.exec('UPDATE source SET complete = 1');
    });
  }

  meters(pod: string): MeterDay[] {
    return this.metersOf([pod]).get(pod) ?? [];
  }

  metersOf(pods: readonly string[]): Map<string, MeterDay[]> {
    return this.#quarters.metersOf(pods);
  }

  quarters(pod: string, meter: string, role: string): Float64Array {
    return this.#quarters.quarters(pod, meter, role);
  }

  /** Whether another file, or none, stands where one was opened. */
  isReplaced(): boolean {
    const { path, inode } = this.#file;
    return this.#quarters.isReplaced() || statSync(path, { throwIfNoEntry: false })?.ino !== inode;
  }

  close(): void {
    this.#source.close();
    this.#quarters.close();
  }

  #state(): SourceState {
    const sql = 'SELECT coalesce(max(id), 0) AS last FROM packet';
    const { last } = this.#on(sql).get() as { last: number };
    return { inode: this.#file.inode, lastPacket: last };
  }

  #known(): Known | undefined {
    return this.#quarters.on('SELECT inode, last_packet, complete FROM source').get() as never;
  }

  #isCurrent(known: Known | undefined): boolean {
    const { inode, lastPacket } = this.#state();
    return known?.inode === inode && known.last_packet === lastPacket;
  }

  #inSource(pods: readonly string[]): string[] {
    const sql = 'SELECT code FROM pod WHERE code IN (SELECT value FROM json_each(?))';
    const rows = this.#on(sql).all(JSON.stringify(pods)) as { code: string }[];
    return rows.map(({ code }) => code);
  }

  #notBuilt(pods: readonly string[]): string[] {
    const sql =
      'SELECT value FROM json_each(?) WHERE value NOT IN (SELECT pod FROM built WHERE is_behind = 0)';
    const rows = this.#quarters.on(sql).all(JSON.stringify(pods)) as { value: string }[];
    return rows.map(({ value }) => value);
  }

  /** Another inode is another file, for example one that was restored: nothing of before counts. */
  #markChanged({ inode, lastPacket }: SourceState): void {
    const known = this.#known();
    if (known?.inode === inode && known.last_packet === lastPacket) return;
    if (known?.inode !== inode || known.last_packet > lastPacket)
      this.#quarters.database.exec('DELETE FROM built');
    else {
      const sql =
        'SELECT DISTINCT code FROM packet JOIN pod ON pod.id = pod_id WHERE packet.id > ? AND packet.id <= ?';
      const changed = this.#on(sql).all(known.last_packet, lastPacket) as { code: string }[];
      for (const { code } of changed)
        this.#quarters.on('UPDATE built SET is_behind = 1 WHERE pod = ?').run(code);
    }
    const keep = 'INSERT OR REPLACE INTO source (id, inode, last_packet, complete) VALUES (1, ?, ?, 0)';
    this.#quarters.on(keep).run(inode, lastPacket);
  }

  #build(pod: string, { lastPacket }: SourceState): void {
    const sql = 'SELECT up_to FROM built WHERE pod = ?';
    const { up_to: upTo = 0 } = (this.#quarters.on(sql).get(pod) ?? {}) as { up_to?: number };
    const isAdded = upTo > 0 && this.#quarters.add(pod, this.#readings(pod, upTo, lastPacket));
    if (!isAdded) this.#quarters.replace(pod, this.#readings(pod, 0, lastPacket));
    const keep = 'INSERT OR REPLACE INTO built (pod, up_to, is_behind) VALUES (?, ?, 0)';
    this.#quarters.on(keep).run(pod, lastPacket);
  }

  /** Of the packets of a PoD with `after` < id ≤ `upTo`. */
  #readings(pod: string, after: number, upTo: number): NewReadings[] {
    const sql = `SELECT meter, coalesce(role, '') AS role, payload FROM packet
      WHERE pod_id = (SELECT id FROM pod WHERE code = ?) AND type = 'measurement' AND id > ? AND id <= ?
      ORDER BY node, seq`;
    return newReadings(this.#on(sql).all(pod, after, upTo) as unknown as PacketContent[]);
  }
}

interface Known {
  inode: number;
  last_packet: number;
  /** 1: the quarter-hours hold all that the day file holds up to there. */
  complete: number;
}
