import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf } from '@access-layer/core/commitment';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ProofFile } from '@access-layer/core/proof';
import type { Opening } from '../ledger/opening.ts';
import type { StoredPacket } from '../store.ts';
import type { ApiSources } from './api.ts';

/**
 * The complete proof file of a packet (formats 8).
 * @throws AccessLayerError SCD_NOT_ANCHORED, SCD_NO_BINDING
 */
export async function proofFileOf(sources: ApiSources, packet: StoredPacket): Promise<ProofFile> {
  const { anchorer, index, root, count, leafIndex } = packet.batch;
  const anchor = sources.batches.anchorOf(packet.batch);
  const proof = sources.batches.proofOf(packet.batch);
  if (!anchor || !proof) {
    throw new AccessLayerError({
      code: 'SCD_NOT_ANCHORED',
      message:
        `packet ${packet.payloadHash} is sealed in batch ${index} of ${anchorer}, which the chain was not seen to hold ` +
        'yet; expected an anchored packet: ask again in some seconds',
    });
  }
  const { chainId, contract, txHash, blockNumber, blockHash, from, to } = anchor;
  return {
    accessLayerProof: 1,
    packet: { payload: packet.payload, signature: packet.signature },
    leaf: { receivedAt: packet.receivedAtMs, leafIndex },
    batch: { anchorer, index, root, count, from, to, proof },
    binding: await bindingOf(sources, packet),
    anchor: { chainId, contract, txHash, blockNumber, blockHash },
  };
}

async function bindingOf(sources: ApiSources, packet: StoredPacket): Promise<ProofFile['binding']> {
  const { signer: key } = packet;
  const openings = sources.ledger.openings(key, packet.node, packet.pod, packet.meter);
  for (const opening of openings) {
    const times = await timesOf(sources, opening, packet.receivedAtMs);
    if (!times) continue;
    const { node, podCode, meterId, salt } = opening;
    return { kind: 'light-node', key, node, podCode, meterId, salt, ...times };
  }
  throw new AccessLayerError({
    code: 'SCD_NO_BINDING',
    message:
      `no binding of key ${key} to node ${packet.node}, PoD ${packet.pod} and meter ${packet.meter} at the time of ` +
      `receipt is known (${openings.length} openings of other times); expected one on the stream registry`,
  });
}

/** When the binding holds: by the contract, which is the truth, or by the opening while the chain does not answer. */
async function timesOf(
  { bindingAt }: ApiSources,
  opening: Opening,
  receivedAtMs: number,
): Promise<{ from: number; until: number } | undefined> {
  const { key, node, podCode, meterId, salt, from, until } = opening;
  const commitment = commitmentOf({ node, podCode, meterId, salt: salt as Hex });
  try {
    const answer = await bindingAt(key as Hex, commitment, receivedAtMs);
    return answer.kind === 'light-node' && answer.from > 0
      ? { from: answer.from, until: answer.until }
      : undefined;
  } catch {
    const holds = from <= receivedAtMs && (until === 0 || receivedAtMs < until);
    return holds ? { from, until } : undefined;
  }
}
