import { createAnchorClient, signAnchorTransaction } from '@access-layer/contracts/anchor';
import { waitForReceipt } from '@access-layer/contracts/receipt';
import { startTestChain, type TestChain } from '@access-layer/contracts/test-chain';
import type { BatchHead } from '@access-layer/core/anchor-slot';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import type { NetworkFile } from '@access-layer/core/network';
import type { AnchorRecord } from '@access-layer/core/record';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import type { NewRecord } from '@access-layer/kit/stream';
import { NETWORK, type SigningNode } from './packets.ts';

export interface BenchChain {
  chain: TestChain;
  nodes: SigningNode[];
  /** What the registrar says on the stream `registry`. */
  openings: NewRecord[];
  networkFile: NetworkFile;
}

/** A chain of its own with `count` nodes, each bound to the exchange meter of a PoD. */
export async function startBenchChain(count: number): Promise<BenchChain> {
  const chain = await startTestChain(NETWORK);
  const openings: NewRecord[] = [];
  const nodes: SigningNode[] = [];
  for (let i = 0; i < count; i++) {
    const privateKey = newPrivateKey();
    const [id, pod] = [`bench-${i}`, `IT998E${String(i).padStart(8, '0')}`];
    const key = addressOf(privateKey);
    const place = { node: id, podCode: pod, meterId: `meter-${pod}`, salt: newSalt() };
    const { blockTimeMs } = await bind(chain, key, commitmentOf(place));
    const times = { from: blockTimeMs, until: 0 };
    const opening = { kind: 'light-node', key, ...place, role: 'exchange', ...times };
    openings.push({ key: id, value: JSON.stringify(opening) });
    nodes.push({ id, pod, privateKey, key, prev: `0x${'00'.repeat(32)}` });
  }
  const { chainId, registry, anchorContract, anvil } = chain;
  const networkFile: NetworkFile = {
    ...{ network: NETWORK, chainId, genesisHash: anvil.genesisHash, registry, anchorContract },
    ...{ consensus: 'development', validators: [] },
  };
  return { chain, nodes, openings, networkFile };
}

async function bind(chain: TestChain, key: string, commitment: string): Promise<{ blockTimeMs: number }> {
  await chain.asDso.bind(key as never, commitment as never, 0);
  return { blockTimeMs: await chain.nowMs() };
}

/** Anchors batches one after the other; answers what a Blockchain Access Layer says of them on the stream `anchors`. */
export async function anchorAll(chain: TestChain, batches: BatchHead[]): Promise<NewRecord[]> {
  const { anchorContract: address, chainId, rpcUrl, client } = chain;
  const { address: anchorer } = chain.anchorer;
  const anchors = createAnchorClient({ rpcUrl, address });
  const records: NewRecord[] = [];
  for (const [nonce, head] of batches.entries()) {
    const { raw, hash } = await signAnchorTransaction({ address, chainId, nonce, head }, chain.anchorer);
    const sent = await anchors.sendRaw(raw);
    if (!sent.ok) throw new Error(`batch ${head.index} was not anchored: ${sent.detail}`);
    const what = { what: `batch ${head.index}`, timeoutMs: 60_000 };
    const { blockNumber, blockHash } = await waitForReceipt(client, hash, what);
    const { timestamp } = await client.getBlock({ blockNumber: BigInt(blockNumber) });
    const block = { blockNumber, blockHash, blockTime: Number(timestamp) * 1000 };
    const place = { anchorer, chainId, contract: address, txHash: hash };
    const record = { ...head, ...place, ...block } as AnchorRecord;
    records.push({ key: anchorer, value: JSON.stringify(record) });
  }
  return records;
}
