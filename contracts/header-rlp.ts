import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { parseHeader } from '@access-layer/core/sealed-chain/block-header';
import { qbftExtraOf, qbftHash } from '@access-layer/core/sealed-chain/qbft-seals';
import { toRlp, trim } from 'viem';
import { ask, type ChainClient } from './chain-client.ts';

/** A header's fields in the order in which they are hashed (Yellow Paper 4.3.4, then EIP-1559, 4895, 4844, 4788, 7685). */
const FIELDS = [
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom'],
  ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce'],
];
const LATER_FIELDS = [
  ...['baseFeePerGas', 'withdrawalsRoot', 'blobGasUsed', 'excessBlobGas', 'parentBeaconBlockRoot'],
  'requestsHash',
];
/** Integers: RLP has them without leading zeros. The others are byte strings of fixed length. */
const QUANTITIES = new Set([
  ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'],
  ...['baseFeePerGas', 'blobGasUsed', 'excessBlobGas'],
]);

/**
 * The RLP of a sealed header, put together from what JSON-RPC says of the block and checked against the block's hash.
 * Throws CHAIN_RPC where the node has no such block, or where the block is none of QBFT.
 */
export async function qbftHeaderRlp(client: ChainClient, at: Hex | number): Promise<Hex> {
  const [method, tag] =
    typeof at === 'number'
      ? (['eth_getBlockByNumber', `0x${at.toString(16)}`] as const)
      : (['eth_getBlockByHash', at] as const);
  const block = (await ask(
    `block ${at}`,
    client.request({ method, params: [tag, false] } as never),
  )) as Record<string, Hex> | null;
  if (!block) throw refused(`block ${at}: the chain node has none`);
  const names = [...FIELDS, ...LATER_FIELDS.filter((name) => block[name] !== undefined)];
  const rlp = toRlp(names.map((name) => (QUANTITIES.has(name) ? quantity(block[name]!) : block[name]!)));
  const header = parseHeader(rlp);
  const extra = header && qbftExtraOf(header);
  if (!header || !extra) throw refused(`block ${at} carries no seals of QBFT`);
  const hash = qbftHash(header, extra);
  if (hash !== block.hash)
    throw refused(`block ${at}: its fields hash to ${hash}, the node says ${block.hash}`);
  return rlp;
}

function quantity(value: Hex): Hex {
  const digits = value.slice(2).padStart(value.length % 2 === 0 ? 0 : value.length - 1, '0');
  const bytes = trim(`0x${digits}`);
  return bytes === '0x00' ? '0x' : bytes;
}

function refused(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CHAIN_RPC', message });
}
