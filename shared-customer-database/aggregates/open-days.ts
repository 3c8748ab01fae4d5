import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatTime } from '@access-layer/core/time';
import { DayQuarters } from './day-quarters.ts';
import type { DayView, MeterDay } from './quarter-file.ts';

export interface Folders {
  /** Of the day files. */
  measurementsDir: string;
  /** Of what is made from them; may be deleted. */
  projectionsDir: string;
}

const OPEN_DAYS = 64;
const DAY_FILE = /^measurements-(\d{4}-\d{2}-\d{2})\.db$/;
const PROJECTION_FILE = /^quarters-(\d{4}-\d{2}-\d{2})\.db$/;

export function dayFileOf({ measurementsDir }: Folders, day: string): string {
  return join(measurementsDir, `measurements-${day}.db`);
}

export function projectionFileOf({ projectionsDir }: Pick<Folders, 'projectionsDir'>, day: string): string {
  return join(projectionsDir, `quarters-${day}.db`);
}

/** Days that have a file, ascending. */
export function daysIn({ measurementsDir }: Folders): string[] {
  if (!existsSync(measurementsDir)) return [];
  const days = readdirSync(measurementsDir).map((name) => DAY_FILE.exec(name)?.[1]);
  return days.filter((day) => day !== undefined).sort();
}

/** What a day is that is held open. */
interface OpenDay {
  isReplaced(): boolean;
  metersOf(pods: readonly string[]): Map<string, MeterDay[]>;
  quarters(pod: string, meter: string, role: string): Float64Array;
  close(): void;
}

/** The quarter-hours of days, opened when they are asked for. */
export class OpenDays<Day extends OpenDay> {
  readonly #opened: (day: string) => Day | undefined;
  /** Least recently used first. */
  readonly #open = new Map<number, Day>();

  constructor(opened: (day: string) => Day | undefined) {
    this.#opened = opened;
  }

  /** Of a day by its beginning; undefined where nothing was measured on it. */
  get(dayMs: number): Day | undefined {
    let day = this.#open.get(dayMs);
    if (day?.isReplaced()) {
      day.close();
      day = undefined;
    }
    this.#open.delete(dayMs);
    day ??= this.#opened(formatTime(dayMs).slice(0, 10));
    if (!day) return undefined;
    this.#open.set(dayMs, day);
    for (const [oldest, unused] of this.#open) {
      if (this.#open.size <= OPEN_DAYS) break;
      unused.close();
      this.#open.delete(oldest);
    }
    return day;
  }

  /** Days with what is the same for all questions about these PoDs read at once: one by one it takes ten times as long. */
  viewOf(pods: readonly string[]): (dayMs: number) => DayView | undefined {
    const views = new Map<number, DayView | undefined>();
    return (dayMs) => {
      if (!views.has(dayMs)) views.set(dayMs, this.#view(dayMs, pods));
      return views.get(dayMs);
    };
  }

  close(): void {
    for (const day of this.#open.values()) day.close();
    this.#open.clear();
  }

  #view(dayMs: number, pods: readonly string[]): DayView | undefined {
    const meters = this.get(dayMs)?.metersOf(pods);
    return (
      meters && {
        meters: (pod) => meters.get(pod) ?? [],
        // Many days may have been opened since, and this one closed.
        quarters: (pod, meter, role) => this.get(dayMs)!.quarters(pod, meter, role),
      }
    );
  }
}

/** The quarter-hours of day files. */
export function openDayFiles(folders: Folders): OpenDays<DayQuarters> {
  mkdirSync(folders.projectionsDir, { recursive: true });
  return new OpenDays((day) => {
    const file = dayFileOf(folders, day);
    return existsSync(file) ? new DayQuarters(day, file, projectionFileOf(folders, day)) : undefined;
  });
}

/** Days of which sums are kept. */
export function projectedDays({ projectionsDir }: Pick<Folders, 'projectionsDir'>): string[] {
  if (!existsSync(projectionsDir)) return [];
  const days = readdirSync(projectionsDir).map((name) => PROJECTION_FILE.exec(name)?.[1]);
  return days.filter((day) => day !== undefined).sort();
}
