import type { AccessLayerClient } from '@access-layer/client/create-client';
import { dataOf } from '@access-layer/client/errors';
import type { components } from '@access-layer/client/generated/alarms';
import { pause } from '@access-layer/client/patient-fetch';
import { readEvents } from '@access-layer/client/server-sent-events';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSession } from '../sign-in/session-provider.tsx';
import { useData } from './use-data.ts';

type Schemas = components['schemas'];
export type Rule = Schemas['Rule'];
export type RuleBody = Pick<Rule, 'name' | 'severity' | 'condition' | 'channels'> &
  Partial<Pick<Rule, 'enabled' | 'forS' | 'repeatS'>>;
export type Alarm = Schemas['Alarm'];
export type Silence = Schemas['Silence'];
export type Channel = NonNullable<ReturnType<typeof useChannels>['data']>['items'][number];
export type ChannelBody = Schemas['EmailChannel'] | Schemas['SlackChannel'] | Schemas['WebhookChannel'];
export type Preview = Schemas['Preview'];
export type HistoryEvent = Schemas['HistoryEvent'];

/** Changes are heard of as they happen; this is for when the line is down. */
const EVERY_MS = 15_000;
const RETRY_MS = 3000;
const options = { everyMs: EVERY_MS };

export const useActiveAlarms = () =>
  useData(['alarms', 'active'], (client) => client.alarms.GET('/v1/alarms/active'), options);
export const useAlarmRules = () =>
  useData(['alarms', 'rules'], (client) => client.alarms.GET('/v1/alarms/rules'), options);
export const useSilences = () =>
  useData(['alarms', 'silences'], (client) => client.alarms.GET('/v1/alarms/silences'), options);
export const useChannels = () =>
  useData(['alarms', 'channels'], (client) => client.alarms.GET('/v1/alarms/channels'), options);
export const useAlarmOptions = () =>
  useData(['alarm-options'], (client) => client.alarms.GET('/v1/alarms/options'));
export const useAlarmHistory = (limit: number) =>
  useData(
    ['alarms', 'history', limit],
    (client) => client.alarms.GET('/v1/alarms/history', { params: { query: { limit: String(limit) } } }),
    options,
  );

/** Asks anew for what is shown whenever the service says that something has changed. */
export function useLiveAlarms(): void {
  const { client } = useSession();
  const queries = useQueryClient();
  useEffect(() => {
    const gone = new AbortController();
    void listen(client, gone.signal, () => void queries.invalidateQueries({ queryKey: ['alarms'] }));
    return () => gone.abort();
  }, [client, queries]);
}

async function listen(client: AccessLayerClient, signal: AbortSignal, changed: () => void): Promise<void> {
  while (!signal.aborted) {
    try {
      const headers = { accept: 'text/event-stream' };
      const answer = await client.fetch(new Request(`${client.url}/v1/alarms/stream`, { headers, signal }));
      if (answer.ok && answer.body) {
        for await (const _event of readEvents(answer.body, { lastEventId: '' }, signal)) changed();
      }
    } catch {
      // The line is down: it is tried again, and what is shown is asked for every so often.
    }
    await pause(RETRY_MS, signal).catch(() => undefined);
  }
}

/** What people do; each ends with the lists asked for anew. */
export function useAlarmChanges() {
  const { client } = useSession();
  const queries = useQueryClient();
  const api = client.alarms;
  const onSettled = () => queries.invalidateQueries({ queryKey: ['alarms'] });
  const at = (id: string) => ({ params: { path: { id } } });
  const ifMatch = ({ id, revision }: { id: string; revision: number }) => ({
    params: { path: { id }, header: { 'if-match': `"${revision}"` } },
  });
  return {
    acknowledge: useMutation({
      mutationFn: ({ id, note }: { id: number; note: string }) =>
        dataOf(
          api.POST('/v1/alarms/active/{id}/acknowledgement', {
            ...at(String(id)),
            body: note ? { note } : {},
          }),
        ),
      onSettled,
    }),
    silence: useMutation({
      mutationFn: (body: Omit<Silence, 'id' | 'by' | 'from'>) =>
        dataOf(api.POST('/v1/alarms/silences', { body })),
      onSettled,
    }),
    endSilence: useMutation({
      mutationFn: (id: string) => dataOf(api.DELETE('/v1/alarms/silences/{id}', at(id))),
      onSettled,
    }),
    saveRule: useMutation({
      mutationFn: ({ before, body }: { before: Rule | undefined; body: RuleBody }) =>
        dataOf(
          before
            ? api.PUT('/v1/alarms/rules/{id}', { ...ifMatch(before), body })
            : api.POST('/v1/alarms/rules', { body }),
        ),
      onSettled,
    }),
    removeRule: useMutation({
      mutationFn: (rule: Rule) => dataOf(api.DELETE('/v1/alarms/rules/{id}', ifMatch(rule))),
      onSettled,
    }),
    addChannel: useMutation({
      mutationFn: (body: ChannelBody) => dataOf(api.POST('/v1/alarms/channels', { body })),
      onSettled,
    }),
    removeChannel: useMutation({
      mutationFn: (channel: { id: string; revision: number }) =>
        dataOf(api.DELETE('/v1/alarms/channels/{id}', ifMatch(channel))),
      onSettled,
    }),
    testChannel: useMutation({
      mutationFn: (id: string) => dataOf(api.POST('/v1/alarms/channels/{id}/test', at(id))),
    }),
    send: useMutation({
      mutationFn: (body: { title: string; text: string; channels: string[] }) =>
        dataOf(api.POST('/v1/alarms/messages', { body })),
      onSettled,
    }),
    preview: useMutation({
      mutationFn: (body: RuleBody) => dataOf(api.POST('/v1/alarms/preview', { body })),
    }),
  };
}
