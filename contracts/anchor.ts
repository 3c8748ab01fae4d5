import type { BatchHead } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { encodeFunctionData, keccak256, type Log, parseEventLogs } from 'viem';
import { batchAnchorAbi as abi } from './artifacts/batch-anchor.ts';
import { findBlock } from './block.ts';
import { ask, createChainClient, isKnownTransaction } from './chain-client.ts';
import { findReceipt } from './receipt.ts';
import type { RpcUrl } from './rpc-url.ts';
import type { Signer } from './signer.ts';

/** Gas that one `anchor` call never exceeds: 74,000 for an anchorer's first batch, 57,000 after (batch-anchor.test.ts). */
export const ANCHOR_GAS = 150_000;

const REFUSALS = [
  'none',
  'conflict',
  'index-too-high',
  'empty',
  'from-after-to',
  'from-before-previous-to',
] as const;

/** Why the contract refused a batch; the numbers are REASON_… in BatchAnchor.sol. */
export type AnchorRefusal = (typeof REFUSALS)[number] | 'unknown';

/** What the contract answered to `anchor`. A repeat of all five is answered with nothing. */
export type AnchorEvent =
  | ({ type: 'anchored'; anchorer: Hex } & BatchHead)
  | { type: 'refused'; anchorer: Hex; index: number; root: Hex; reason: AnchorRefusal };

export interface AnchorReceipt {
  status: 'success' | 'reverted';
  blockNumber: number;
  blockHash: Hex;
  gasUsed: number;
  events: AnchorEvent[];
}

/**
 * What became of a raw transaction. `known`: the node had it already. nonce-too-low: this or another transaction with
 * that nonce is mined: look for the receipt. unreachable: nobody knows; send the same bytes again. refused: never.
 */
export type SendResult =
  | { ok: true; hash: Hex; known: boolean }
  | { ok: false; hash: Hex; reason: 'nonce-too-low' | 'unreachable' | 'refused'; detail: string };

export interface AnchorTransaction {
  /** Of the BatchAnchor contract. */
  address: Hex;
  chainId: number;
  nonce: number;
  head: BatchHead;
  gas?: number;
  /** Wei per unit of gas; 0 on our own chains. */
  gasPrice?: bigint;
}

/** The call data of `anchor(index, root, count, from, to)`. */
export function encodeAnchor({ index, root, count, from, to }: BatchHead): Hex {
  const args = [BigInt(index), root as Hex, BigInt(count), BigInt(from), BigInt(to)] as const;
  return encodeFunctionData({ abi, functionName: 'anchor', args });
}

/**
 * Signs one anchoring transaction. The same nonce can be mined once, so a resend can never anchor twice.
 * @throws AccessLayerError SIGNER_…
 */
export async function signAnchorTransaction(
  transaction: AnchorTransaction,
  signer: Signer,
): Promise<{ raw: Hex; hash: Hex }> {
  const { address, chainId, nonce, head, gas = ANCHOR_GAS, gasPrice = 0n } = transaction;
  const raw = await signer.signTransaction({
    type: 'legacy',
    chainId,
    nonce,
    to: address,
    data: encodeAnchor(head),
    gas: BigInt(gas),
    gasPrice,
  });
  return { raw, hash: keccak256(raw) };
}

/** The BatchAnchor's own events among logs, in their order. */
export function decodeAnchorEvents(logs: Log[], address: Hex): AnchorEvent[] {
  const own = logs.filter((log) => log.address.toLowerCase() === address.toLowerCase());
  return parseEventLogs({ abi, logs: own, eventName: ['Anchored', 'Refused'] }).map((log): AnchorEvent => {
    const anchorer = log.args.anchorer.toLowerCase() as Hex;
    const [index, root] = [Number(log.args.index), log.args.root];
    if (log.eventName === 'Refused') {
      return { type: 'refused', anchorer, index, root, reason: REFUSALS[log.args.reason] ?? 'unknown' };
    }
    const [count, from, to] = [Number(log.args.count), Number(log.args.from), Number(log.args.to)];
    return { type: 'anchored', anchorer, index, root, count, from, to };
  });
}

/**
 * The pieces that an anchorer with its own nonce table needs. All but `sendRaw` throw AccessLayerError CHAIN_… when the
 * node does not answer.
 */
export function createAnchorClient(options: { rpcUrl: RpcUrl; address: Hex; timeoutMs?: number }) {
  const { address } = options;
  const client = createChainClient(options);
  const read = <T>(what: string, answer: Promise<T>) => ask(what, answer);

  return {
    address,

    chainId: () => read('chain id', client.getChainId()),

    /** The index that the anchorer's next batch must have. */
    async nextIndex(anchorer: Hex): Promise<number> {
      const call = client.readContract({ address, abi, functionName: 'nextIndex', args: [anchorer] });
      return Number(await read(`nextIndex(${anchorer})`, call));
    },

    /** `to` of the anchorer's last batch in milliseconds; 0 before the first. */
    async lastTo(anchorer: Hex): Promise<number> {
      const call = client.readContract({ address, abi, functionName: 'lastTo', args: [anchorer] });
      return Number(await read(`lastTo(${anchorer})`, call));
    },

    /** What the contract keeps of a batch (core's `anchorSlotOf`); 32 zero bytes where it holds none. */
    slot(anchorer: Hex, index: number): Promise<Hex> {
      const args = [anchorer, BigInt(index)] as const;
      const call = client.readContract({ address, abi, functionName: 'slot', args });
      return read(`slot(${anchorer}, ${index})`, call);
    },

    /** Transactions of an address that are in blocks: the next nonce, were nothing under way. */
    minedNonce: (of: Hex) =>
      read(`nonce of ${of}`, client.getTransactionCount({ address: of, blockTag: 'latest' })),

    /** Hands a signed transaction to the node; what the node says against it is a value. */
    async sendRaw(raw: Hex): Promise<SendResult> {
      const hash = keccak256(raw);
      try {
        await ask(`send ${hash}`, client.sendRawTransaction({ serializedTransaction: raw }));
        return { ok: true, hash, known: false };
      } catch (error) {
        return sendFailure(hash, error);
      }
    },

    /** Null where the chain has not mined the transaction, or has forgotten it. */
    async receipt(hash: Hex): Promise<AnchorReceipt | null> {
      const receipt = await findReceipt(client, hash);
      if (!receipt) return null;
      const { status, blockNumber, blockHash, gasUsed, logs } = receipt;
      return { status, blockNumber, blockHash, gasUsed, events: decodeAnchorEvents(logs, address) };
    },

    /** The transaction in which the contract anchored a batch: a repeat of it succeeds too, and says nothing. */
    async anchoredIn(anchorer: Hex, index: number): Promise<Hex | null> {
      const args = { anchorer, index: BigInt(index) };
      const logs = client.getContractEvents({ address, abi, eventName: 'Anchored', args, fromBlock: 0n });
      return (await read(`Anchored(${anchorer}, ${index})`, logs)).at(-1)?.transactionHash ?? null;
    },

    /** A block of the canonical chain by hash or number; null where it has none such. */
    block: (at: Hex | number | 'latest') => findBlock(client, at),
  };
}

export type AnchorClient = ReturnType<typeof createAnchorClient>;

function sendFailure(hash: Hex, error: unknown): SendResult {
  if (error instanceof AccessLayerError && error.retryable) {
    return { ok: false, hash, reason: 'unreachable', detail: error.message };
  }
  const said = error instanceof AccessLayerError ? String(error.context.rpcMessage ?? '') : '';
  if (isKnownTransaction(error)) return { ok: true, hash, known: true };
  const reason = /nonce too low|nonce.*(lower|already)/i.test(said) ? 'nonce-too-low' : 'refused';
  return { ok: false, hash, reason, detail: said || messageOf(error) };
}
