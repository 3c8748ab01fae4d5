import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AccessLayerError } from '@access-layer/core/errors';
import { currentManifest } from '../archive/commit-part.ts';
import { damageText } from '../archive/damage.ts';
import type { Archive } from '../archive.ts';
import type { DaySize, LifecycleStore } from '../lifecycle-store.ts';
import type { DayEntry, LifecycleBook } from './lifecycle-book.ts';
import type { LifecycleTask, TaskAnswers } from './lifecycle-task.ts';
import { type ActionName, actionsIn, DAY_MS, phaseOf, type WholePolicy } from './policy.ts';

/** Runs a task elsewhere. @throws AccessLayerError with the code that it ended with */
export type RunTask = <T extends LifecycleTask>(task: T) => Promise<TaskAnswers[T['kind']]>;

export interface LifecycleRooms {
  /** The instance that ingest puts into. */
  store: LifecycleStore;
  archive: Archive;
  book: LifecycleBook;
  policy: WholePolicy;
  run: RunTask;
  now: () => number;
  /** Archive all that there is at once, as who asks for it by hand expects. */
  eager?: boolean;
  /** Folder of what aggregates keep of a day. */
  projectionsDir: string;
}

/** What was done to a day, in the words of the policy. */
export type Done = 'archive' | 'merge' | 'read-only' | 'delete' | 'verify';

/**
 * Does what is due for a day, and writes down where it stands. What fails is the day's problem, and is tried again the
 * next time; nothing is deleted meanwhile.
 */
export async function lookAtDay(
  rooms: LifecycleRooms,
  day: string,
  tell: (what: Done) => void,
): Promise<DayEntry> {
  let isChanged = false;
  const onDone = (what: Done) => {
    isChanged = true;
    tell(what);
  };
  const { store, book, policy, now } = rooms;
  const size = await store.daySize(day);
  const phase = phaseOf(day, now(), policy);
  const before = book.day(day);
  const entry: DayEntry = { ...(before ?? newEntry(day)), ...storedIn(size), phase, problem: null };
  if (!before || size.packets > before.storedPackets) entry.changedAtMs = now();
  const begun = before?.phase === phase || phase === 'hot' ? [] : policy[phase].actions;
  const due = actionsIn(phase, policy);
  try {
    if (due.has('archive') && needsArchiving(rooms, entry)) await archive(rooms, entry, onDone);
    if (size.packets > 0) await rest(rooms, entry, { due, begun }, onDone);
    if (due.has('delete') && size.packets > 0 && mayGo(rooms, entry)) await remove(rooms, entry, onDone);
    else if (needsChecking(rooms, entry)) await verify(rooms, entry, onDone);
    if (isChanged || !before) Object.assign(entry, await archivedIn(rooms.archive, day));
  } catch (error) {
    // Who stops in the middle leaves no problem behind: the next start looks again.
    if (!(error instanceof AccessLayerError) || error.code === 'SCD_CANCELLED') throw error;
    entry.problem = error.message;
    book.count('failures');
  }
  if (isChanged) Object.assign(entry, storedIn(await store.daySize(day)));
  // Most days stay as they are, and each line of the book is an fsync.
  if (JSON.stringify(entry) !== JSON.stringify(before)) book.keepDay(entry);
  return entry;
}

/** A day that has begun stands in the book at once; the next look does what is due. */
export async function noteDay({ store, book, now }: LifecycleRooms, day: string): Promise<void> {
  book.keepDay({ ...newEntry(day), ...storedIn(await store.daySize(day)), changedAtMs: now() });
}

/** What the archive holds of a day. @throws AccessLayerError SCD_ARCHIVE_DAMAGED */
export async function archivedIn(
  archive: Archive,
  day: string,
): Promise<Pick<DayEntry, 'archivedPackets' | 'archivedBytes' | 'parts' | 'erased'>> {
  const parts = (await currentManifest(archive, day))?.manifest.parts ?? [];
  const sum = (pick: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + pick(part), 0);
  return {
    ...{
      parts: parts.length,
      archivedPackets: sum(({ packets }) => packets),
      erased: sum(({ erased }) => erased),
    },
    archivedBytes: sum(({ files }) => Object.values(files).reduce((all, { bytes }) => all + bytes, 0)),
  };
}

function newEntry(day: string): DayEntry {
  return {
    ...{
      day,
      phase: 'hot',
      storedPackets: 0,
      storedBytes: 0,
      readOnly: false,
      seenPackets: 0,
      changedAtMs: 0,
    },
    ...{ archivedPackets: 0, archivedBytes: 0, parts: 0, erased: 0, waiting: 0 },
    ...{ archivedAtMs: null, verifiedAtMs: null, deletedAtMs: null, problem: null },
  };
}

function storedIn({ packets, bytes, readOnly }: DaySize) {
  return { storedPackets: packets, storedBytes: bytes, readOnly };
}

/** What comes late after the day itself is added once a day, or a trickle would make a part every time. */
function needsArchiving({ now, eager }: LifecycleRooms, entry: DayEntry): boolean {
  const { storedPackets, seenPackets, waiting, archivedAtMs, phase } = entry;
  if (storedPackets === 0) return false;
  if (archivedAtMs === null) return true;
  if (storedPackets === seenPackets && waiting === 0) return false;
  return eager === true || phase === 'delete' || now() - archivedAtMs >= DAY_MS;
}

async function archive(
  { run, now }: LifecycleRooms,
  entry: DayEntry,
  onDone: (what: Done) => void,
): Promise<void> {
  const { packets, waiting } = await run({ kind: 'archive', day: entry.day, atMs: now() });
  entry.waiting = waiting;
  entry.seenPackets = entry.storedPackets;
  entry.archivedAtMs = now();
  if (packets === 0) return;
  // What was just written is read back at once: a disk that lies is found while the store still has the day.
  entry.verifiedAtMs = null;
  onDone('archive');
}

async function rest(
  { store, run }: LifecycleRooms,
  { day, readOnly }: DayEntry,
  { due, begun }: { due: ReadonlySet<ActionName>; begun: readonly ActionName[] },
  onDone: (what: Done) => void,
): Promise<void> {
  const merging = store.actions.filter((action) => action !== 'read-only' && begun.includes(action));
  if (merging.length > 0) {
    await run({ kind: 'merge', day, actions: [...merging] });
    onDone('merge');
  }
  if (readOnly || !due.has('read-only') || !store.actions.includes('read-only')) return;
  await store.rest(day, ['read-only']);
  if ((await store.daySize(day)).readOnly) onDone('read-only');
}

/** Nobody has asked for it, and what came late has been there for its time. */
function mayGo({ book, policy, now }: LifecycleRooms, { day, changedAtMs, deletedAtMs }: DayEntry): boolean {
  if (book.restoredUntil(day) > now()) return false;
  const isLate = deletedAtMs !== null || changedAtMs > Date.parse(day) + 2 * DAY_MS;
  return !isLate || now() - changedAtMs >= policy.keepLateDays * DAY_MS;
}

/** Takes a day out of the store: only when its archive was read back and holds all that the store and the ledger know. */
async function remove(rooms: LifecycleRooms, entry: DayEntry, onDone: (what: Done) => void): Promise<void> {
  const { store, projectionsDir, now } = rooms;
  const { stored, isWhole } = await verify(rooms, entry, onDone);
  // Packets may wait for their anchor, or have come since: the next look archives them.
  if (!isWhole || !(await store.deleteDay(entry.day, stored))) return;
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(projectionsDir, `quarters-${entry.day}.db${end}`), { force: true });
  entry.seenPackets = 0;
  entry.deletedAtMs = now();
  onDone('delete');
}

function needsChecking({ policy, now }: LifecycleRooms, entry: DayEntry): boolean {
  const { archivedAtMs, parts, verifiedAtMs } = entry;
  // In a book that was lost and written again nobody knows when it was archived.
  if (archivedAtMs === null && parts === 0) return false;
  return verifiedAtMs === null || now() - verifiedAtMs >= policy.verifyEveryDays * DAY_MS;
}

/** @throws AccessLayerError SCD_ARCHIVE_DAMAGED, SCD_ARCHIVE_LACKS */
async function verify({ run, book, now }: LifecycleRooms, entry: DayEntry, onDone: (what: Done) => void) {
  const { day } = entry;
  const { damages, lacking, lacks, stored } = await run({ kind: 'verify', day });
  book.keepDamages(day, damages, now());
  book.keepNote('last-verification', String(now()));
  entry.verifiedAtMs = now();
  const [damage] = damages;
  if (damage)
    throw problem('SCD_ARCHIVE_DAMAGED', `${damages.length} damages, the first: ${damageText(damage)}`);
  const expected = entry.waiting + Math.max(0, stored - entry.seenPackets);
  if (lacking > expected) throw problem('SCD_ARCHIVE_LACKS', `${day}: ${lacks.join('; ')}`);
  onDone('verify');
  return { stored, isWhole: lacking === 0 };
}

function problem(code: string, message: string): AccessLayerError {
  return new AccessLayerError({ code, message });
}
