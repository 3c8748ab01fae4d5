import { dataOf } from '@access-layer/client/errors';
import { items } from '@access-layer/client/pages';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../sign-in/session-provider.tsx';
import { useAnswer, useData } from './use-data.ts';

const EVERY_MS = 5000;
const PAGE = 200;

export function useConsents() {
  return useAnswer(
    ['consents'],
    async (client) => {
      const found = [];
      const asked = items('items', (cursor) =>
        client.data.GET('/v1/consents', { params: { query: { cursor, limit: PAGE } } }),
      );
      for await (const consent of asked) found.push(consent);
      return found;
    },
    { everyMs: EVERY_MS },
  );
}
export type Consent = NonNullable<ReturnType<typeof useConsents>['data']>[number];

export function useParties() {
  return useData(['parties'], (client) => client.data.GET('/v1/parties'));
}

export function useReads(pod: string, limit: number) {
  return useData(
    ['reads', pod, limit],
    (client) => client.data.GET('/v1/pods/{pod}/reads', { params: { path: { pod }, query: { limit } } }),
    { everyMs: EVERY_MS },
  );
}
export type Read = NonNullable<ReturnType<typeof useReads>['data']>['items'][number];

export interface NewConsent {
  party: string;
  purpose: string;
  dataSets: Consent['dataSets'];
  from: string;
  until?: string;
}

/** Gives a consent for all PoDs of the person, or takes one back. The list is asked for again after either. */
export function useConsentChanges() {
  const { client } = useSession();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['consents'] });
  const give = useMutation({
    mutationFn: (consent: NewConsent) =>
      dataOf(client.data.POST('/v1/consents', { body: { ...consent, pods: 'all' } })),
    onSettled: again,
  });
  const revoke = useMutation({
    mutationFn: (id: string) =>
      dataOf(client.data.POST('/v1/consents/{id}/revocation', { params: { path: { id } } })),
    onSettled: again,
  });
  return { give, revoke };
}
