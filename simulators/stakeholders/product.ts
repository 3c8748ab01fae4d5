/** What is traded in one round: the next full quarter-hour. Ids name the minute of the round. */
export interface Product {
  id: string;
  from: string;
  until: string;
}

const QUARTER_MS = 900_000;

export function productAt(nowMs: number): Product {
  const fromMs = Math.floor(nowMs / QUARTER_MS + 1) * QUARTER_MS;
  const minute = new Date(nowMs).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  return {
    id: `balancing-${minute}`,
    from: new Date(fromMs).toISOString(),
    until: new Date(fromMs + QUARTER_MS).toISOString(),
  };
}

/** What the market calls its result for an aggregator's order. */
export function resultId({ id }: Product, aggregator: string): string {
  return `${id}-${aggregator}`;
}
