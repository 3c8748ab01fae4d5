import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { Address } from '@access-layer/core/payloads/common';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Abi } from 'viem';

/** A contract of others that is on the chain. */
export interface DeployedContract {
  name: string;
  address: Hex;
  abi: Abi;
  deployer: Hex;
  txHash: Hex;
  blockNumber: number;
}

/** One entry of the file: what was deployed, or is about to be. */
export interface RecordedContract extends Omit<DeployedContract, 'blockNumber'> {
  chainId: number;
  genesisHash: Hex;
  /** keccak256 of code and constructor arguments: the same again is the same contract. */
  initCodeHash: Hex;
  /** Written before it is sent: a repeat after a crash sends the same bytes. */
  raw: Hex;
  /** Absent until it is mined. */
  blockNumber?: number;
}

const Hash = Type.String({ pattern: '^0x[0-9a-f]{64}$' });
const checker = Compile(
  Type.Object({
    contracts: Type.Array(
      Type.Object({
        ...{ name: Type.String(), address: Address, deployer: Address, txHash: Hash, initCodeHash: Hash },
        ...{ chainId: Type.Integer(), genesisHash: Hash, raw: Type.String() },
        abi: Type.Array(Type.Object({ type: Type.String() })),
        blockNumber: Type.Optional(Type.Integer({ minimum: 0 })),
      }),
    ),
  }),
);

/**
 * All entries of a record; none where the file is not there yet.
 * @throws AccessLayerError CHAIN_RECORD
 */
export function readRecorded(file: string): RecordedContract[] {
  if (!existsSync(file)) return [];
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Said below.
  }
  if (checker.Check(value)) return value.contracts as unknown as RecordedContract[];
  const message = `${file} is no record of contracts. Put back a copy, or move it away: contracts that are deployed again get other addresses.`;
  throw new AccessLayerError({ code: 'CHAIN_RECORD', message });
}

/** The contracts of a record that are on the chain. */
export function readContractRecord(file: string): DeployedContract[] {
  return readRecorded(file).flatMap(({ name, address, abi, deployer, txHash, blockNumber }) =>
    blockNumber === undefined ? [] : [{ name, address, abi, deployer, txHash, blockNumber }],
  );
}

/** Puts an entry in place of the one with its name. */
export function writeRecorded(file: string, entry: RecordedContract): void {
  const others = readRecorded(file).filter(({ name }) => name !== entry.name);
  writeFileSync(`${file}.new`, `${JSON.stringify({ contracts: [...others, entry] }, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
