import { items } from '@access-layer/client/pages';
import { useAnswer, useData } from './use-data.ts';

const EVERY_MS = 5000;

/** What a node published of itself: its own text, read with care. */
export interface NodeStatus {
  state?: string;
  meter?: string;
  clockSynchronised?: boolean;
  queued?: number;
  version?: string;
  [name: string]: unknown;
}

export interface LightNode {
  node: string;
  isConnected: boolean;
  connectionAtMs: number;
  fingerprint: string;
  status: NodeStatus;
  statusAtMs?: number;
  lastSeq?: number;
  lastAcceptedAtMs?: number;
}

interface Entry extends Omit<LightNode, 'status'> {
  status?: string;
}

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
        if (entry.lastSeq !== undefined || entry.status !== undefined) found.push(toNode(entry));
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

export function toNode({ status, ...entry }: Entry): LightNode {
  return { ...entry, status: readStatus(status) };
}

export function readStatus(text: string | undefined): NodeStatus {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as NodeStatus) : {};
  } catch {
    return {};
  }
}
