import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failure, Skeleton } from './states.tsx';

/** What a question to the services shows: a skeleton, a failure, or its answer. An old answer stays while a new one comes. */
export function Answer<T>({
  query,
  rows,
  children,
}: {
  query: UseQueryResult<T>;
  /** Lines of the skeleton. */
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Skeleton rows={rows ?? 3} />;
}
