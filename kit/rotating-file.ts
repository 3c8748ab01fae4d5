import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

export interface RotatingFileOptions {
  file: string;
  /** Of one file. */
  maxBytes: number;
  /** How many older ones are kept, as `file.1` (the newest), `file.2`, … */
  keep: number;
}

/**
 * A log file that never takes more than `(keep + 1) * maxBytes`. Each line is written at once, as whoever reads a log after
 * a crash needs it; one that the disk refuses is lost and nothing else.
 */
export function rotatingFile({ file, maxBytes, keep }: RotatingFileOptions): { write(line: string): void } {
  let fd: number | undefined;
  let size = 0;

  function open(): number {
    fd = openSync(file, 'a', 0o640);
    size = fstatSync(fd).size;
    return fd;
  }

  function rotate(): void {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
    rmSync(`${file}.${keep}`, { force: true });
    for (let n = keep - 1; n >= 1; n--) moveIfThere(`${file}.${n}`, `${file}.${n + 1}`);
    if (keep > 0) moveIfThere(file, `${file}.1`);
    else rmSync(file, { force: true });
  }

  return {
    write(line) {
      try {
        const bytes = Buffer.from(line).subarray(0, maxBytes);
        if (fd === undefined) open();
        if (size > 0 && size + bytes.length > maxBytes) rotate();
        size += writeSync(fd ?? open(), bytes);
      } catch {
        // a full disk; the reason stands in `/health` as well
      }
    },
  };
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
