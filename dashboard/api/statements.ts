import type { AccessLayerClient } from '@access-layer/client/create-client';
import { items } from '@access-layer/client/pages';
import type { Order, Request, Result, Settlement } from '@access-layer/core/payloads/statement';
import { useAnswer } from './use-data.ts';

/** What somebody stated over a signature, and how far it has come. */
export interface Stated<T> {
  said: T;
  messageHash: string;
  receivedMs: number;
  stage: string;
}

interface Types {
  requests: Request;
  orders: Order;
  results: Result;
  settlements: Settlement;
}

const EVERY_MS = 5000;
const PAGE = 500;

/** All statements of a kind that the caller may see. */
export function useStatements<Kind extends keyof Types>(kind: Kind) {
  return useAnswer([kind], (client) => read<Types[Kind]>(client, kind), { everyMs: EVERY_MS });
}

async function read<T>(client: AccessLayerClient, kind: keyof Types): Promise<Stated<T>[]> {
  const found: Stated<T>[] = [];
  const asked = items('items', (cursor) =>
    client.data.GET(`/v1/${kind}`, { params: { query: { cursor, limit: PAGE } } }),
  );
  for await (const { payload, messageHash, receivedAt, stage } of asked) {
    found.push({ said: JSON.parse(payload) as T, messageHash, receivedMs: Date.parse(receivedAt), stage });
  }
  return found;
}
