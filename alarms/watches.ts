import type { Alarm, Alarms, OverWhy } from './alarms.ts';
import type { History } from './history.ts';
import type { Book } from './open-book.ts';
import type { Rule } from './rule.ts';
import { OVER_WORDS, type Said } from './said.ts';
import { QUIET, step, type Verdict, type Watch } from './step.ts';
import type { Teller } from './tell.ts';

/** What was seen of one subject of a rule. */
export interface Sample {
  subject: string;
  verdict: Verdict;
  /** When it was so: of a reading, when it was measured. */
  atMs: number;
  value?: number;
  /** In words, for who is told. */
  said: Said;
}

export interface WatchesOptions {
  book: Book;
  alarms: Alarms;
  history: History;
  teller: Teller;
  /** Whether the owner may be told this: asked before anything rings. */
  mayTell(rule: Rule, sample: Sample): Promise<boolean>;
  /** Whether the rule is still there, and the same. */
  isCurrent(rule: Rule): boolean;
  /** After something is on disk. */
  changed(owner: string): void;
}

/**
 * Follows every subject of every rule. What is on disk is always of one moment: the watches, how far events were read, the
 * alarms and what is to be sent of them.
 */
export function createWatches({
  book,
  alarms,
  history,
  teller,
  mayTell,
  isCurrent,
  changed,
}: WatchesOptions) {
  const { database } = book;
  const put = database.prepare(
    'INSERT OR REPLACE INTO watch (rule, subject, phase, since) VALUES (?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM watch WHERE rule = ? AND subject = ?');
  const removeAll = database.prepare('DELETE FROM watch WHERE rule = ?');
  const putCursor = database.prepare('INSERT OR REPLACE INTO cursor (topic, last) VALUES (?, ?)');
  const dropCursor = database.prepare('DELETE FROM cursor WHERE topic = ?');
  const getCursor = database.prepare('SELECT last FROM cursor WHERE topic = ?');
  const putSeen = database.prepare('INSERT OR REPLACE INTO seen (pod, at) VALUES (?, ?)');

  const watches = new Map<string, Map<string, Watch>>();
  for (const row of database.prepare('SELECT * FROM watch').all() as unknown as WatchRow[]) {
    of(row.rule).set(row.subject, { phase: row.phase, sinceMs: row.since });
  }
  const seen = new Map(
    (database.prepare('SELECT * FROM seen').all() as unknown as { pod: string; at: number }[]).map(
      ({ pod, at }) => [pod, at],
    ),
  );
  const dirty = new Map<string, () => void>();

  function of(rule: string): Map<string, Watch> {
    const known = watches.get(rule) ?? new Map<string, Watch>();
    watches.set(rule, known);
    return known;
  }

  function set(rule: string, subject: string, watch: Watch): void {
    const before = of(rule).get(subject) ?? QUIET;
    if (before.phase === watch.phase && before.sinceMs === watch.sinceMs) return;
    if (watch.phase === 'quiet') of(rule).delete(subject);
    else of(rule).set(subject, watch);
    dirty.set(`watch ${rule} ${subject}`, () => {
      if (watch.phase === 'quiet') remove.run(rule, subject);
      else put.run(rule, subject, watch.phase, watch.sinceMs);
    });
  }

  /** Puts on disk what has changed, with whatever else belongs to it. */
  function flush(work?: () => void): void {
    if (dirty.size === 0 && !work) return;
    const writes = [...dirty.values()];
    book.atomically(() => {
      for (const write of writes) write();
      work?.();
    });
    dirty.clear();
  }

  function end(alarm: Alarm, why: OverWhy): void {
    const over = alarms.end(alarm.id, why);
    history.add(alarm.owner, 'over', `${alarm.said.en}: ${OVER_WORDS[why].en}`, { alarm: alarm.id });
    teller.over(over);
  }

  function ring(rule: Rule, { subject, value, said }: Sample, sinceMs: number): void {
    const { id, owner, name, severity } = rule;
    const about = { owner, rule: id, name, severity, subject, said, sinceMs };
    const alarm = alarms.add({ ...about, ...(value !== undefined && { value }) });
    history.add(owner, 'rang', said.en, { alarm: alarm.id });
    teller.due(alarm);
  }

  return {
    /** Takes what was seen; when it answers, what follows from it is on disk. */
    async take(rule: Rule, sample: Sample): Promise<void> {
      const { subject, verdict, atMs } = sample;
      const before = of(rule.id).get(subject) ?? QUIET;
      const { watch, change } = step(before, verdict, atMs, rule.forS * 1000);
      if (change === 'rang' && !(await mayTell(rule, sample))) return set(rule.id, subject, QUIET);
      if (!isCurrent(rule)) return; // changed or removed meanwhile
      set(rule.id, subject, watch);
      if (!change) return;
      try {
        flush(() => {
          if (change === 'rang') return ring(rule, sample, watch.sinceMs);
          const alarm = alarms.ringingFor(rule.id, subject);
          if (alarm) end(alarm, 'normal');
        });
      } catch (error) {
        set(rule.id, subject, before); // nothing of it is on disk: the next sample tries again
        throw error;
      }
      changed(rule.owner);
    },

    /** Forgets all subjects of a rule, and ends what rings; in the caller's transaction. */
    forget(rule: Pick<Rule, 'id'>, why: OverWhy): void {
      for (const alarm of alarms.ringingOf(rule.id)) end(alarm, why);
      for (const subject of of(rule.id).keys()) dirty.delete(`watch ${rule.id} ${subject}`);
      watches.delete(rule.id);
      removeAll.run(rule.id);
    },

    subjectsOf: (rule: string) => [...of(rule).keys()],
    flush,

    cursor: (topic: string) => (getCursor.get(topic) as { last: string } | undefined)?.last,
    /** How far a topic was read: on disk with what follows from it. */
    read: (topic: string, last: string) =>
      void dirty.set(`cursor ${topic}`, () => void putCursor.run(topic, last)),
    forgetCursor(topic: string): void {
      dirty.delete(`cursor ${topic}`);
      dropCursor.run(topic);
    },

    /** When the Blockchain Access Layer last got a reading of each PoD, ms since 1970. */
    seen: seen as ReadonlyMap<string, number>,
    saw(pod: string, atMs: number): void {
      if (atMs <= (seen.get(pod) ?? 0)) return;
      seen.set(pod, atMs);
      dirty.set(`seen ${pod}`, () => void putSeen.run(pod, atMs));
    },
  };
}

export type Watches = ReturnType<typeof createWatches>;

interface WatchRow {
  rule: string;
  subject: string;
  phase: Watch['phase'];
  since: number;
}
