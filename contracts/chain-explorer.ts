import type { Hex } from '@access-layer/core/bytes';
import { type Log, parseEventLogs } from 'viem';
import { decodeAnchorEvents } from './anchor.ts';
import { batchAnchorAbi } from './artifacts/batch-anchor.ts';
import { keyRegistryAbi } from './artifacts/key-registry.ts';
import { type ChainBlock, findBlock } from './block.ts';
import { ask, createChainClient } from './chain-client.ts';
import { createRoleReader, type RoleMember } from './contract-roles.ts';
import { findReceipt } from './receipt.ts';
import { decodeRegistryEvents } from './registry-event.ts';
import type { RpcUrl } from './rpc-url.ts';

export type ContractName = 'key-registry' | 'batch-anchor';

export interface ChainEvent {
  contract: ContractName;
  /** Name of the event: `anchored`, `bound`, `role-granted` … */
  type: string;
  txHash: Hex;
  blockNumber: number;
  logIndex: number;
  /** Its values by name. Addresses in lower case, times in milliseconds. */
  values: Record<string, string | number>;
}

export interface ChainTransaction {
  hash: Hex;
  from: Hex;
  to?: Hex;
  nonce: number;
  status: 'success' | 'reverted';
  gasUsed: number;
  inputBytes: number;
  blockNumber: number;
  blockHash: Hex;
  blockTimeMs: number;
  events: ChainEvent[];
}

export interface ContractView {
  name: ContractName;
  address: Hex;
  roles: RoleMember[];
}

/** Blocks of which events are asked for at a time. */
const PAGE_BLOCKS = 5_000;

/** What a chain and our two contracts on it hold, to look at. Throws AccessLayerError CHAIN_…; null: there is none such. */
export function createChainExplorer(options: {
  rpcUrl: RpcUrl;
  registry: Hex;
  anchorContract: Hex;
  timeoutMs?: number;
}) {
  const client = createChainClient(options);
  const addresses: Record<ContractName, Hex> = {
    'key-registry': options.registry,
    'batch-anchor': options.anchorContract,
  };
  const names = Object.keys(addresses) as ContractName[];
  const roles = createRoleReader(client);

  return {
    addresses,

    block: (at: Hex | number | 'latest') => findBlock(client, at),

    /** The newest blocks below a number, the newest first. */
    async blocks(below: number, limit: number): Promise<ChainBlock[]> {
      const latest = await findBlock(client, 'latest');
      const from = Math.min(below - 1, latest?.number ?? -1);
      const numbers = Array.from({ length: Math.max(0, Math.min(limit, from + 1)) }, (_, i) => from - i);
      const blocks = await Promise.all(numbers.map((number) => findBlock(client, number)));
      return blocks.filter((block) => block !== null);
    },

    async transaction(hash: Hex): Promise<ChainTransaction | null> {
      const receipt = await findReceipt(client, hash);
      const block = receipt && (await findBlock(client, receipt.blockHash));
      if (!receipt || !block) return null;
      const sent = await ask(`transaction ${hash}`, client.getTransaction({ hash }));
      return {
        hash,
        from: sent.from.toLowerCase() as Hex,
        ...(sent.to ? { to: sent.to.toLowerCase() as Hex } : {}),
        nonce: sent.nonce,
        status: receipt.status,
        gasUsed: receipt.gasUsed,
        inputBytes: sent.input.length / 2 - 1,
        blockNumber: block.number,
        blockHash: block.hash,
        blockTimeMs: block.timestampMs,
        events: names.flatMap((name) => decode(name, addresses[name], receipt.logs)),
      };
    },

    /** Both contracts with who holds which role in them now. */
    contracts: (): Promise<ContractView[]> =>
      Promise.all(
        names.map(async (name) => ({
          name,
          address: addresses[name],
          roles: await roles(name, addresses[name]),
        })),
      ),

    /**
     * Events of a contract before a place on the chain, the newest first; older blocks are looked through until there
     * are enough, or none is left.
     */
    async history(
      name: ContractName,
      before: { blockNumber: number; logIndex: number },
      limit: number,
    ): Promise<ChainEvent[]> {
      const found: ChainEvent[] = [];
      const latest = (await findBlock(client, 'latest'))?.number ?? 0;
      for (
        let to = Math.min(before.blockNumber, latest);
        to >= 0 && found.length < limit;
        to -= PAGE_BLOCKS
      ) {
        const from = Math.max(0, to - PAGE_BLOCKS + 1);
        const range = { fromBlock: BigInt(from), toBlock: BigInt(to) };
        const logs = await ask(
          `events of blocks ${from} to ${to}`,
          client.getLogs({ address: addresses[name], ...range }),
        );
        found.push(
          ...decode(name, addresses[name], logs)
            .filter((event) => isBefore(event, before))
            .reverse(),
        );
      }
      return found.slice(0, limit);
    },
  };
}

export type ChainExplorer = ReturnType<typeof createChainExplorer>;

function isBefore(event: ChainEvent, place: { blockNumber: number; logIndex: number }): boolean {
  if (event.blockNumber !== place.blockNumber) return event.blockNumber < place.blockNumber;
  return event.logIndex < place.logIndex;
}

/** The events of one of our contracts among logs, in their order. */
function decode(contract: ContractName, address: Hex, logs: readonly Log[]): ChainEvent[] {
  const own = logs.filter((log) => log.address.toLowerCase() === address.toLowerCase());
  return own.flatMap((log) => {
    const [event] =
      contract === 'key-registry' ? decodeRegistryEvents([log]) : decodeAnchorEvents([log], address);
    const known = event ?? roleEvent(log);
    if (!known) return [];
    const { type, ...values } = known as { type: string } & ChainEvent['values'];
    const { transactionHash: txHash, blockNumber, logIndex } = log;
    return [
      { contract, type, values, txHash: txHash!, blockNumber: Number(blockNumber), logIndex: logIndex! },
    ];
  });
}

function roleEvent(log: Log): ({ type: string } & ChainEvent['values']) | undefined {
  const abi = [...keyRegistryAbi, ...batchAnchorAbi];
  const [event] = parseEventLogs({ abi, logs: [log], eventName: ['RoleGranted', 'RoleRevoked'] });
  if (!event) return undefined;
  const { role, account, sender } = event.args as { role: Hex; account: Hex; sender: Hex };
  const type = event.eventName === 'RoleGranted' ? 'role-granted' : 'role-revoked';
  return { type, role, account: account.toLowerCase(), sender: sender.toLowerCase() };
}
