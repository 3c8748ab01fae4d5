import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ProofFile, StorageProof } from '@access-layer/core/proof';
import { MAX_PERIODS } from '@access-layer/core/sealed-chain/chain-part';
import {
  batchSlot,
  keyInfoSlot,
  periodCountSlot,
  periodSlot,
} from '@access-layer/core/sealed-chain/contract-slots';
import { ask, createChainClient } from './chain-client.ts';
import { qbftHeaderRlp } from './header-rlp.ts';
import type { RpcUrl } from './rpc-url.ts';

export interface ChainPartOptions {
  rpcUrl: RpcUrl;
  registry: Hex;
  anchorContract: Hex;
  /** Deadline of each single call. */
  timeoutMs?: number;
  /** How many headers and storage proofs are remembered; all packets of a batch share theirs. */
  remembered?: number;
}

/** What a proof file is about, for its `chain` part. */
export interface ProvenOnChain {
  anchor: { blockNumber: number; blockHash: string };
  batch: { anchorer: string; index: number };
  key: string;
  commitment: string;
}

export type ChainPart = NonNullable<ProofFile['chain']>;

const DEFAULT_REMEMBERED = 1000;

/**
 * Makes the `chain` part of proof files (formats 8): the sealed header of the block that anchored a batch, and what the
 * two contracts held in its state. The node must keep the state of old blocks. Throws AccessLayerError CHAIN_…
 */
export function createChainParts(options: ChainPartOptions): (proven: ProvenOnChain) => Promise<ChainPart> {
  const { registry, anchorContract, remembered = DEFAULT_REMEMBERED } = options;
  const client = createChainClient(options);
  const known = new Map<string, Promise<unknown>>();

  function remember<T>(key: string, make: () => Promise<T>): Promise<T> {
    const had = known.get(key) as Promise<T> | undefined;
    if (had) return had;
    const made = make();
    known.set(key, made);
    made.catch(() => known.delete(key));
    if (known.size > remembered) known.delete(known.keys().next().value!);
    return made;
  }

  async function storage(contract: Hex, slots: Hex[], blockNumber: number): Promise<AskedProof> {
    const tag = `0x${blockNumber.toString(16)}`;
    const params = [contract, slots, tag];
    return (await ask(
      `storage proof of ${contract} in block ${blockNumber}`,
      client.request({ method: 'eth_getProof', params } as never),
    )) as AskedProof;
  }

  async function registryProof(
    { key, commitment }: ProvenOnChain,
    blockNumber: number,
  ): Promise<StorageProof> {
    const heads = [keyInfoSlot(key), periodCountSlot(key, commitment)];
    const first = await storage(registry, heads, blockNumber);
    const count = Number(first.storageProof[1]!.value);
    if (count > MAX_PERIODS) throw tooManyPeriods(key, count);
    const periods = Array.from({ length: count }, (_, period) => periodSlot(key, commitment, period));
    if (count === 0) return toStorageProof(first, heads);
    const slots = [...heads, ...periods];
    return toStorageProof(await storage(registry, slots, blockNumber), slots);
  }

  return async (proven) => {
    const { anchor, batch, key, commitment } = proven;
    const { blockNumber, blockHash } = anchor;
    const slot = batchSlot(batch.anchorer, batch.index);
    const [header, anchorProof, keyProof] = await Promise.all([
      remember(`header ${blockHash}`, () => qbftHeaderRlp(client, blockHash as Hex)),
      remember(`batch ${blockHash} ${slot}`, async () =>
        toStorageProof(await storage(anchorContract, [slot], blockNumber), [slot]),
      ),
      remember(`key ${blockHash} ${key} ${commitment}`, () => registryProof(proven, blockNumber)),
    ]);
    return { header, anchor: anchorProof, registry: keyProof };
  };
}

interface AskedProof {
  accountProof: Hex[];
  storageProof: { key: Hex; value: Hex; proof: Hex[] }[];
}

/** Nodes spell the keys in different ways; they answer in the order in which they were asked. */
function toStorageProof({ accountProof, storageProof }: AskedProof, slots: Hex[]): StorageProof {
  return { accountProof, storageProof: slots.map((key, i) => ({ key, proof: storageProof[i]!.proof })) };
}

function tooManyPeriods(key: string, count: number): AccessLayerError {
  return new AccessLayerError({
    code: 'CHAIN_PROOF',
    message: `key ${key} was bound ${count} times under one commitment; a proof holds at most ${MAX_PERIODS}`,
  });
}
