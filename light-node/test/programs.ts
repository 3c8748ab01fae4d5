import { execFileSync } from 'node:child_process';

/**
 * Why a test that needs a program of the system is left out, or false where it runs. In CI nothing is left out: the
 * test runs, and fails by what is missing.
 */
export function missing(program: string, ...probe: string[]): string | false {
  return process.env.CI ? false : refused(program, ...probe);
}

function refused(program: string, ...probe: string[]): string | false {
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
/** An emulator of arm64 for programs, and the C library of that processor (Debian's lib*-arm64-cross). */
export const ARM64 = ['qemu-aarch64-static', '-L', '/usr/aarch64-linux-gnu'] as const;
export const withoutArm64 = () =>
  missing(ARM64[0], '--version') || missing('/usr/bin/test', '-e', `${ARM64[2]}/lib/libstdc++.so.6`);
export const withoutSystemd = () => missing('systemd-analyze', '--version');
/** A disk of its own for a process; a container may refuse that, in CI too. */
export const OWN_MOUNTS = ['unshare', '--map-root-user', '--mount'] as const;
export const withoutOwnMounts = () => refused(...OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt');
