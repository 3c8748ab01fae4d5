import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { isHex, parseTransaction, recoverTransactionAddress, type TransactionSerializedLegacy } from 'viem';
import type { UnsignedTransaction } from './signer.ts';

/**
 * The raw bytes, where they are this transaction signed by this account and nothing else.
 * @throws AccessLayerError SIGNER_ANSWER
 */
export async function checkSigned(raw: unknown, asked: UnsignedTransaction, address: Hex): Promise<Hex> {
  if (!isHex(raw)) throw wrong(`${JSON.stringify(raw)?.slice(0, 100)} instead of the bytes of a transaction`);
  const found = await read(raw);
  for (const field of ['type', 'chainId', 'nonce', 'to', 'data', 'gas', 'gasPrice'] as const) {
    const [got, wanted] = [plain(found[field]), plain(asked[field])];
    if (got !== wanted) throw wrong(`another transaction: ${field} is ${got}, asked was ${wanted}`);
  }
  if (found.value !== 0n) throw wrong(`another transaction: value is ${found.value}, asked was 0`);
  if (found.signer !== address) throw wrong(`a signature of ${found.signer}, expected ${address}`);
  return raw;
}

async function read(raw: Hex) {
  try {
    const { to, data, gas, gasPrice, nonce, value, ...transaction } = parseTransaction(raw);
    const serializedTransaction = raw as TransactionSerializedLegacy;
    const signer = (await recoverTransactionAddress({ serializedTransaction })).toLowerCase();
    // A number that is zero is left out by the parser.
    const numbers = { nonce: nonce ?? 0, gas: gas ?? 0n, gasPrice: gasPrice ?? 0n, value: value ?? 0n };
    return { ...transaction, to, data: data ?? '0x', ...numbers, signer };
  } catch (error) {
    throw wrong(`bytes that are no signed transaction (${messageOf(error).split('\n')[0]})`);
  }
}

function plain(value: unknown): string {
  return value === undefined || value === null ? 'nothing' : String(value).toLowerCase();
}

function wrong(what: string): AccessLayerError {
  const message = `The signer answered ${what}. Nothing was sent; look at the signer's configuration.`;
  return new AccessLayerError({ code: 'SIGNER_ANSWER', message });
}
