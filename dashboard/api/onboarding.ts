import { dataOf } from '@access-layer/client/errors';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../sign-in/session-provider.tsx';
import { useData } from './use-data.ts';

const EVERY_MS = 5000;

/** A Light Node's life by the DSO's book: certificates, changes, where it is. */
export function useLife(node: string) {
  return useData(
    ['life', node],
    (client) => client.onboarding.GET('/v1/nodes/{node}', { params: { path: { node } } }),
    { everyMs: EVERY_MS },
  );
}
export type Life = NonNullable<ReturnType<typeof useLife>['data']>;

export function useLives() {
  return useData(
    ['lives'],
    (client) => client.onboarding.GET('/v1/nodes', { params: { query: { limit: '1000' } } }),
    { everyMs: EVERY_MS },
  );
}

export interface EnrolmentOrder {
  pod: string;
  meter: string;
  place?: { municipality: string; latitude: number; longitude: number };
}

/** What the DSO does to a Light Node; each ends with the lists asked for anew. */
export function useNodeChanges() {
  const { client } = useSession();
  const queries = useQueryClient();
  const onSettled = async () => {
    for (const key of ['life', 'lives', 'nodes', 'node'])
      await queries.invalidateQueries({ queryKey: [key] });
  };
  const enrol = useMutation({
    mutationFn: (body: EnrolmentOrder) => dataOf(client.onboarding.POST('/v1/enrolments', { body })),
    onSettled,
  });
  const swapMeter = useMutation({
    mutationFn: ({ node, meter }: { node: string; meter: string }) =>
      dataOf(
        client.onboarding.POST('/v1/nodes/{node}/meter-swap', {
          params: { path: { node } },
          body: { meter },
        }),
      ),
    onSettled,
  });
  const confirmRotation = useMutation({
    mutationFn: (node: string) =>
      dataOf(client.onboarding.POST('/v1/nodes/{node}/rotation', { params: { path: { node } }, body: {} })),
    onSettled,
  });
  const end = useMutation({
    mutationFn: ({
      node,
      how,
      reason,
    }: {
      node: string;
      how: 'decommission' | 'revocation';
      reason: string;
    }) =>
      dataOf(
        client.onboarding.POST(`/v1/nodes/{node}/${how}`, { params: { path: { node } }, body: { reason } }),
      ),
    onSettled,
  });
  return { enrol, swapMeter, confirmRotation, end };
}
