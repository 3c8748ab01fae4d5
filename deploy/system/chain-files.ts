import { randomBytes } from 'node:crypto';
import type { Hex } from '@access-layer/core/bytes';
import { newPrivateKey } from '@access-layer/core/sign';
import { addressInKeystore, encryptKeystore } from '@access-layer/kit/keystore';
import { getContractAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { ISTANBUL_MIX_HASH, qbftExtraData } from '../../engines/quorum.ts';
import { BESU, BESU_NODES } from './engines.ts';
import type { DeploymentFolder } from './folder.ts';
import type { DeploymentOptions } from './make-deployment.ts';
import { ETC, TLS_PORT } from './unit.ts';

export interface ChainOfDeployment {
  rpcUrl: string;
  chainId: number;
  registry: Hex;
  anchorContract: Hex;
  anchorer: Hex;
  /** Of the Shared Customer Database, which signs as a service. */
  databaseKey: Hex;
}

const GAS_LIMIT = '0x1c9c380';

/** Keys of validators and services, the genesis block, and where the contracts will be. */
export function makeChain(folder: DeploymentFolder, { chainId }: DeploymentOptions): ChainOfDeployment {
  const validators = BESU_NODES.map((name) => {
    const hex = folder.keep(`${name}.node.key`, () => randomBytes(32).toString('hex'));
    const { address, publicKey } = privateKeyToAccount(`0x${hex}`);
    const enode = `enode://${publicKey.slice(4)}@${name}:${BESU.p2p}`;
    return { name, address: address.toLowerCase() as Hex, enode };
  });
  const [dso, anchorer, databaseKey] = [
    'registrar',
    'blockchain-access-layer',
    'shared-customer-database',
  ].map((unit) => keystore(folder, unit)) as [Hex, Hex, Hex];
  folder.write('genesis.json', json(genesis(chainId, validators)));
  folder.write('permissions.toml', `accounts-allowlist=["${dso}", "${anchorer}"]\n`);
  folder.write('besu.toml', BESU_TOML);
  for (const { name } of validators) {
    const others = validators.filter((validator) => validator.name !== name).map(({ enode }) => enode);
    folder.write(`${name}.static-nodes.json`, json(others));
  }
  // The first two transactions of the DSO's account are the contracts: where they will be is known before.
  const contract = (nonce: bigint) => getContractAddress({ from: dso, nonce }).toLowerCase() as Hex;
  return {
    ...{ rpcUrl: `https://besu:${TLS_PORT}`, chainId, anchorer, databaseKey },
    ...{ registry: contract(0n), anchorContract: contract(1n) },
  };
}

/** The key of a unit, encrypted. The passphrase goes into the same container, and not into the same copy by mistake. */
function keystore(folder: DeploymentFolder, unit: string): Hex {
  const passphrase = folder.password(`${unit}.passphrase`);
  const text = folder.keep(`${unit}.keystore.json`, () => json(encryptKeystore(newPrivateKey(), passphrase)));
  return addressInKeystore(text)!;
}

function genesis(chainId: number, validators: { address: Hex }[]) {
  return {
    config: {
      chainId,
      berlinBlock: 0,
      contractSizeLimit: 65_536,
      qbft: { blockperiodseconds: 1, epochlength: 30_000, requesttimeoutseconds: 4 },
    },
    ...{ nonce: '0x0', timestamp: '0x0', gasLimit: GAS_LIMIT, difficulty: '0x1', mixHash: ISTANBUL_MIX_HASH },
    extraData: qbftExtraData(validators.map(({ address }) => address)),
    coinbase: `0x${'00'.repeat(20)}`,
    alloc: {},
  };
}

/** Proofs ask for the state of old blocks, which only the forest keeps. */
const BESU_TOML = `data-path="/var/lib/besu/data"
genesis-file="${ETC}/genesis.json"
node-private-key-file="${ETC}/node.key"
static-nodes-file="${ETC}/static-nodes.json"
discovery-enabled=false
Xdns-enabled=true
Xdns-update-enabled=true
p2p-port=${BESU.p2p}
rpc-http-enabled=true
rpc-http-host="127.0.0.1"
rpc-http-port=${BESU.rpc}
rpc-http-api=["ETH","NET","WEB3","QBFT","TXPOOL"]
host-allowlist=["127.0.0.1"]
min-gas-price=0
sync-mode="FULL"
data-storage-format="FOREST"
permissions-accounts-config-file-enabled=true
permissions-accounts-config-file="${ETC}/permissions.toml"
`;

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
