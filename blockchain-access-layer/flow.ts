import type { DatabaseSync } from 'node:sqlite';
import type { AnchorBook } from './anchor-book.ts';
import type { BatchStore } from './batch-store.ts';
import type { NodeBook } from './node-book.ts';
import type { PacketLog } from './packet-log.ts';

/** Half of them took this long or less, nearly all (95 of 100) that long or less. */
export interface Delay {
  medianMs: number;
  p95Ms: number;
  /** How many were looked at. */
  samples: number;
}

/** Distinct messages that have come as far, from durable state. */
export interface Reached {
  accepted: number;
  sealed: number;
  anchored: number;
}

export interface Flow {
  atMs: number;
  nodes: { known: number; connected: number; queuedPackets: number };
  packets: Reached;
  /** Signed messages of parties, services and the DSO. */
  statements: Reached;
  batches: number;
  batchesWaiting: number;
  /** First receipt in the oldest batch that is not final; absent where none waits. */
  oldestUnanchoredMs?: number;
  delays: { sealing?: Delay; anchoring?: Delay };
}

/** Newest batches and packets that the delays are taken from. */
const BATCHES = 60;

/** How much has passed through, and how long it takes now. */
export function createFlow({
  database,
  batches,
  book,
  packetLog,
  nodeBook,
  now = Date.now,
}: {
  database: DatabaseSync;
  batches: BatchStore;
  book: Pick<AnchorBook, 'find'>;
  packetLog: Pick<PacketLog, 'lastId' | 'senders'>;
  nodeBook: Pick<NodeBook, 'list'>;
  now?: () => number;
}): () => Promise<Flow> {
  const receipts = database.prepare('SELECT received_at FROM packet WHERE id >= ? AND id <= ?');
  return async () => {
    const { sealed, anchored, waiting, oldestWaitingMs } = batches.totals();
    const through = { accepted: packetLog.lastId(), sealed, anchored };
    const count = (of: (id: number) => number): Reached => ({
      accepted: of(through.accepted),
      sealed: of(through.sealed),
      anchored: of(through.anchored),
    });
    const statements = (id: number) => packetLog.senders.countUpTo(id);
    const last = batches.last();
    const newest = batches.page({ index: Number.MAX_SAFE_INTEGER, limit: BATCHES, newestFirst: true });
    const sealing = newest
      .slice(0, 10)
      .flatMap(({ firstId, lastId, sealedAtMs }) =>
        (receipts.all(firstId, Math.min(lastId, firstId + 500)) as { received_at: number }[]).map(
          ({ received_at }) => sealedAtMs - received_at,
        ),
      );
    const anchoring = newest.flatMap(({ state, txId, sealedAtMs }) => {
      const block = state === 'final' ? book.find(txId)?.blockTimeMs : undefined;
      return block === undefined ? [] : [Math.max(0, block - sealedAtMs)];
    });
    return {
      atMs: now(),
      nodes: await countNodes(nodeBook),
      packets: count((id) => id - statements(id)),
      statements: count(statements),
      ...{ batches: (last?.index ?? -1) + 1, batchesWaiting: waiting },
      ...(oldestWaitingMs > 0 ? { oldestUnanchoredMs: oldestWaitingMs } : {}),
      delays: { ...delay('sealing', sealing), ...delay('anchoring', anchoring) },
    };
  };
}

const NODES_A_PAGE = 1000;

/** Those that have ever sent something: a DSO Technical Platform is connected too, and is none. */
async function countNodes(nodeBook: Pick<NodeBook, 'list'>): Promise<Flow['nodes']> {
  const sums = { known: 0, connected: 0, queuedPackets: 0 };
  for (let after = '', full = true; full; ) {
    const entries = await nodeBook.list(after, NODES_A_PAGE);
    for (const { lastSeq, status, isConnected } of entries) {
      if (lastSeq === undefined && status === undefined) continue;
      sums.known += 1;
      sums.connected += isConnected ? 1 : 0;
      sums.queuedPackets += queuedIn(status);
    }
    after = entries.at(-1)?.node ?? '';
    full = entries.length === NODES_A_PAGE;
  }
  return sums;
}

/** What a node says of itself is its own text. */
function queuedIn(status: string | undefined): number {
  try {
    const { queued } = JSON.parse(status ?? '{}') as { queued?: unknown };
    return typeof queued === 'number' && Number.isSafeInteger(queued) && queued > 0 ? queued : 0;
  } catch {
    return 0;
  }
}

function delay<Name extends string>(name: Name, values: number[]): { [name in Name]?: Delay } {
  if (values.length === 0) return {};
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const found: Delay = { medianMs: at(0.5), p95Ms: at(0.95), samples: sorted.length };
  return { [name]: found } as { [name in Name]?: Delay };
}
