import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSigner } from '../open-signer.ts';
import { signerConformance } from '../signer.conformance.ts';
import { newAccount } from '../test-chain.ts';

const account = newAccount();
const contract = newAccount().address;

signerConformance('keystore', async () => ({
  signer: await openSigner({ name: 'keystore' }, () => account.privateKey),
  ...{ chainId: 1337, contract, deploys: true },
}));

test('the service’s own keystore signs where no signer is configured', async () => {
  const signer = await openSigner(undefined, () => account.privateKey);
  assert.equal(signer.address, account.address);
});
