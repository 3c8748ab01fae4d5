import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file whole or not at all, and on disk when it returns: the power may fail at any time, and a key that the DSO
 * has bound is of no use to a device that does not have it any more.
 */
export function writeDurably(file: string, text: string, mode?: number): void {
  const next = `${file}.next`;
  const fd = openSync(next, 'w', mode);
  try {
    if (mode !== undefined) fchmodSync(fd, mode); // the file may have been there with other rights
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  moveDurably(next, file);
}

/** Puts a file that is on disk in the place of another of its folder. */
export function moveDurably(from: string, to: string): void {
  renameSync(from, to);
  const folder = openSync(dirname(to), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
