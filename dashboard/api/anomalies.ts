import { useData } from './use-data.ts';

const EVERY_MS = 5000;

export interface AnomalyFilter {
  node?: string;
  pod?: string;
  open?: boolean;
  limit?: number;
}

/** What was noticed, the newest first; by default what is open now. */
export function useAnomalies({ open, limit = 200, ...filter }: AnomalyFilter, when = true) {
  const query = {
    ...filter,
    ...(open === undefined ? {} : { open: open ? ('true' as const) : ('false' as const) }),
    order: 'newest' as const,
    limit: String(limit),
  };
  return useData(['anomalies', query], (client) => client.bal.GET('/anomalies', { params: { query } }), {
    everyMs: EVERY_MS,
    when,
  });
}

export type Anomaly = NonNullable<ReturnType<typeof useAnomalies>['data']>['items'][number];
