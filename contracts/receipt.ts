import { setTimeout as delay } from 'node:timers/promises';
import type { Hex } from '@access-layer/core/bytes';
import { type Log, TransactionReceiptNotFoundError } from 'viem';
import { ask, type ChainClient, timeoutError } from './chain-client.ts';

/** A transaction in a block. All hexadecimal text in lower case. */
export interface Receipt {
  status: 'success' | 'reverted';
  txHash: Hex;
  blockNumber: number;
  blockHash: Hex;
  contractAddress?: Hex;
  gasUsed: number;
  logs: Log<bigint, number, false>[];
}

const FIRST_POLL_MS = 5;
const LONGEST_POLL_MS = 200;

/** The receipt of a transaction; null where the chain has not mined it, or has forgotten it. */
export async function findReceipt(client: ChainClient, hash: Hex): Promise<Receipt | null> {
  const found = client.getTransactionReceipt({ hash }).catch((error: unknown) => {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  });
  const receipt = await ask(`receipt of ${hash}`, found);
  return (
    receipt && {
      status: receipt.status,
      txHash: receipt.transactionHash,
      blockNumber: Number(receipt.blockNumber),
      blockHash: receipt.blockHash,
      contractAddress: (receipt.contractAddress?.toLowerCase() as Hex | undefined) ?? undefined,
      gasUsed: Number(receipt.gasUsed),
      logs: receipt.logs,
    }
  );
}

/** Polls for a receipt, as viem's own wait can hang (viem issue 3875). Throws CHAIN_TIMEOUT after `timeoutMs`. */
export async function waitForReceipt(
  client: ChainClient,
  hash: Hex,
  { what, timeoutMs }: { what: string; timeoutMs: number },
): Promise<Receipt> {
  const deadline = performance.now() + timeoutMs;
  for (
    let pollMs = FIRST_POLL_MS;
    performance.now() < deadline;
    pollMs = Math.min(2 * pollMs, LONGEST_POLL_MS)
  ) {
    const receipt = await findReceipt(client, hash);
    if (receipt) return receipt;
    await delay(pollMs);
  }
  throw timeoutError(what, timeoutMs);
}
