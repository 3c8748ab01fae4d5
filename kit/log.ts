import { writeSync } from 'node:fs';
import pino from 'pino';
import { type RotatingFileOptions, rotatingFile } from './rotating-file.ts';

export type Log = pino.Logger;

/**
 * Standard output, written at once. A line that cannot be written (its disk is full) is lost and nothing else: pino's own
 * destination would throw, and then wait for the disk for ever while the process ends.
 */
const standardOutput = {
  write(line: string): void {
    try {
      writeSync(1, line);
    } catch {
      // the reason stands in `/health` as well
    }
  },
};

/** One line of JSON an event, on standard output or in a file of limited size. Levels: debug, info, warn, error, fatal. */
export function createLog({
  name,
  level = 'info',
  file,
}: {
  name: string;
  level?: string;
  file?: RotatingFileOptions | undefined;
}): Log {
  const destination = file ? rotatingFile(file) : standardOutput;
  return pino({ name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
