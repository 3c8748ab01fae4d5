import { encodeAnchor } from '@access-layer/contracts/anchor';
import { batchAnchorAbi } from '@access-layer/contracts/artifacts/batch-anchor';
import { createChainClient } from '@access-layer/contracts/chain-client';
import { createChainParts } from '@access-layer/contracts/chain-part';
import { deploy } from '@access-layer/contracts/deploy';
import { createRegistry } from '@access-layer/contracts/registry';
import { newAccount } from '@access-layer/contracts/test-chain';
import { createTransactor } from '@access-layer/contracts/transactor';
import { fromHex, type Hex } from '@access-layer/core/bytes';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, proofOf, rootOf } from '@access-layer/core/merkle';
import { messageHashOf } from '@access-layer/core/message';
import type { NetworkFile } from '@access-layer/core/network';
import type { ProofFile } from '@access-layer/core/proof';
import { newNonce, signPayload } from '@access-layer/core/sign';

export interface CertifiedOnQbft {
  network: NetworkFile;
  /** Everything but its `chain` part. */
  bare: ProofFile;
  proof: ProofFile;
}

/** Deploys the contracts on a QBFT chain, binds a key, anchors a batch of three packets, and proves the second one. */
export async function certifyOnQbft(rpcUrl: string): Promise<CertifiedOnQbft> {
  const [dso, anchorer, meterKey] = [newAccount(), newAccount(), newAccount()];
  const { networkFile } = await deploy({
    ...{ rpcUrl, network: 'qbft-1', account: dso, anchorers: [anchorer.address], consensus: 'qbft' },
  });
  const { registry: registryAddress, anchorContract, chainId } = networkFile;
  const opening = { node: 'n1', podCode: 'IT002E12345678', meterId: 'm1', salt: newSalt() };
  const commitment = commitmentOf(opening);
  const registry = createRegistry({ rpcUrl, address: registryAddress, account: dso });
  await registry.bind(meterKey.address, commitment, 0);
  const { from } = await registry.bindingAt(meterKey.address, commitment, Date.now());
  // Blocks carry whole seconds: receipt is after the binding's block.
  const receivedAt = Math.max(Date.now(), from);
  const packets = [0, 1, 2].map((seq) => signPayload(payloadOf(seq), fromHex(meterKey.privateKey)));
  const tree = buildTree(packets.map((packet) => leafOf(messageHashOf(packet), receivedAt)));
  const head = { index: 0, root: rootOf(tree), count: packets.length, from: receivedAt, to: receivedAt };
  const client = createChainClient({ rpcUrl });
  const { txHash, blockNumber, blockHash } = await createTransactor({ client, account: anchorer }).send({
    ...{ what: 'anchor', abi: batchAnchorAbi, to: anchorContract, data: encodeAnchor(head) },
  });
  const bare: ProofFile = {
    accessLayerProof: 1,
    packet: packets[1]!,
    leaf: { receivedAt, leafIndex: 1 },
    batch: { anchorer: anchorer.address, ...head, proof: proofOf(tree, 1) },
    binding: { kind: 'light-node', key: meterKey.address, ...opening, from, until: 0 },
    anchor: { chainId, contract: anchorContract, txHash, blockNumber, blockHash },
  };
  const chainPartOf = createChainParts({ rpcUrl, registry: registryAddress, anchorContract });
  const { batch, anchor } = bare;
  const chain = await chainPartOf({ batch, anchor, key: meterKey.address, commitment });
  return { network: networkFile, bare, proof: { ...bare, chain } };
}

function payloadOf(seq: number): string {
  return JSON.stringify({
    ...{ v: 1, network: 'qbft-1', type: 'measurement', nonce: newNonce(), node: 'n1', pod: 'IT002E12345678' },
    ...{ meter: 'm1', seq, prev: `0x${'00'.repeat(32)}` as Hex, signedAt: new Date().toISOString() },
    ...{ role: 'exchange', profile: 'sdm630' },
    readings: [
      { at: '2026-03-01T10:00:00.000Z', quality: ['measured'], values: { activePowerW: 100 + seq } },
    ],
  });
}
