import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ServiceSpec {
  /** Also the name of its log file. */
  name: string;
  /** Package path of its main file, for example `@access-layer/light-node/main`. */
  main: string;
  configFiles: string[];
  /** All must answer 200 before it counts as ready. */
  healthUrls: string[];
  logFile: string;
}

export interface ServiceExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A started process of a service. */
export interface ServiceProcess {
  pid: number;
  exited: Promise<ServiceExit>;
  hasExited(): boolean;
  kill(signal: NodeJS.Signals): void;
}

const LOG_KEPT_BYTES = 20_000_000;

/**
 * A Light Node has to live in a box of 512 MB. It makes little garbage: with a young generation of 1 MB, not 16, and one
 * malloc arena fewer per thread it takes 117 MB where it took 166.
 */
const FRUGAL = { flags: ['--max-semi-space-size=1'], environment: { MALLOC_ARENA_MAX: '2' } };
const FRUGAL_MAINS: readonly string[] = ['@access-layer/light-node/main'];

/**
 * Starts a service. It is in a session of its own, so that Ctrl-C on the terminal reaches the supervisor alone, which
 * stops everything in order; and it has a channel to us, so that it ends by itself if we are gone (kit/main.ts).
 */
export function startService({ main, configFiles, logFile }: ServiceSpec): ServiceProcess {
  const file = fileURLToPath(import.meta.resolve(main));
  const args = configFiles.flatMap((config) => ['--config', config]);
  const log = openLog(logFile);
  const { flags, environment } = FRUGAL_MAINS.includes(main) ? FRUGAL : { flags: [], environment: {} };
  const child = spawn(process.execPath, [...flags, file, ...args], {
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
    // What was compiled once is not compiled again: a start takes half the time. Beside the logs nobody else can write.
    env: { NODE_COMPILE_CACHE: join(dirname(logFile), 'compile-cache'), ...environment, ...process.env },
  });
  closeSync(log);
  const exited = exitOf(child);
  return {
    pid: child.pid ?? -1,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined,
    kill: (signal) => void child.kill(signal),
  };
}

function exitOf(child: ChildProcess): Promise<ServiceExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
}

/** Appends; a log that has grown large is put aside first, one generation. */
function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_KEPT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
