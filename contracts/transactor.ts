import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { type Abi, keccak256 } from 'viem';
import { ask, type ChainClient, isKnownTransaction } from './chain-client.ts';
import { type Receipt, waitForReceipt } from './receipt.ts';
import type { Signer } from './signer.ts';

export interface TransactorOptions {
  client: ChainClient;
  account: Signer;
  /** Wei per unit of gas; 0 on our own chains. */
  gasPrice?: bigint;
  /** How long a transaction may take to be mined. */
  receiptTimeoutMs?: number;
}

export interface Call {
  /** Said in errors. */
  what: string;
  /** Names the errors of the contract. */
  abi: Abi;
  /** Absent to deploy. */
  to?: Hex;
  data: Hex;
}

/**
 * Sends transactions of one account one after the other and waits until each is mined. For changes that are rare and
 * safe to repeat: after CHAIN_TIMEOUT nobody knows whether it happened, and the caller repeats the call.
 */
export function createTransactor(options: TransactorOptions) {
  let last: Promise<unknown> = Promise.resolve();
  return {
    send(call: Call): Promise<Receipt> {
      const mined = last.then(() => sendOne(options, call));
      last = mined.catch(() => undefined);
      return mined;
    },
  };
}

export type Transactor = ReturnType<typeof createTransactor>;

async function sendOne(options: TransactorOptions, { what, abi, to, data }: Call): Promise<Receipt> {
  const { client, account, gasPrice = 0n, receiptTimeoutMs = 30_000 } = options;
  const request = { to, data, gasPrice };
  const { address } = account;
  const facts = Promise.all([
    client.getChainId(),
    client.getTransactionCount({ address, blockTag: 'pending' }),
    client.estimateGas({ account: address, ...request }),
  ]);
  const [chainId, nonce, estimate] = await ask(what, facts, { abi });
  // A block later the same call may touch other slots (another second, another period): leave room.
  const gas = (estimate * 3n) / 2n + 50_000n;
  const raw = await account.signTransaction({ type: 'legacy', chainId, nonce, gas, ...request });
  const hash = keccak256(raw);
  await ask(what, client.sendRawTransaction({ serializedTransaction: raw })).catch((error: unknown) => {
    if (!isKnownTransaction(error)) throw error;
  });
  const receipt = await waitForReceipt(client, hash, { what, timeoutMs: receiptTimeoutMs });
  if (receipt.status === 'success') return receipt;
  throw new AccessLayerError({
    code: 'CHAIN_REVERTED',
    message: `${what}: the contract refused transaction ${hash} in block ${receipt.blockNumber}. Ask again for the reason.`,
    retryable: true,
    context: { txHash: hash },
  });
}
