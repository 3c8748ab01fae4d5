import { type BindingAnswer, KEY_KINDS, type KeyKind } from '@access-layer/core/binding';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { type ContractFunctionArgs, type ContractFunctionName, encodeFunctionData, type Log } from 'viem';
import { keyRegistryAbi as abi } from './artifacts/key-registry.ts';
import { findBlock } from './block.ts';
import { ask, createChainClient } from './chain-client.ts';
import { decodeRegistryEvents, type RegistryEvent } from './registry-event.ts';
import type { RpcUrl } from './rpc-url.ts';
import type { Signer } from './signer.ts';
import { createTransactor } from './transactor.ts';

export interface RegistryOptions {
  rpcUrl: RpcUrl;
  /** Of the KeyRegistry contract. */
  address: Hex;
  /** Signs the changes; it needs DSO_ROLE. Without it the registry is read only. */
  account?: Signer;
  /** Deadline of each single call. */
  timeoutMs?: number;
  /** How long a change may take to be mined. */
  receiptTimeoutMs?: number;
  gasPrice?: bigint;
  /** Called after every mined change before it is answered: makes the embedded chain put its state on disk. */
  persist?: () => Promise<unknown>;
}

/** A mined change. No events: it was in force already. The times in the events are those that count. */
export interface RegistryChange {
  txHash: Hex;
  blockNumber: number;
  blockHash: Hex;
  events: RegistryEvent[];
}

export type ListedKind = Exclude<KeyKind, 'none' | 'light-node'>;

/**
 * The key registry contract (formats 6). Times are milliseconds; addresses in lower case; a change is repeated safely.
 * Every function throws AccessLayerError: CHAIN_TIMEOUT, CHAIN_UNREACHABLE (both: try again), CHAIN_REVERTED (context.error
 * is the contract's name for it), CHAIN_RPC.
 */
export function createRegistry(options: RegistryOptions) {
  const { address } = options;
  const client = createChainClient(options);
  const change = createChange(options);

  return {
    address,

    /** Name of the deployment that this registry belongs to. */
    network: () => ask('network()', client.readContract({ address, abi, functionName: 'network' })),

    /** Whether a key could speak under a commitment at a time (32 zero bytes for a listed key). */
    async bindingAt(key: Hex, commitment: Hex, timeMs: number): Promise<BindingAnswer> {
      const args = [key, commitment, BigInt(timeMs)] as const;
      const call = client.readContract({ address, abi, functionName: 'bindingAt', args });
      const [valid, kind, from, until, revokedAt, compromisedSince] = await ask(`bindingAt(${key})`, call);
      return {
        valid,
        kind: KEY_KINDS[kind]!,
        from: Number(from),
        until: Number(until),
        revokedAt: Number(revokedAt),
        compromisedSince: Number(compromisedSince),
      };
    },

    /** Kind, revocation and warning of a key; kind `none` where it was never seen, times 0 where there is none. */
    async keyInfo(key: Hex): Promise<{ kind: KeyKind; revokedAt: number; compromisedSince: number }> {
      const call = client.readContract({ address, abi, functionName: 'keyInfo', args: [key] });
      const [kind, revokedAt, compromisedSince] = await ask(`keyInfo(${key})`, call);
      return {
        kind: KEY_KINDS[kind]!,
        revokedAt: Number(revokedAt),
        compromisedSince: Number(compromisedSince),
      };
    },

    /** All periods of a key and commitment, the oldest first. */
    async periodsOf(key: Hex, commitment: Hex): Promise<{ from: number; until: number }[]> {
      const call = client.readContract({ address, abi, functionName: 'periodsOf', args: [key, commitment] });
      const periods = await ask(`periodsOf(${key})`, call);
      return periods.map(({ from, until }) => ({ from: Number(from), until: Number(until) }));
    },

    /** All commitments that a key ever had, the oldest first. */
    commitmentsOf: (key: Hex) =>
      ask(
        `commitmentsOf(${key})`,
        client.readContract({ address, abi, functionName: 'commitmentsOf', args: [key] }),
      ),

    /**
     * Binds a Light Node's key to the meter that the commitment hides, from `fromMs` (the block's time if earlier) on; an
     * end to come is taken back. Refused with GapToCome where that end is before `fromMs`: bind from that end at the
     * latest, or unbind at once first, or bind when it has passed.
     */
    bind: (key: Hex, commitment: Hex, fromMs: number) => change('bind', [key, commitment, BigInt(fromMs)]),

    /** Lists a key that is not a meter's. */
    list: (key: Hex, kind: ListedKind, fromMs: number) =>
      change('list', [key, KEY_KINDS.indexOf(kind), BigInt(fromMs)]),

    /** Ends a binding (32 zero bytes: a listing) at `untilMs` at the latest: nothing from then on, until the next `bind`. */
    unbind: (key: Hex, commitment: Hex, untilMs: number) =>
      change('unbind', [key, commitment, BigInt(untilMs)]),

    /** Ends a key for good from the block's time on. */
    revoke: (key: Hex) => change('revoke', [key]),

    /** Records the suspicion that a key was in other hands since `sinceMs`. */
    warn: (key: Hex, sinceMs: number) => change('warn', [key, BigInt(sinceMs)]),

    /** Moves what `oldKey` has open to `newKey`; both signed core's `rotationHash` by EIP-191. */
    rotate: (oldKey: Hex, newKey: Hex, fromMs: number, oldSignature: Hex, newSignature: Hex) =>
      change('rotate', [oldKey, newKey, BigInt(fromMs), oldSignature, newSignature]),

    /** A block of the canonical chain; null where it has none such. */
    block: (at: Hex | number | 'latest') => findBlock(client, at),

    /** The registry's events of a range of blocks, both ends included, in their order on the chain. */
    async events(fromBlock: number, toBlock: number): Promise<RegistryEvent[]> {
      const range = { fromBlock: BigInt(fromBlock), toBlock: BigInt(toBlock) };
      const logs = await ask(
        `registry events of blocks ${fromBlock} to ${toBlock}`,
        client.getLogs({ address, ...range }),
      );
      return decodeRegistryEvents(logs as Log[]);
    },
  };
}

export type Registry = ReturnType<typeof createRegistry>;

type ChangeName = ContractFunctionName<typeof abi, 'nonpayable'>;

function createChange(options: RegistryOptions) {
  const { account, address, persist } = options;
  const client = createChainClient(options);
  const transactor = account && createTransactor({ ...options, client, account });

  return async function change<N extends ChangeName>(
    functionName: N,
    args: ContractFunctionArgs<typeof abi, 'nonpayable', N>,
  ): Promise<RegistryChange> {
    const what = `${functionName}(${(args as readonly unknown[]).join(', ')})`;
    if (!transactor) throw readOnlyError(what);
    const data = encodeFunctionData({ abi, functionName, args } as Parameters<typeof encodeFunctionData>[0]);
    const { txHash, blockNumber, blockHash, logs } = await transactor.send({ what, abi, to: address, data });
    await persist?.();
    return { txHash, blockNumber, blockHash, events: decodeRegistryEvents(logs) };
  };
}

function readOnlyError(what: string): AccessLayerError {
  return new AccessLayerError({
    code: 'CHAIN_READ_ONLY',
    message: `${what}: this registry was opened without an account. Open it with one that has DSO_ROLE.`,
  });
}
