import type { components } from '@access-layer/client/generated/bal';
import { items } from '@access-layer/client/pages';
import { useAnswer, useData } from './use-data.ts';

const EVERY_MS = 5000;

export type LightNode = components['schemas']['LightNode'];
/** What a node says of itself, as far as it makes sense; that of before while it is away. */
export type NodeReport = components['schemas']['NodeReport'];

/** All Light Nodes; DSO Technical Platforms, which are connected too, left out. */
export function useNodes() {
  return useAnswer(
    ['nodes'],
    async (client) => {
      const found: LightNode[] = [];
      const asked = items('items', (after) =>
        client.bal.GET('/nodes', { params: { query: { limit: '1000', ...(after ? { after } : {}) } } }),
      );
      for await (const entry of asked) {
        if (entry.lastSeq !== undefined || entry.status !== undefined) found.push(entry);
      }
      return found;
    },
    { everyMs: EVERY_MS },
  );
}

export function useNode(id: string) {
  return useData(['node', id], (client) => client.bal.GET('/nodes/{id}', { params: { path: { id } } }), {
    everyMs: EVERY_MS,
  });
}
