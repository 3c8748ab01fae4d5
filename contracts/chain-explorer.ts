import type { Hex } from '@access-layer/core/bytes';
import { type Abi, isAddress, type Log, parseEventLogs } from 'viem';
import { decodeAnchorEvents } from './anchor.ts';
import { batchAnchorAbi } from './artifacts/batch-anchor.ts';
import { keyRegistryAbi } from './artifacts/key-registry.ts';
import { type ChainBlock, findBlock } from './block.ts';
import { ask, createChainClient } from './chain-client.ts';
import type { DeployedContract } from './contract-record.ts';
import { createRoleReader, type RoleMember } from './contract-roles.ts';
import { findReceipt } from './receipt.ts';
import { decodeRegistryEvents } from './registry-event.ts';
import type { RpcUrl } from './rpc-url.ts';

export type OwnContract = 'key-registry' | 'batch-anchor';

export interface ChainEvent {
  /** Name of one of ours, or of another one that was deployed. */
  contract: string;
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
  name: OwnContract;
  address: Hex;
  abi: Abi;
  roles: RoleMember[];
}

const ABIS: Record<OwnContract, Abi> = { 'key-registry': keyRegistryAbi, 'batch-anchor': batchAnchorAbi };

/** Blocks of which events are asked for at a time. */
const PAGE_BLOCKS = 5_000;

/** What a chain and our two contracts on it hold, to look at. Throws AccessLayerError CHAIN_…; null: there is none such. */
export function createChainExplorer(options: {
  rpcUrl: RpcUrl;
  registry: Hex;
  anchorContract: Hex;
  timeoutMs?: number;
  /** Contracts of others, as the record has them at the time of the question. */
  others?: () => DeployedContract[];
}) {
  const client = createChainClient(options);
  const { others = () => [] } = options;
  const addresses: Record<OwnContract, Hex> = {
    'key-registry': options.registry,
    'batch-anchor': options.anchorContract,
  };
  const names = Object.keys(addresses) as OwnContract[];
  const roles = createRoleReader(client);
  const known = (): Known[] => [
    ...names.map((name) => ({ name, address: addresses[name], abi: ABIS[name] })),
    ...others(),
  ];

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
        events: known().flatMap((contract) => decode(contract, receipt.logs)),
      };
    },

    /** Both contracts with who holds which role in them now. */
    contracts: (): Promise<ContractView[]> =>
      Promise.all(
        names.map(async (name) => ({
          name,
          address: addresses[name],
          abi: ABIS[name],
          roles: await roles(name, addresses[name]),
        })),
      ),

    /** Contracts that others brought. */
    others,

    /**
     * Events of a contract before a place on the chain, the newest first; older blocks are looked through until there
     * are enough, or none is left. Null: there is no contract of that name.
     */
    async history(
      name: string,
      before: { blockNumber: number; logIndex: number },
      limit: number,
    ): Promise<ChainEvent[] | null> {
      const contract = known().find((each) => each.name === name);
      if (!contract) return null;
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
          client.getLogs({ address: contract.address, ...range }),
        );
        found.push(
          ...decode(contract, logs)
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

type Known = Pick<DeployedContract, 'name' | 'address' | 'abi'>;

/** The events of one contract among logs, in their order. */
function decode({ name: contract, address, abi }: Known, logs: readonly Log[]): ChainEvent[] {
  const own = logs.filter((log) => log.address.toLowerCase() === address.toLowerCase());
  return own.flatMap((log) => {
    const known = ownEvent(contract, address, log) ?? otherEvent(abi, log);
    if (!known) return [];
    const { type, ...values } = known as { type: string } & ChainEvent['values'];
    const { transactionHash: txHash, blockNumber, logIndex } = log;
    return [
      { contract, type, values, txHash: txHash!, blockNumber: Number(blockNumber), logIndex: logIndex! },
    ];
  });
}

function ownEvent(contract: string, address: Hex, log: Log) {
  if (contract === 'key-registry') return decodeRegistryEvents([log])[0] ?? roleEvent(log);
  if (contract === 'batch-anchor') return decodeAnchorEvents([log], address)[0] ?? roleEvent(log);
  return undefined;
}

/** As the contract's own ABI has it; numbers that JavaScript cannot hold are text. */
function otherEvent(abi: Abi, log: Log): ({ type: string } & ChainEvent['values']) | undefined {
  const [event] = parseEventLogs({ abi, logs: [log] }) as { eventName: string; args?: object }[];
  if (!event) return undefined;
  const values = Object.entries(event.args ?? {}).map(([name, value]) => [name, plainValue(value)]);
  return { ...Object.fromEntries(values), type: event.eventName };
}

function plainValue(value: unknown): string | number {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'string') return isAddress(value) ? value.toLowerCase() : value;
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner));
}

function roleEvent(log: Log): ({ type: string } & ChainEvent['values']) | undefined {
  const abi = [...keyRegistryAbi, ...batchAnchorAbi];
  const [event] = parseEventLogs({ abi, logs: [log], eventName: ['RoleGranted', 'RoleRevoked'] });
  if (!event) return undefined;
  const { role, account, sender } = event.args as { role: Hex; account: Hex; sender: Hex };
  const type = event.eventName === 'RoleGranted' ? 'role-granted' : 'role-revoked';
  return { type, role, account: account.toLowerCase(), sender: sender.toLowerCase() };
}
