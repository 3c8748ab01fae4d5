import pino from 'pino';

export type Log = pino.Logger;

/** One line of JSON an event on standard output. Levels: debug, info, warn, error, fatal. */
export function createLog({ name, level = 'info' }: { name: string; level?: string }): Log {
  return pino({ name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime });
}
