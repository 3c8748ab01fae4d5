/** So much a second, and so much at once after a pause. */
export interface Rate {
  perS: number;
  burst: number;
}

/** What may be taken of something at a rate. A debt is paid back by waiting. */
export function createTokenBucket({ perS, burst }: Rate, nowMs: number) {
  let tokens = burst;
  let lastMs = nowMs;

  function refill(atMs: number): void {
    tokens = Math.min(burst, tokens + ((atMs - lastMs) * perS) / 1000);
    lastMs = atMs;
  }

  return {
    /** Takes one if there is one. */
    tryTake(atMs: number): boolean {
      refill(atMs);
      if (tokens < 1) return false;
      tokens--;
      return true;
    },

    /** Takes what has been used already; answers for how many milliseconds nothing more may be used. */
    take(amount: number, atMs: number): number {
      refill(atMs);
      tokens -= amount;
      return tokens >= 0 ? 0 : Math.ceil((-tokens * 1000) / perS);
    },

    /** Nothing of it is in use. */
    isFull(atMs: number): boolean {
      refill(atMs);
      return tokens >= burst;
    },
  };
}

export type TokenBucket = ReturnType<typeof createTokenBucket>;
