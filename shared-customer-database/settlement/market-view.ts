import type {
  Baseline,
  Dispute,
  Order,
  Result,
  Settlement,
  Statement,
} from '@access-layer/core/payloads/statement';
import type { Registry } from '../registry.ts';

/** A signed statement, by what names it elsewhere. */
export interface Named<S extends Statement = Statement> {
  messageHash: string;
  payloadHash: string;
  payload: S;
}

/** What the market has said of one order, and of the activation that fulfils it. */
export interface MarketOfActivation {
  request?: Named;
  order?: Named<Order>;
  result?: Named<Result>;
  /** Of the party whose order it is. */
  baseline?: Named<Baseline>;
  /** In the order of receipt; decisions among them. */
  disputes: Named<Dispute>[];
  /** Statements that settle it. */
  settlements: Named<Settlement>[];
}

export interface ActivationKey {
  pod: string;
  hash: string;
  order: string | undefined;
  fromMs: number;
  untilMs: number;
}

interface Entry {
  messageHash: string;
  fromMs: number;
  untilMs: number;
  pods: string[];
}

const PAGE = 500;

/** Statements of the market by what they refer to. They are only ever added, so each look reads the new ones only. */
export function createMarketView(registry: Pick<Registry, 'statements' | 'statement'>) {
  const orders = new Map<string, Entry[]>();
  const resultOf = new Map<string, string>();
  const baselines = new Map<string, Entry[]>();
  /** Disputes and settlements by the hash of what they are about. */
  const disputes = new Map<string, string[]>();
  const settlements = new Map<string, string[]>();
  let lastPosition = 0;
  let reading: Promise<void> | undefined;

  async function readNew(): Promise<void> {
    for (;;) {
      const page = await registry.statements({ after: lastPosition, limit: PAGE });
      for (const { position, type, id, messageHash, payload, from, until, pods } of page) {
        lastPosition = Math.max(lastPosition, position);
        const entry = { messageHash, fromMs: from, untilMs: until, pods };
        if (type === 'order') add(orders, id, entry);
        if (type === 'baseline') add(baselines, pods[0] ?? '', entry);
        if (type === 'result') resultOf.set((JSON.parse(payload) as Result).order.hash, messageHash);
        if (type === 'dispute') {
          const { about, activation } = JSON.parse(payload) as Dispute;
          for (const hash of new Set([activation?.hash, about.hash]))
            if (hash) add(disputes, hash, messageHash);
        }
        if (type === 'settlement') {
          const { activation } = JSON.parse(payload) as Settlement;
          if (activation) add(settlements, activation.hash, messageHash);
        }
      }
      if (page.length < PAGE) return;
    }
  }

  /** Who asks meanwhile waits for the same look. */
  function refresh(): Promise<void> {
    reading ??= readNew().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function named<S extends Statement>(messageHash: string): Promise<Named<S>> {
    const { payload, payloadHash } = (await registry.statement(messageHash))!;
    return { messageHash, payloadHash, payload: JSON.parse(payload) as S };
  }

  const allNamed = async <S extends Statement>(hashes: Iterable<string>): Promise<Named<S>[]> =>
    Promise.all([...hashes].map((hash) => named<S>(hash)));

  return {
    async ofActivation({ pod, hash, order, fromMs, untilMs }: ActivationKey): Promise<MarketOfActivation> {
      await refresh();
      const fits = ({ pods, ...entry }: Entry) =>
        pods.includes(pod) && entry.fromMs < untilMs && entry.untilMs > fromMs;
      // Ids are unique for each sender only: the order must be about this PoD and time, the first one counts.
      const entry = order === undefined ? undefined : orders.get(order)?.find(fits);
      const own = (disputed: string | undefined) => (disputed ? (disputes.get(disputed) ?? []) : []);
      const resultHash = entry && resultOf.get(entry.messageHash);
      const stated = settlements.get(hash) ?? [];
      const about = [hash, entry?.messageHash, resultHash, ...stated];
      const found = entry && (await named<Order>(entry.messageHash));
      const request = found?.payload.request && (await registry.statement(found.payload.request.hash));
      return {
        ...(request ? { request: await named(request.messageHash) } : {}),
        ...(found ? { order: found } : {}),
        ...(resultHash ? { result: await named<Result>(resultHash) } : {}),
        disputes: (await allNamed<Dispute>(new Set(about.flatMap(own)))).filter(
          ({ payload: { activation } }) => !activation || activation.hash === hash,
        ),
        settlements: await allNamed<Settlement>(stated),
      };
    },

    /** The latest baseline that a party has stated for the whole of a time. */
    async baseline(pod: string, fromMs: number, untilMs: number, sender: string | undefined) {
      await refresh();
      const fitting = (baselines.get(pod) ?? []).filter(
        (entry) => entry.fromMs <= fromMs && entry.untilMs >= untilMs,
      );
      for (const { messageHash } of fitting.toReversed()) {
        const found = await named<Baseline>(messageHash);
        if (sender === undefined || found.payload.sender === sender) return found;
      }
      return undefined;
    },
  };
}

export type MarketView = ReturnType<typeof createMarketView>;

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
