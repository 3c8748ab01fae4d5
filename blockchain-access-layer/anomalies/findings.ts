import type { Anomalies, Occurrence } from '../anomaly.ts';

type Key = Pick<Occurrence, 'type' | 'node' | 'subject'>;
type Finding =
  | { what: 'add'; occurrence: Occurrence & { count: number } }
  | { what: 'heal'; key: Key; atMs: number; why: Record<string, unknown> };

/** Occurrences in a row that are kept apart; those beyond only raise the count of the last. */
const MOST_IN_A_ROW = 5;

/** Gathers what detectors find, in order for each anomaly, until it can be written in one transaction. */
export function createFindings() {
  const byKey = new Map<string, Finding[]>();
  let inARow = new Map<string, number>();

  const nameOf = ({ type, node, subject = '' }: Key) => `${type}|${node}|${subject}`;

  function push(name: string, finding: Finding): void {
    const known = byKey.get(name);
    if (known) known.push(finding);
    else byKey.set(name, [finding]);
  }

  return {
    add(occurrence: Occurrence): void {
      const name = nameOf(occurrence);
      const row = inARow.get(name) ?? 0;
      const { count = 1 } = occurrence;
      const last = byKey.get(name)?.at(-1);
      if (row >= MOST_IN_A_ROW && last?.what === 'add') {
        last.occurrence = { ...occurrence, count: last.occurrence.count + count };
        return;
      }
      inARow.set(name, row + 1);
      push(name, { what: 'add', occurrence: { ...occurrence, count } });
    },

    heal(key: Key, atMs: number, why: Record<string, unknown>): void {
      const name = nameOf(key);
      inARow.delete(name);
      push(name, { what: 'heal', key, atMs, why });
    },

    /** Writes all of it, in the transaction that is open. */
    write(anomalies: Pick<Anomalies, 'add' | 'heal'>): void {
      for (const findings of byKey.values()) {
        for (const finding of findings) {
          if (finding.what === 'add') anomalies.add(finding.occurrence);
          else anomalies.heal(finding.key, finding.atMs, finding.why);
        }
      }
    },

    /** Anomalies that something was found of. */
    size: () => byKey.size,

    clear(): void {
      byKey.clear();
      inARow = new Map();
    },
  };
}

export type Findings = ReturnType<typeof createFindings>;
