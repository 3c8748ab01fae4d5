import type { SignedMessage } from '@access-layer/core/message';
import { MerkleTree } from 'merkletreejs';
import { Web3 } from 'web3';

/**
 * The same work on the libraries that the original specification names: parse, recover the signer, hash the leaf, build
 * the tree. Packets a second of one core, without network and disk.
 */
export function web3PacketsPerSecond(messages: SignedMessage[], signer: string): number {
  const { accounts } = new Web3().eth;
  const { keccak256 } = Web3.utils;
  const start = process.hrtime.bigint();
  const leaves = messages.map(({ signature, payload }) => {
    JSON.parse(payload);
    if (accounts.recover(payload, signature).toLowerCase() !== signer)
      throw new Error('a signature of the bench is wrong');
    return Buffer.from(keccak256(`${signature}\n${payload}`).slice(2), 'hex');
  });
  const hash = (data: Buffer) => Buffer.from(keccak256(data).slice(2), 'hex');
  new MerkleTree(leaves, hash, { sortPairs: true, hashLeaves: true }).getRoot();
  return messages.length / (Number(process.hrtime.bigint() - start) / 1e9);
}
