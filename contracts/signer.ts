import type { Hex } from '@access-layer/core/bytes';

/** A transaction as every chain that we run on takes it. */
export interface UnsignedTransaction {
  type: 'legacy';
  chainId: number;
  nonce: number;
  /** Absent to deploy. */
  to?: Hex | undefined;
  data: Hex;
  gas: bigint;
  /** Wei per unit of gas; 0 on our own chains. */
  gasPrice: bigint;
}

/**
 * Signs the transactions of one account, wherever its key is. A viem account with its key is one.
 *
 * MUST answer the raw bytes of exactly this transaction, signed by `address`, or reject; MUST NOT send it. Rejects with
 * SIGNER_UNREACHABLE (retryable), SIGNER_REFUSED, or SIGNER_ANSWER where what came is not that.
 */
export interface Signer {
  address: Hex;
  signTransaction(transaction: UnsignedTransaction): Promise<Hex>;
}

/** An adapter, in `signers/`. `loadOwnKey` reads the key of the service's own keystore. */
export interface SignerAdapter<Config> {
  name: string;
  create(config: Config, loadOwnKey: () => Hex): Signer;
}
