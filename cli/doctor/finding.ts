/** What `doctor` found out about one thing. `missing` makes the exit code 1; `advice` does not. */
export interface Finding {
  name: string;
  result: 'ok' | 'advice' | 'missing';
  detail: string;
  /** How to get it. */
  remedy?: string;
}

export function ok(name: string, detail: string): Finding {
  return { name, result: 'ok', detail };
}

export function advice(name: string, detail: string, remedy: string): Finding {
  return { name, result: 'advice', detail, remedy };
}

export function missing(name: string, detail: string, remedy: string): Finding {
  return { name, result: 'missing', detail, remedy };
}
