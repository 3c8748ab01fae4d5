import type { Hex } from '@access-layer/core/bytes';
import { privateKeyToAccount } from 'viem/accounts';
import type { Signer } from '../signer.ts';

/** Signs in this process. */
function create(_config: object, loadOwnKey: () => Hex): Signer {
  const account = privateKeyToAccount(loadOwnKey());
  return {
    address: account.address.toLowerCase() as Hex,
    signTransaction: (transaction) => account.signTransaction(transaction),
  };
}

export default { name: 'keystore', create };
