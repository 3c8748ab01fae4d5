import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@access-layer/kit/sqlite';
import { ANOMALY_KINDS, type AnomalyType } from './anomaly-types.ts';

/** Of one type, node and subject one anomaly is open at a time. Times in milliseconds. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS anomaly (
    id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, severity TEXT NOT NULL, node TEXT NOT NULL, pod TEXT,
    subject TEXT NOT NULL, seq INTEGER, state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, closed_at INTEGER, count INTEGER NOT NULL,
    details TEXT NOT NULL, evidence TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS anomaly_open ON anomaly (type, node, subject) WHERE state = 'open';
  CREATE INDEX IF NOT EXISTS anomaly_of_node ON anomaly (node, id);
  CREATE INDEX IF NOT EXISTS anomaly_of_pod ON anomaly (pod, id);
  CREATE INDEX IF NOT EXISTS anomaly_closed ON anomaly (closed_at) WHERE state = 'closed';`;

interface FormerRow {
  type: string;
  node: string;
  pod: string | null;
  seq: number | null;
  at: number;
  details: string;
}

/** Makes the table; one of an earlier version, with a row an occurrence, becomes closed anomalies. */
export function prepareAnomalyTable(database: DatabaseSync): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('anomaly')").all();
  if (columns.length === 0 || columns.some(({ name }) => name === 'state')) {
    database.exec(SCHEMA);
    return;
  }
  transaction(database, () => {
    database.exec(
      `ALTER TABLE anomaly RENAME TO former_anomaly; DROP INDEX IF EXISTS anomaly_node; ${SCHEMA}`,
    );
    const insert = database.prepare(
      `INSERT INTO anomaly (type, severity, node, pod, subject, seq, state, first_at, last_at, closed_at, count,
         details, evidence) VALUES (?, ?, ?, ?, '', ?, 'closed', ?, ?, ?, ?, ?, ?)`,
    );
    const rows = database.prepare('SELECT * FROM former_anomaly ORDER BY id').all();
    for (const { type, node, pod, seq, at, details } of rows as unknown as FormerRow[]) {
      const facts = JSON.parse(details) as { count?: number };
      const { severity } = ANOMALY_KINDS[type as AnomalyType];
      const evidence = JSON.stringify([{ at, ...(seq !== null && { seq }), ...facts }]);
      insert.run(type, severity, node, pod, seq, at, at, at, facts.count ?? 1, details, evidence);
    }
    database.exec('DROP TABLE former_anomaly');
  });
}
