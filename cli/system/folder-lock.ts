import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';
import { type DataFolder, type RunningProcess, readJson } from '../data-folder.ts';

/** Services of a supervisor that was killed end by themselves within this time. */
const LEFTOVER_TIMEOUT_MS = 15_000;
/** SQLITE_BUSY: somebody else has the lock. */
const BUSY = 5;

/**
 * Takes the data folder for this process. What holds it is the operating system's lock on a file, which ends with the
 * process however that ends; the pid file only tells people who has it. Throws CLI_FOLDER_IN_USE.
 */
export function lockDataFolder(folder: DataFolder, pid: number): () => void {
  const database = new DatabaseSync(folder.lock, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw inUse(folder, cause);
  }
  writeFileSync(folder.pid, `${pid}\n`);
  return () => {
    rmSync(folder.pid, { force: true });
    database.close();
  };
}

/** Whether a system runs on the folder: the addresses that a killed one has left behind say nothing. */
export function isRunningOn(folder: DataFolder): boolean {
  if (!existsSync(folder.run)) return false;
  const database = new DatabaseSync(folder.lock, { timeout: 0 });
  try {
    database.exec('SELECT count(*) FROM sqlite_schema');
    return false;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === BUSY) return true;
    throw error;
  } finally {
    database.close();
  }
}

/** Waits until the services of a supervisor that was killed have noticed it; names those that do not end. */
export async function waitForLeftovers(folder: DataFolder, say: (line: string) => void): Promise<void> {
  const left = () =>
    (readJson<RunningProcess[]>(folder.processes) ?? []).filter(({ pid }) => isOurs(pid, folder));
  if (left().length === 0) return;
  say('the last run was cut off; waiting for its processes to end');
  const deadline = performance.now() + LEFTOVER_TIMEOUT_MS;
  while (left().length > 0) {
    if (performance.now() > deadline) throw leftRunning(left());
    await delay(100);
  }
}

/** Process ids are used again: only a process with a configuration of this folder on its command line is ours. */
function isOurs(pid: number, { dir }: DataFolder): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dir);
  } catch {
    return false;
  }
}

function inUse(folder: DataFolder, cause: unknown): AccessLayerError {
  const pid = readText(folder.pid);
  return new AccessLayerError({
    code: 'CLI_FOLDER_IN_USE',
    message:
      `A system already runs on ${folder.dir}${pid ? ` (process ${pid})` : ''}. ` +
      'Stop it with Ctrl-C where it runs, or start another one with --data DIR.',
    cause,
  });
}

function leftRunning(left: RunningProcess[]): AccessLayerError {
  const list = left.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
  return new AccessLayerError({
    code: 'CLI_LEFTOVERS',
    message: `Processes of the last run do not end: ${list}. End them, then start again.`,
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
