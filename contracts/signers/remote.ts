import type { Hex } from '@access-layer/core/bytes';
import { getAddress, numberToHex } from 'viem';
import { checkSigned } from '../check-signed.ts';
import { createJsonRpc, type JsonRpcOptions } from '../json-rpc.ts';
import type { Signer, UnsignedTransaction } from '../signer.ts';
import type { RemoteSignerConfig } from '../signer-config.ts';

const METHODS = { ethereum: 'eth_signTransaction', clef: 'account_signTransaction' };

/**
 * Asks another program to sign. What it answers is checked field by field, so it can refuse, and can make us send nothing
 * but what we asked for. Web3Signer answers the raw bytes; clef and geth `{raw, tx}`.
 */
function create(config: Omit<RemoteSignerConfig, 'name'>): Signer {
  const { dialect = 'ethereum', ...options } = config;
  const address = config.address.toLowerCase() as Hex;
  const call = createJsonRpc(options satisfies JsonRpcOptions);
  return {
    address,
    async signTransaction(transaction) {
      const answer = await call(METHODS[dialect], [requestOf(address, transaction)]);
      return checkSigned(rawOf(answer), transaction, address);
    },
  };
}

/** Addresses in mixed case: clef takes one without its checksum for a mistake. */
function requestOf(from: Hex, { to, data, gas, gasPrice, nonce, chainId }: UnsignedTransaction) {
  return {
    from: getAddress(from),
    ...(to && { to: getAddress(to) }),
    gas: numberToHex(gas),
    gasPrice: numberToHex(gasPrice),
    value: '0x0',
    nonce: numberToHex(nonce),
    data,
    chainId: numberToHex(chainId),
  };
}

function rawOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null ? (answer as { raw?: unknown }).raw : answer;
}

export default { name: 'remote', create };
