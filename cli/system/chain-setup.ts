import { requestDump } from '@access-layer/contracts/chain-control';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { deploy } from '@access-layer/contracts/deploy';
import { createRegistry } from '@access-layer/contracts/registry';
import type { Hex } from '@access-layer/core/bytes';
import { toHex } from '@access-layer/core/bytes';
import type { NetworkFile } from '@access-layer/core/network';
import { loadKey } from '@access-layer/kit/keystore';
import { openStream } from '@access-layer/kit/open-stream';
import { compareAndRepair, type Repair } from '@access-layer/registrar/compare-and-repair';
import { publishOpenings } from '@access-layer/registrar/publish-openings';
import { privateKeyToAccount } from 'viem/accounts';
import { chainRpcOf, type SystemPlan, streamOf } from './configs.ts';
import { DSO_PLATFORM_ID } from './dso-platform.ts';
import { pinNetwork, readPinnedNetwork } from './pinned-network.ts';

/**
 * What the DSO does at every start: the contracts are there with their roles, the contract holds what the DSO's
 * registry says, all of it is on disk, and the stream `registry` has every opening. Safe to repeat.
 */
export async function setUpChain(plan: SystemPlan): Promise<{ network: NetworkFile; repair: Repair }> {
  const { folder, ports, provisioned, engines } = plan;
  const { dso, dsoKey, anchorerKey, scdKey, dsoPlatform } = provisioned;
  const rpcUrl = chainRpcOf(plan);
  const account = privateKeyToAccount(toHex(loadKey(dsoKey.keystoreFile, dsoKey.passphraseFile)));
  const embedded = { persist: () => requestDump(`http://127.0.0.1:${ports.chainControl}`) };
  // Another chain keeps its state by itself.
  const kept = engines.chain ? {} : embedded;
  const pinned = readPinnedNetwork(folder.network);
  if (pinned) await refuseForeignChain(folder.network, pinned, rpcUrl);
  const known = pinned && { registry: pinned.registry as Hex, anchorContract: pinned.anchorContract as Hex };
  const { networkFile } = await deploy({
    rpcUrl,
    network: provisioned.network,
    account,
    anchorers: [anchorerKey.address],
    consensus: engines.chain ? 'qbft' : 'development',
    ...kept,
    ...(known ? { known } : {}),
  });
  pinNetwork(folder.network, pinned, networkFile);
  const registry = createRegistry({ rpcUrl, address: networkFile.registry as Hex, account, ...kept });
  const repair = await compareAndRepair(dso, registry, [
    { key: anchorerKey.address, kind: 'service', name: 'blockchain-access-layer' },
    { key: scdKey.address, kind: 'service', name: 'shared-customer-database' },
    { key: dsoPlatform.keyFiles.address, kind: 'set-point-signer', name: DSO_PLATFORM_ID },
    ...[...provisioned.partyKeys].map(([name, key]) => ({ key, kind: 'party' as const, name })),
  ]);
  await publishAll(plan);
  return { network: networkFile, repair };
}

/** Before anything is deployed: on another chain the pinned contracts cannot be. */
async function refuseForeignChain(file: string, pinned: NetworkFile, rpcUrl: string): Promise<void> {
  const { registry, anchorContract } = pinned;
  const reader = createChainReader({
    rpcUrl,
    registry: registry as Hex,
    anchorContract: anchorContract as Hex,
  });
  const [chainId, genesisHash] = await Promise.all([reader.chainId(), reader.genesisHash()]);
  pinNetwork(file, pinned, { ...pinned, chainId, genesisHash });
}

async function publishAll(plan: SystemPlan): Promise<void> {
  const stream = await openStream(streamOf(plan));
  try {
    await publishOpenings(plan.provisioned.dso, stream);
  } finally {
    await stream.close();
  }
}
