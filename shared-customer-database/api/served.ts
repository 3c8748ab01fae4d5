import { openDatabase } from '@access-layer/kit/sqlite';

const FLUSH_MS = 1000;

export interface Served {
  add(): void;
  total(): number;
  close(): void;
}

/** Answers served, over restarts. Written once a second: a crash may forget the last second's, and never a reading. */
export function openServed(file: string): Served {
  const database = openDatabase(file);
  // Power loss too may forget the last seconds: nobody waits for the disk here, least of all the answers.
  database.exec('PRAGMA synchronous=NORMAL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS served (id INTEGER PRIMARY KEY CHECK (id = 1), answers INTEGER) STRICT',
  );
  const read = database.prepare('SELECT answers FROM served');
  const write = database.prepare(
    'INSERT INTO served VALUES (1, ?) ON CONFLICT DO UPDATE SET answers = excluded.answers',
  );
  let total = (read.get() as { answers: number } | undefined)?.answers ?? 0;
  let written = total;
  const flush = () => {
    if (total === written) return;
    write.run(total);
    written = total;
  };
  const timer = setInterval(flush, FLUSH_MS).unref();
  return {
    add: () => {
      total++;
    },
    total: () => total,
    close() {
      clearInterval(timer);
      flush();
      database.close();
    },
  };
}
