import { setTimeout as delay } from 'node:timers/promises';

/** Polls until `read` answers something; fails with what was waited for. The deadline is for what hangs, not for speed. */
export async function until<T>(
  what: string,
  read: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 60_000,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for: ${what}`);
    await delay(20);
  }
}
