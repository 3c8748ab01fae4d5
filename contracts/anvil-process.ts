import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';
import { writeWhole } from './anvil-state.ts';

const require = createRequire(import.meta.url);

/**
 * Runs Anvil ($0 its log, $@ its command) and a guard beside it. Descriptor 3 is a pipe from our process: when that ends,
 * even by kill -9, the pipe closes and the guard ends Anvil. Both are in a session of their own, so Ctrl-C on a
 * terminal does not end Anvil before its state is on disk.
 */
const GUARDED = `
"$@" </dev/null >/dev/null 2>"$0" 3<&- &
anvil=$!
{ read -r _ <&3; kill -9 $anvil; } >/dev/null 2>&1 &
guard=$!
echo $anvil
wait $anvil
code=$?
kill -9 $guard
exit $code
`;

export interface AnvilExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface AnvilProcess {
  pid: number;
  exited: Promise<AnvilExit>;
  hasExited(): boolean;
  /** The end of what it said on its error output. */
  complaint(): string;
}

/** Starts the real binary: ending npm's wrapper would leave it running. */
export async function spawnAnvil(dir: string, args: string[]): Promise<AnvilProcess> {
  const log = join(dir, 'anvil.log');
  const child = spawn('/bin/sh', ['-c', GUARDED, log, binaryPath(), ...args], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    detached: true,
  });
  const exited = new Promise<AnvilExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
  const pid = await readPid(child);
  return {
    pid,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    complaint: () => readFileSync(log, 'utf8').trim().slice(-500),
  };
}

async function readPid(child: ChildProcess): Promise<number> {
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return Number(line.toString());
}

function binaryPath(): string {
  const cpu = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${cpu}`;
  try {
    const wrapper = createRequire(require.resolve('@foundry-rs/anvil/package.json'));
    return join(wrapper.resolve(`${name}/package.json`), '..', 'bin', 'anvil');
  } catch (error) {
    throw new AccessLayerError({
      code: 'CHAIN_NO_BINARY',
      message: `The package ${name} with the Anvil binary is not installed. Run npm install on this machine, or use another Ethereum node.`,
      cause: error,
    });
  }
}

/** Remembers which process serves which port, for a later start to find what a crash may have left. */
export function recordProcess(dir: string, pid: number, port: number): void {
  writeWhole(join(dir, 'anvil.pid'), JSON.stringify({ pid, port }));
}

export function forgetProcess(dir: string): void {
  rmSync(join(dir, 'anvil.pid'), { force: true });
}

/** Ends the Anvil that an earlier start in this folder left running, and no other process. */
export async function endLeftover(dir: string): Promise<void> {
  const record = readRecord(dir);
  if (!record) return;
  const { pid, port } = record;
  const deadline = performance.now() + 5000;
  while (isAnvilOn(pid, port) && performance.now() < deadline) {
    process.kill(pid, 'SIGKILL');
    await delay(20);
  }
  forgetProcess(dir);
}

function readRecord(dir: string): { pid: number; port: number } | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, 'anvil.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Process ids are used again: only a process that runs Anvil on that very port is ours. */
function isAnvilOn(pid: number, port: number): boolean {
  const command = commandOf(pid);
  return command.includes('anvil') && command.includes(`--port ${port} `);
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    }
    return `${execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()} `;
  } catch {
    return '';
  }
}
