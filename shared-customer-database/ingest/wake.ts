import { setTimeout as delay } from 'node:timers/promises';

/** A pause that ends early when somebody has news. News that comes while nobody waits is not lost. */
export class Wake {
  #ring: (() => void) | undefined;
  #rung = false;

  ring(): void {
    this.#rung = true;
    this.#ring?.();
  }

  async wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.#rung || signal.aborted) {
      this.#rung = false;
      return;
    }
    const pause = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ring = resolve;
    const timer = delay(timeoutMs, undefined, { signal: AbortSignal.any([signal, pause.signal]) });
    await Promise.race([promise, timer]).catch(() => undefined);
    pause.abort();
    timer.catch(() => undefined);
    this.#ring = undefined;
    this.#rung = false;
  }
}
