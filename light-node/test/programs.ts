import { execFileSync } from 'node:child_process';

/**
 * Why a test that needs a program of the system is left out, or false where it runs. In CI nothing is left out: the
 * test runs, and fails by what is missing.
 */
export function missing(program: string, ...probe: string[]): string | false {
  if (process.env.CI) return false;
  try {
    execFileSync(program, probe, { stdio: 'ignore' });
    return false;
  } catch {
    return `${[program, ...probe].join(' ')} does not run here; install it to run this test`;
  }
}

export const withoutSocat = () => missing('socat', '-V');
export const withoutMbpoll = () => missing('mbpoll', '-V');
/** Debian's python3-pymodbus is of the system's Python, whichever stands first in the path. */
export const PYTHON = '/usr/bin/python3';
export const withoutPymodbus = () => missing(PYTHON, '-c', 'import pymodbus, serial');
