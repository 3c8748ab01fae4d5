import { dataOf } from '@access-layer/client/errors';
import { items } from '@access-layer/client/pages';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../sign-in/session-provider.tsx';
import { useAnswer, useData } from './use-data.ts';

const PAGE = 200;

/** What the person is among the people of views, and may do with them. */
export function useViewRights() {
  return useData(['view-rights'], (client) => client.data.GET('/v1/access/views'));
}
export type ViewRights = NonNullable<ReturnType<typeof useViewRights>['data']>;

/** The views that the person is enabled for. */
export function useViews() {
  return useAnswer(['views'], async (client) => {
    const found = [];
    const asked = items('items', (cursor) =>
      client.data.GET('/v1/views', { params: { query: { cursor, limit: PAGE } } }),
    );
    for await (const view of asked) found.push(view);
    return found;
  });
}
export type View = NonNullable<ReturnType<typeof useViews>['data']>[number];
export type ViewPanel = View['panels'][number];

export function useView(id: string) {
  return useData(['views', id], (client) => client.data.GET('/v1/views/{id}', { params: { path: { id } } }), {
    when: id !== '',
  });
}

/** Saves a view (a new one has no revision), or removes one; the lists are asked for again after either. */
export function useViewChanges() {
  const { client } = useSession();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['views'] });
  const save = useMutation({
    mutationFn: (view: View) =>
      dataOf(
        view.revision === undefined
          ? client.data.POST('/v1/views', { body: view })
          : client.data.PUT('/v1/views/{id}', { params: { path: { id: view.id } }, body: view }),
      ),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: ({ id, revision }: View) =>
      dataOf(
        client.data.DELETE('/v1/views/{id}', {
          params: { path: { id }, header: { 'if-match': `"${revision}"` } },
        }),
      ),
    onSettled,
  });
  return { save, remove };
}
