import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type CompiledContract, compileFile } from '@access-layer/contracts/compile';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { type Abi, type Hex, isHex } from 'viem';

/**
 * A contract out of a Solidity file, or of an artifact that another tool has made.
 * @throws AccessLayerError CHAIN_COMPILE, CONTRACT_UNREADABLE
 */
export function readContract(file: string, wanted: string | undefined): CompiledContract {
  const found = file.endsWith('.sol') ? compileFile(file) : [readArtifact(file)];
  const named = wanted ? found.filter(({ name }) => name === wanted) : found;
  if (named.length === 1) return named[0]!;
  const names = found.map(({ name }) => name).join(', ') || 'none that can be deployed';
  throw unreadable(`${file} has ${names}; name one with --contract NAME`);
}

/** Of Hardhat, Foundry, Truffle or our own compiler: they differ in where the bytes stand. */
function readArtifact(file: string): CompiledContract {
  let artifact: { abi?: Abi; contractName?: string; bytecode?: Hex | { object?: string } };
  try {
    artifact = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw unreadable(`${file}: ${messageOf(cause)}`);
  }
  const { abi, contractName, bytecode: given } = artifact ?? {};
  const text = String((typeof given === 'object' ? given?.object : given) ?? '');
  const bytecode = text.startsWith('0x') ? text : `0x${text}`;
  if (!Array.isArray(abi) || !isHex(bytecode) || bytecode.length < 4) {
    throw unreadable(`${file} has no "abi" and "bytecode" that can be deployed`);
  }
  return { name: contractName ?? basename(file, '.json'), abi, bytecode };
}

function unreadable(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'CONTRACT_UNREADABLE', message });
}
