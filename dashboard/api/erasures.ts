import { dataOf } from '@access-layer/client/errors';
import { items } from '@access-layer/client/pages';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../sign-in/session-provider.tsx';
import { useAnswer } from './use-data.ts';

const EVERY_MS = 5000;
const PAGE = 200;

/** Erasures that the person may see, with how far each is. */
export function useErasures() {
  return useAnswer(
    ['erasures'],
    async (client) => {
      const found = [];
      const asked = items('items', (cursor) =>
        client.data.GET('/v1/erasures', { params: { query: { cursor, limit: PAGE } } }),
      );
      for await (const erasure of asked) found.push(erasure);
      return found;
    },
    { everyMs: EVERY_MS },
  );
}
export type Erasure = NonNullable<ReturnType<typeof useErasures>['data']>[number];

/** The times for which a customer holds or held PoDs: what an erasure is asked for by. */
export function useHoldings() {
  return useAnswer(['holdings'], async (client) => {
    const found = [];
    const asked = items('items', (cursor) =>
      client.data.GET('/v1/holdings', { params: { query: { cursor, limit: PAGE } } }),
    );
    for await (const holding of asked) found.push(holding);
    return found;
  });
}
export type Holding = NonNullable<ReturnType<typeof useHoldings>['data']>[number];

/** A customer asks for an erasure, the DSO's administrator confirms it. */
export function useErasureChanges() {
  const { client } = useSession();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['erasures'] });
  const ask = useMutation({
    mutationFn: (holding: string) => dataOf(client.data.POST('/v1/erasures', { body: { holding } })),
    onSettled,
  });
  const confirm = useMutation({
    mutationFn: (id: string) =>
      dataOf(client.data.POST('/v1/erasures/{id}/confirmation', { params: { path: { id } } })),
    onSettled,
  });
  return { ask, confirm };
}
