import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import type { SetPoint } from '@access-layer/core/payloads/set-point';

/**
 * Set-points stand in the file of the outbox, so that a change and the packet that tells of it are one transaction.
 * `executions` counts how often the device was told; `must_release` is set before it is told anything, and taken back
 * when it has confirmed its safe state: whatever ends the process in between, the next one knows.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS set_point (
  pod TEXT NOT NULL,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  hash TEXT NOT NULL,
  payload TEXT NOT NULL,
  untilMs INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'applying', 'applied', 'ended')),
  outcome TEXT,
  executions INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (pod, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS set_point_open ON set_point (seq) WHERE state <> 'ended';
CREATE TABLE IF NOT EXISTS set_point_state (
  pod TEXT PRIMARY KEY,
  highestSeq INTEGER NOT NULL,
  issuedAtMs INTEGER NOT NULL,
  mustRelease INTEGER NOT NULL
) STRICT;`;

export type SetPointState = 'waiting' | 'applying' | 'applied' | 'ended';

export interface StoredSetPoint {
  seq: number;
  id: string;
  hash: Hex;
  setPoint: SetPoint;
  fromMs: number;
  untilMs: number;
  state: SetPointState;
  executions: number;
}

interface Row {
  seq: number;
  id: string;
  hash: Hex;
  payload: string;
  state: SetPointState;
  executions: number;
}

/** What a node knows of the set-points of its PoD. Methods that write want the open transaction of the outbox. */
export function createSetPointStore(database: DatabaseSync, pod: string) {
  database.exec(SCHEMA);
  database.prepare('INSERT OR IGNORE INTO set_point_state VALUES (?, -1, 0, 0)').run(pod);
  const add = database.prepare(
    'INSERT INTO set_point (pod, seq, id, hash, payload, untilMs, state, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const find = database.prepare('SELECT hash FROM set_point WHERE pod = ? AND seq = ?');
  const state = database.prepare('SELECT * FROM set_point_state WHERE pod = ?');
  const raise = database.prepare(
    'UPDATE set_point_state SET highestSeq = max(highestSeq, ?), issuedAtMs = max(issuedAtMs, ?) WHERE pod = ?',
  );
  const owe = database.prepare('UPDATE set_point_state SET mustRelease = ? WHERE pod = ?');
  const open = database.prepare(
    "SELECT seq, id, hash, payload, state, executions FROM set_point WHERE pod = ? AND state <> 'ended' ORDER BY seq",
  );
  const all = database.prepare(
    'SELECT seq, id, outcome, executions, state FROM set_point WHERE pod = ? ORDER BY seq',
  );
  const move = database.prepare(
    'UPDATE set_point SET state = ?, outcome = ?, executions = executions + ? WHERE pod = ? AND seq = ?',
  );
  const prune = database.prepare("DELETE FROM set_point WHERE state = 'ended' AND untilMs < ? AND pod = ?");
  const current = () => state.get(pod) as { highestSeq: number; issuedAtMs: number; mustRelease: number };

  return {
    highestSeq: () => current().highestSeq,
    /** Issue time of the latest set-point of a pinned signer. */
    issuedAtMs: () => current().issuedAtMs,
    mustRelease: () => current().mustRelease === 1,
    hashOf: (seq: number) => (find.get(pod, seq) as { hash: Hex } | undefined)?.hash,

    /** Keeps an authentic set-point: one to carry out, or with an outcome one that is refused for good. */
    add({ setPoint, hash }: { setPoint: SetPoint; hash: Hex }, outcome?: string): void {
      const { seq, id, issuedAt, until } = setPoint;
      const next = outcome === undefined ? 'waiting' : 'ended';
      add.run(pod, seq, id, hash, JSON.stringify(setPoint), Date.parse(until), next, outcome ?? null);
      raise.run(seq, Date.parse(issuedAt), pod);
    },

    /** Those that have not ended, by rising number. */
    open: () => (open.all(pod) as unknown as Row[]).map(toStored),

    /** From here on the device may have been told, whatever happens. */
    begin(seq: number): void {
      move.run('applying', null, 1, pod, seq);
      owe.run(1, pod);
    },

    applied: (seq: number) => void move.run('applied', null, 0, pod, seq),
    end: (seq: number, outcome: string) => void move.run('ended', outcome, 0, pod, seq),
    released: () => void owe.run(0, pod),

    /** Every set-point that is known, with what became of it. */
    list: () =>
      all.all(pod) as unknown as {
        seq: number;
        id: string;
        outcome: string | null;
        executions: number;
        state: SetPointState;
      }[],

    /** Forgets what ended before a time; the highest number stays. */
    prune: (beforeMs: number) => void prune.run(beforeMs, pod),
  };
}

export type SetPointStore = ReturnType<typeof createSetPointStore>;

function toStored({ payload, ...row }: Row): StoredSetPoint {
  const setPoint = JSON.parse(payload) as SetPoint;
  return { ...row, setPoint, fromMs: Date.parse(setPoint.from), untilMs: Date.parse(setPoint.until) };
}
