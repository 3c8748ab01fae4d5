import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { didNotStart } from './errors.ts';
import { inherited } from './install/run.ts';

/**
 * Runs a program ($@, its log $0) and a guard beside it. Descriptor 3 is a pipe from our process: when that ends, even by
 * kill -9, the guard ends the program, so that no engine outlives who started it.
 */
const GUARDED = `
"$@" </dev/null >>"$0" 2>&1 3<&- &
program=$!
{ read -r _ <&3; kill -9 $program; } >/dev/null 2>&1 &
guard=$!
echo $program
wait $program
code=$?
kill -9 $guard 2>/dev/null
exit $code
`;

export interface ProgramSpec {
  name: string;
  command: string;
  args: string[];
  logFile: string;
  cwd?: string;
  /** Beside the surroundings of this process. */
  env?: Record<string, string>;
  /** Run as nobody: some servers refuse to run as root. */
  asNobody?: boolean;
  /** How long it may take until it answers; generous, as the first start of a JVM on a busy machine is slow. */
  startTimeoutMs?: number;
}

export interface GuardedProcess {
  pid(): number;
  hasExited(): boolean;
  exited: Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 30_000;
const NOBODY = 65_534;

/** Starts a program and waits until `isReady` answers true. */
export async function startProgram(
  spec: ProgramSpec,
  isReady: () => Promise<boolean>,
): Promise<GuardedProcess> {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  if (!existsSync(spec.logFile)) writeFileSync(spec.logFile, '');
  const as = spec.asNobody && process.getuid?.() === 0 ? setpriv() : [];
  const command = [...as, spec.command, ...spec.args];
  const child = spawn('/bin/sh', ['-c', GUARDED, spec.logFile, ...command], {
    cwd: spec.cwd,
    env: { ...inherited(), ...spec.env },
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    detached: true,
  });
  const guarded = await guardedOf(child);
  const deadline = performance.now() + (spec.startTimeoutMs ?? START_TIMEOUT_MS);
  while (!(await isReady().catch(() => false))) {
    const late = performance.now() > deadline;
    if (!late && !guarded.hasExited()) {
      await delay(100);
      continue;
    }
    await guarded.kill('SIGKILL');
    throw didNotStart(spec.name, late ? 'it does not answer' : 'it ended', endOf(spec.logFile));
  }
  return guarded;
}

/** Nobody, but one who may pass through folders that are closed to others, such as root's own, where this one may. */
function setpriv(): string[] {
  const nobody = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const passing = mayPass() ? ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'] : [];
  return ['setpriv', ...nobody, ...passing, '--'];
}

/** Whether this process has CAP_DAC_OVERRIDE, number 1 (capabilities(7)). */
function mayPass(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & 2n) !== 0n;
}

async function guardedOf(child: ChildProcess): Promise<GuardedProcess> {
  const exited = once(child, 'exit').then(() => undefined);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const pid = Number(line.toString());
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: () => pid,
    hasExited,
    exited,
    async kill(signal = 'SIGTERM') {
      if (hasExited()) return;
      send(pid, signal);
      const timer = setTimeout(() => send(pid, 'SIGKILL'), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ended in the meantime
  }
}

function endOf(file: string): string {
  return readFileSync(file, 'utf8').slice(-3000).trim();
}
