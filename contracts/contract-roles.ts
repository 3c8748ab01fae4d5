import type { Hex } from '@access-layer/core/bytes';
import { keccak256, parseEventLogs, stringToBytes, zeroHash } from 'viem';
import { batchAnchorAbi } from './artifacts/batch-anchor.ts';
import { keyRegistryAbi } from './artifacts/key-registry.ts';
import { ask, type ChainClient } from './chain-client.ts';

export interface RoleMember {
  role: 'admin' | 'dso' | 'anchorer' | 'unknown';
  member: Hex;
  sinceBlock: number;
}

const ROLES: Record<string, RoleMember['role']> = {
  [zeroHash]: 'admin',
  [keccak256(stringToBytes('DSO_ROLE'))]: 'dso',
  [keccak256(stringToBytes('ANCHORER_ROLE'))]: 'anchorer',
};
const ABIS = { 'key-registry': keyRegistryAbi, 'batch-anchor': batchAnchorAbi };

/** Who holds which role of a contract: what its events say, from the first block on (AccessControl keeps no list). */
export function createRoleReader(client: ChainClient) {
  return async (name: keyof typeof ABIS, address: Hex): Promise<RoleMember[]> => {
    const range = { fromBlock: 0n, toBlock: 'latest' } as const;
    const asked = ['RoleGranted', 'RoleRevoked'].map((eventName) =>
      client.getContractEvents({ address, abi: ABIS[name], eventName: eventName as 'RoleGranted', ...range }),
    );
    const logs = (await ask(`roles of ${address}`, Promise.all(asked)))
      .flat()
      .sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
    const members = new Map<string, RoleMember>();
    const events = parseEventLogs({ abi: ABIS[name], logs, eventName: ['RoleGranted', 'RoleRevoked'] });
    for (const { eventName, args, blockNumber } of events) {
      const { role, account } = args as { role: Hex; account: Hex };
      const member = account.toLowerCase() as Hex;
      if (eventName === 'RoleRevoked') members.delete(role + member);
      else
        members.set(role + member, {
          role: ROLES[role] ?? 'unknown',
          member,
          sinceBlock: Number(blockNumber),
        });
    }
    return [...members.values()];
  };
}
