import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What belongs to one run of the machine, or is made again from the rest. */
const LEFT_OUT = [
  ...[/^logs\//, /(^|\/)[^/]*lock\.db$/, /^start\.pid$/, /^run\.json$/, /^processes\.json$/],
  ...[/^scd\/(exports|scratch|quarters)\//, /^chain\/state\.restore\.json$/],
];
/** Logs of databases are in their snapshots; the others are being written. */
const UNFINISHED = /(-wal|-shm|-journal|\.tmp|\.next|\.new)$|(^|\/)\.unfinished-/;

export interface FolderFiles {
  /** SQLite databases. */
  databases: string[];
  /** All others. The chain is apart: it must not be ahead of who anchors on it. */
  chain: string[];
  others: string[];
}

/** Paths within a data folder that a backup holds, ascending. */
export function whatToCopy(dir: string): FolderFiles {
  const files = filesIn(dir, dir).filter(
    (path) => !UNFINISHED.test(path) && !LEFT_OUT.some((pattern) => pattern.test(path)),
  );
  const isDatabase = (path: string) => path.endsWith('.db');
  const isChain = (path: string) => path.startsWith('chain/') && !isDatabase(path);
  return {
    databases: files.filter(isDatabase),
    chain: files.filter(isChain),
    others: files.filter((path) => !isDatabase(path) && !isChain(path)),
  };
}

function filesIn(root: string, dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) return filesIn(root, path);
      return entry.isFile() ? [relative(root, path).replaceAll('\\', '/')] : [];
    })
    .sort();
}
