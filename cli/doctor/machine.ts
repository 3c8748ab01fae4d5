import { execFile } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { DEFAULT_PORT_BASE, isFree } from '../system/ports.ts';
import { advice, type Finding, missing, ok } from './finding.ts';

const NEEDED_BYTES = 1_000_000_000;
const FSYNC_ROUNDS = 15;
const TIMESYNC_FILE = '/run/systemd/timesync/synchronized';

/** The ports that a start takes first; a taken one only means that another is chosen. */
export async function ports(isRunning: boolean): Promise<Finding> {
  const wanted = [0, 1, 2, 3, 4].map((offset) => DEFAULT_PORT_BASE + offset);
  const free = await Promise.all(wanted.map(isFree));
  const taken = wanted.filter((_port, index) => !free[index]);
  if (taken.length === 0) return ok('ports', `${wanted[0]} to ${wanted.at(-1)} are free`);
  if (isRunning) return ok('ports', `${taken.join(', ')} in use by the running system`);
  const remedy = 'nothing to do: start takes free ones and says which; or choose with --port-base';
  return advice('ports', `${taken.join(', ')} taken by other programs`, remedy);
}

export function diskSpace(dir: string): Finding {
  const { bavail, bsize } = statfsSync(dir);
  const freeGb = (bavail * bsize) / 1e9;
  if (bavail * bsize >= NEEDED_BYTES) return ok('disk', `${freeGb.toFixed(1)} GB free for ${dir}`);
  return missing(
    'disk',
    `${freeGb.toFixed(2)} GB free for ${dir}; 1 GB is needed`,
    'make room, or use --data DIR',
  );
}

/** Receipts are given after fsync: it must work where the data folder is, and its time bounds the rate. */
export function fsyncWorks(dir: string): Finding {
  const file = join(dir, `.doctor-${process.pid}`);
  try {
    const fd = openSync(file, 'w');
    const times = Array.from({ length: FSYNC_ROUNDS }, () => {
      const startedAt = performance.now();
      writeSync(fd, 'x'.repeat(4096));
      fsyncSync(fd);
      return performance.now() - startedAt;
    });
    closeSync(fd);
    rmSync(file);
    const medianMs = times.sort((a, b) => a - b)[FSYNC_ROUNDS >> 1]!;
    const text = `${medianMs.toFixed(2)} ms in ${dir}`;
    if (medianMs < 50) return ok('fsync', text);
    return advice(
      'fsync',
      `${text}: slow, and every receipt waits for one`,
      'use a local disk for the data folder',
    );
  } catch (error) {
    return missing('fsync', messageOf(error), 'use a folder that you may write to: --data DIR');
  }
}

/** Nothing vouches for the time where neither systemd nor the kernel says that it is set. */
export async function clock(nowMs: number): Promise<Finding> {
  const time = new Date(nowMs).toISOString();
  if (existsSync(TIMESYNC_FILE)) return ok('clock', `${time}, set by the time service`);
  const args = ['show', '--property=NTPSynchronized', '--value'];
  const answer = await promisify(execFile)('timedatectl', args, { timeout: 3000 }).catch(() => undefined);
  if (answer?.stdout.trim() === 'yes') return ok('clock', `${time}, synchronised`);
  const remedy = 'run a time service (chrony, systemd-timesyncd); in a container the host’s counts';
  return advice('clock', `${time}; nothing here says that it is synchronised`, remedy);
}
