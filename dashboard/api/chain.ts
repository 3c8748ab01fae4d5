import type { AccessLayerClient } from '@access-layer/client/create-client';
import { dataOf } from '@access-layer/client/errors';
import { useAnswer, useData } from './use-data.ts';

const LIVE_MS = 3000;

export function useBatches(after: string | undefined, limit = 25) {
  const query = { limit: String(limit), ...(after ? { after } : {}) };
  return useData(['batches', after, limit], (client) => client.bal.GET('/batches', { params: { query } }), {
    ...(after ? {} : { everyMs: LIVE_MS }),
  });
}
export type Batch = NonNullable<ReturnType<typeof useBatches>['data']>['items'][number];

export function useBlocks(after: string | undefined, limit = 25) {
  const query = { limit: String(limit), ...(after ? { after } : {}) };
  return useData(
    ['blocks', after, limit],
    (client) => client.bal.GET('/chain/blocks', { params: { query } }),
    {
      ...(after ? {} : { everyMs: LIVE_MS }),
    },
  );
}
export type Block = NonNullable<ReturnType<typeof useBlocks>['data']>['items'][number];

export function useTransactions(after: string | undefined, limit = 25) {
  const query = { limit: String(limit), ...(after ? { after } : {}) };
  return useData(
    ['transactions', after, limit],
    (client) => client.bal.GET('/transactions', { params: { query } }),
    {
      ...(after ? {} : { everyMs: LIVE_MS }),
    },
  );
}
export type Transaction = NonNullable<ReturnType<typeof useTransactions>['data']>['items'][number];

export function useBatch(anchorer: string, index: string) {
  return useData(['batch', anchorer, index], (client) =>
    client.bal.GET('/batches/{anchorer}/{index}', { params: { path: { anchorer, index } } }),
  );
}

export function useTree(anchorer: string, index: string) {
  return useData(['tree', anchorer, index], (client) =>
    client.bal.GET('/batches/{anchorer}/{index}/tree', { params: { path: { anchorer, index } } }),
  );
}

export function useBlock(id: string) {
  return useData(['block', id], (client) =>
    client.bal.GET('/chain/blocks/{id}', { params: { path: { id } } }),
  );
}

export function useTransaction(hash: string) {
  return useData(['transaction', hash], (client) =>
    client.bal.GET('/chain/transactions/{hash}', { params: { path: { hash } } }),
  );
}

export function useContracts() {
  return useData(['contracts'], (client) => client.bal.GET('/chain/contracts'));
}

export function useContractEvents(name: string, limit: number) {
  return useData(['contract-events', name, limit], (client) =>
    client.bal.GET('/chain/contracts/{name}/events', {
      params: { path: { name }, query: { limit: String(limit) } },
    }),
  );
}
export type ChainEvent = NonNullable<ReturnType<typeof useContractEvents>['data']>['items'][number];

export function usePacket(hash: string) {
  return useData(['packet', hash], (client) =>
    client.bal.GET('/packets/{hash}', { params: { path: { hash } } }),
  );
}

/** Where a number or hash leads to: every kind of thing that has this name. */
export function useFind(what: string) {
  return useAnswer(['find', what], (client) => find(client, what));
}

async function find(client: AccessLayerClient, what: string): Promise<{ kind: FoundKind; path: string }[]> {
  const { anchorer } = await dataOf(client.bal.GET('/chain'));
  const isHash = what.startsWith('0x');
  const path = { hash: what };
  const asked: [FoundKind, string, Promise<{ response: Response }>][] = isHash
    ? [
        [
          'transaction',
          `/explorer/transactions/${what}`,
          client.bal.GET('/chain/transactions/{hash}', { params: { path } }),
        ],
        [
          'block',
          `/explorer/blocks/${what}`,
          client.bal.GET('/chain/blocks/{id}', { params: { path: { id: what } } }),
        ],
        ['packet', `/explorer/packets/${what}`, client.bal.GET('/packets/{hash}', { params: { path } })],
      ]
    : [
        [
          'batch',
          `/explorer/batches/${anchorer}/${what}`,
          client.bal.GET('/batches/{anchorer}/{index}', { params: { path: { anchorer, index: what } } }),
        ],
        [
          'block',
          `/explorer/blocks/${what}`,
          client.bal.GET('/chain/blocks/{id}', { params: { path: { id: what } } }),
        ],
      ];
  const answers = await Promise.all(
    asked.map(async ([kind, to, answer]) => ((await answer).response.ok ? [{ kind, path: to }] : [])),
  );
  return answers.flat();
}

export type FoundKind = 'transaction' | 'block' | 'packet' | 'batch';
