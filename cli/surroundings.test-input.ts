import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Surroundings } from './command.ts';

/** A folder that a test has for itself. */
export function temporaryFolder(): { dir: string; [Symbol.dispose](): void } {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-cli-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Surroundings of a command whose output a test reads. */
export function surroundings(cwd: string, { env = {}, isTTY = false } = {}) {
  const printed = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => {
    const write = (chunk: Buffer, _encoding: unknown, done: () => void) => {
      printed[name] += chunk;
      done();
    };
    return Object.assign(new Writable({ write }), { isTTY, columns: 100, rows: 40 }) as never;
  };
  const around: Surroundings = {
    env,
    cwd,
    stdin: process.stdin,
    stdout: stream('out'),
    stderr: stream('err'),
  };
  return { around, printed };
}
