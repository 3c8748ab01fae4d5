import type { AccessLayerClient } from '@access-layer/client/create-client';
import { type Answer, dataOf } from '@access-layer/client/errors';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useSession } from '../sign-in/session-provider.tsx';

export interface DataOptions {
  /** Asked again this often while the page is looked at. */
  everyMs?: number;
  /** Not asked where it is false: the person may not, or something is not known yet. */
  when?: boolean;
}

/** An answer of a service, kept under its key. While another one is under way the old one stays. */
export function useData<T>(
  key: readonly unknown[],
  ask: (client: AccessLayerClient) => Promise<Answer<T>>,
  { everyMs, when = true }: DataOptions = {},
): UseQueryResult<T> {
  const { client } = useSession();
  return useQuery({
    queryKey: key,
    queryFn: () => dataOf(ask(client)),
    enabled: when,
    placeholderData: keepPreviousData,
    ...(everyMs ? { refetchInterval: everyMs } : {}),
  });
}

/** The same for an answer that takes several requests. */
export function useAnswer<T>(
  key: readonly unknown[],
  ask: (client: AccessLayerClient) => Promise<T>,
  { everyMs, when = true }: DataOptions = {},
): UseQueryResult<T> {
  const { client } = useSession();
  return useQuery({
    queryKey: key,
    queryFn: () => ask(client),
    enabled: when,
    placeholderData: keepPreviousData,
    ...(everyMs ? { refetchInterval: everyMs } : {}),
  });
}
