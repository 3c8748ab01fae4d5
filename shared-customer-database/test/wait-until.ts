import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a condition holds; fails with what was waited for. */
export async function waitUntil(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`gave up waiting for ${what}`);
    await delay(10);
  }
}
