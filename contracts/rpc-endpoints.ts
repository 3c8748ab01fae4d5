import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { type EIP1193RequestFn, http, RpcRequestError, type Transport } from 'viem';
import { findCause } from './find-cause.ts';

/** What every node that is asked must agree on; what is not given is taken from the first that answers. */
export interface ChainIdentity {
  chainId?: number | undefined;
  genesisHash?: Hex | undefined;
}

export interface RpcEndpoints {
  /** For one client; all clients of the same nodes share what one of them finds out. */
  transport(timeoutMs: number): Transport;
  /** Whom to ask for, and whom to tell when another node is asked from now on. */
  watch(expected: ChainIdentity, onChange: (change: EndpointChange) => void): void;
  /** Position of the node that is asked now, in the configuration; 0 is the first. */
  inUse(): number;
}

export interface EndpointChange {
  /** Without path and user, which may hold a key. */
  node: string;
  position: number;
  /** Why the one before it is not asked. */
  why: string;
}

type Request = { method: string; params?: unknown };
type Ask = (request: Request) => Promise<unknown>;

/** After this long away from the first node it is tried again. */
const FIRST_AGAIN_MS = 30_000;
/** If no node has the newest block that one had, the chain itself has lost it. */
const LOST_AFTER_MS = 60_000;
const CHECK_TIMEOUT_MS = 2000;

const shared = new Map<string, RpcEndpoints>();

/** The nodes of a list of URLs, the same for every client of this process. */
export function endpointsOf(urls: readonly string[]): RpcEndpoints {
  const key = urls.join(' ');
  const known = shared.get(key) ?? createRpcEndpoints(urls);
  shared.set(key, known);
  return known;
}

/**
 * Several nodes of one chain as one. One that does not answer is passed over for the next, which is kept until it fails
 * or the first is well again. Before a node is asked it must show that it is on the same chain, and not behind the
 * newest block that was seen: who looked back would take what is anchored for forgotten.
 */
export function createRpcEndpoints(urls: readonly string[], now = () => performance.now()): RpcEndpoints {
  const identity: ChainIdentity = {};
  const listeners: ((change: EndpointChange) => void)[] = [];
  const isChecked = urls.map(() => false);
  const checks = urls.map((url) => askerOf(url, CHECK_TIMEOUT_MS));
  let current = 0;
  let leftFirstAtMs = 0;
  let newestBlock = 0;
  let behindSinceMs: number | undefined;

  function order(): number[] {
    const isDue = current !== 0 && now() - leftFirstAtMs >= FIRST_AGAIN_MS;
    const first = isDue ? [0, current] : [current];
    return [...first, ...urls.map((_, i) => i).filter((i) => !first.includes(i))];
  }

  async function check(i: number): Promise<void> {
    if (isChecked[i]) return;
    const ask = checks[i]!;
    const [chainId, genesis, head] = await Promise.all([
      ask({ method: 'eth_chainId' }),
      ask({ method: 'eth_getBlockByNumber', params: ['0x0', false] }),
      ask({ method: 'eth_blockNumber' }),
    ]);
    requireSame(i, { chainId: Number(chainId), genesisHash: (genesis as { hash: Hex }).hash });
    requireNotBehind(i, Number(head));
    isChecked[i] = true;
  }

  function requireSame(i: number, found: Required<ChainIdentity>): void {
    for (const key of ['chainId', 'genesisHash'] as const) {
      const wanted = identity[key] ?? found[key];
      if (wanted === found[key]) continue;
      const message = `the node at ${originOf(urls[i]!)} is on another chain: its ${key} is ${found[key]}, expected ${wanted}. It is not asked.`;
      throw new AccessLayerError({ code: 'CHAIN_WRONG', message, retryable: true });
    }
    Object.assign(identity, found);
  }

  function requireNotBehind(i: number, head: number): void {
    if (head >= newestBlock) return;
    behindSinceMs ??= now();
    const isLost = now() - behindSinceMs >= LOST_AFTER_MS;
    const message = `the node at ${originOf(urls[i]!)} is behind: it has block ${head}, ${newestBlock} was seen. Ask again.`;
    if (!isLost) throw new AccessLayerError({ code: 'CHAIN_BEHIND', message, retryable: true });
    newestBlock = head;
  }

  function asked(i: number, why: unknown): void {
    if (i === current) return;
    if (current === 0 || i !== 0) leftFirstAtMs = now();
    current = i;
    const change = {
      ...{ node: originOf(urls[i]!), position: i },
      why: i === 0 ? 'it answers again' : messageOf(why).split('\n')[0]!,
    };
    for (const listener of listeners) listener(change);
  }

  async function request(nodes: Ask[], { method, params }: Request): Promise<unknown> {
    let failure: unknown;
    for (const i of order()) {
      try {
        await check(i);
        const seen = newestBlock;
        const answer = await nodes[i]!({ method, params });
        const block = blockIn(method, params, answer);
        // A node that was started again, and has not caught up yet.
        if (asksForHead(method, params) && block < seen) requireNotBehind(i, block);
        newestBlock = Math.max(newestBlock, block);
        behindSinceMs = undefined;
        asked(i, failure);
        return answer;
      } catch (error) {
        // What a node says against a question is an answer; another one would say the same.
        if (isChecked[i] && findCause(error, RpcRequestError)) {
          asked(i, failure);
          throw error;
        }
        if (i === 0 && current !== 0) leftFirstAtMs = now();
        isChecked[i] = false;
        failure ??= error;
      }
    }
    throw failure;
  }

  return {
    transport(timeoutMs) {
      const nodes = urls.map((url) => askerOf(url, Math.ceil(timeoutMs / urls.length)));
      const config = { key: 'endpoints', name: 'several nodes', type: 'endpoints', retryCount: 0 };
      const ask = ((question: Request) => request(nodes, question)) as EIP1193RequestFn;
      return () => ({ config: { ...config, request: ask, timeout: timeoutMs }, request: ask });
    },
    watch(expected, onChange) {
      Object.assign(identity, JSON.parse(JSON.stringify(expected)));
      listeners.push(onChange);
    },
    inUse: () => current,
  };
}

function askerOf(url: string, timeout: number): Ask {
  const { request } = http(url, { timeout, retryCount: 0, maxResponseBodySize: false })({});
  return request as Ask;
}

/** The newest block that an answer shows the chain to have. */
function blockIn(method: string, params: unknown, answer: unknown): number {
  if (method === 'eth_blockNumber') return Number(answer);
  const held = answer as { number?: Hex; blockNumber?: Hex } | null;
  if (asksForHead(method, params)) return Number(held?.number ?? 0);
  return method === 'eth_getTransactionReceipt' ? Number(held?.blockNumber ?? 0) : 0;
}

function asksForHead(method: string, params: unknown): boolean {
  if (method === 'eth_getBlockByNumber') return (params as unknown[])[0] === 'latest';
  return method === 'eth_blockNumber';
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
