import { dataOf } from '@access-layer/client/errors';
import { items } from '@access-layer/client/pages';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../sign-in/session-provider.tsx';
import { useAnswer, useData } from './use-data.ts';

const PAGE = 200;

/** Who is enabled for views, as far as the person may see: an admin all, others themselves. */
export function usePeople() {
  return useAnswer(['people'], async (client) => {
    const found = [];
    const asked = items('items', (cursor) =>
      client.data.GET('/v1/people', { params: { query: { cursor, limit: PAGE } } }),
    );
    for await (const person of asked) found.push(person);
    return found;
  });
}
export type PersonOfViews = NonNullable<ReturnType<typeof usePeople>['data']>[number];

export function useGroups() {
  return useAnswer(['groups'], async (client) => {
    const found = [];
    const asked = items('items', (cursor) =>
      client.data.GET('/v1/groups', { params: { query: { cursor, limit: PAGE } } }),
    );
    for await (const group of asked) found.push(group);
    return found;
  });
}
export type Group = NonNullable<ReturnType<typeof useGroups>['data']>[number];

/** Accounts of our own issuer, for who keeps them: their names stand for the subjects that the registry knows. */
export function useAccounts() {
  const { person } = useSession();
  return useData(['accounts'], (client) => client.gateway.GET('/users'), {
    when: person.role === 'dso-administrator' && person.scopes.has('admin'),
  });
}
export type Account = NonNullable<ReturnType<typeof useAccounts>['data']>['users'][number];

/** Enables people and keeps groups; the lists are asked for again after each. */
export function usePeopleChanges() {
  const { client } = useSession();
  const queries = useQueryClient();
  const onSettled = async () => {
    for (const key of ['people', 'groups', 'view-rights'])
      await queries.invalidateQueries({ queryKey: [key] });
  };
  const savePerson = useMutation({
    mutationFn: (body: PersonOfViews) =>
      dataOf(client.data.PUT('/v1/people/{id}', { params: { path: { id: body.id } }, body })),
    onSettled,
  });
  const saveGroup = useMutation({
    mutationFn: (body: Group) =>
      dataOf(client.data.PUT('/v1/groups/{id}', { params: { path: { id: body.id } }, body })),
    onSettled,
  });
  const removeGroup = useMutation({
    mutationFn: ({ id, revision }: Group) =>
      dataOf(
        client.data.DELETE('/v1/groups/{id}', {
          params: { path: { id }, header: { 'if-match': `"${revision}"` } },
        }),
      ),
    onSettled,
  });
  return { savePerson, saveGroup, removeGroup };
}
