export interface AccessRow {
  client: string;
  requests: number;
  refused: number;
  limited: number;
  failed: number;
  bytesOut: number;
  durationMs: number;
}

export interface ClientUse extends Omit<AccessRow, 'durationMs'> {
  meanMs: number;
}

/** Access statistics of days and routes, summed by client. */
export function byClient(rows: readonly AccessRow[]): ClientUse[] {
  return Object.entries(Object.groupBy(rows, ({ client }) => client)).map(([client, own = []]) => {
    const sum = (name: Exclude<keyof AccessRow, 'client'>) =>
      own.reduce((total, row) => total + row[name], 0);
    const requests = sum('requests');
    return {
      ...{ client, requests, refused: sum('refused'), limited: sum('limited'), failed: sum('failed') },
      bytesOut: sum('bytesOut'),
      meanMs: requests === 0 ? 0 : sum('durationMs') / requests,
    };
  });
}
