export interface BreakerOptions {
  /** Failures in a row that open the circuit. */
  failuresToOpen: number;
  /** How long it stays open at first; doubled after each failed probe, up to 16 times. */
  openMs: number;
  now?: () => number;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

/**
 * Keeps requests from a service that does not answer. After some failures in a row nothing is sent to it for a while;
 * then one request is let through as a probe, and its outcome decides.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #now: () => number;
  #failures = 0;
  #openedTimes = 0;
  #openUntilMs = 0;
  #probing = false;

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => Date.now());
  }

  get state(): CircuitState {
    if (this.#openedTimes === 0) return 'closed';
    return this.#now() < this.#openUntilMs ? 'open' : 'half-open';
  }

  /** Undefined when a request may pass (in half-open: as the one probe); else how long to wait. */
  refusal(): { retryAfterMs: number } | undefined {
    const { state } = this;
    if (state === 'closed') return undefined;
    if (state === 'open') return { retryAfterMs: this.#openUntilMs - this.#now() };
    if (this.#probing) return { retryAfterMs: this.#options.openMs };
    this.#probing = true;
    return undefined;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openedTimes = 0;
    this.#probing = false;
  }

  failed(): void {
    this.#failures++;
    const wasProbe = this.#probing;
    this.#probing = false;
    if (!wasProbe && (this.state !== 'closed' || this.#failures < this.#options.failuresToOpen)) return;
    this.#openUntilMs = this.#now() + this.#options.openMs * 2 ** Math.min(this.#openedTimes, 4);
    this.#openedTimes++;
  }

  /** The request ended without telling anything about the service: the caller went away. */
  abandoned(): void {
    this.#probing = false;
  }
}
