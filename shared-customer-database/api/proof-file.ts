import type { BindingAnswer } from '@access-layer/core/binding';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf } from '@access-layer/core/commitment';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ProofFile } from '@access-layer/core/proof';
import type { AnchorRecord } from '@access-layer/core/record';
import type { Opening } from '../ledger/opening.ts';
import type { StoredPacket } from '../store.ts';
import type { ApiSources } from './api.ts';

type Sources = Pick<ApiSources, 'batches' | 'ledger' | 'bindingAt' | 'chainPartOf'>;
type ProofOf = (packet: StoredPacket) => Promise<ProofFile>;

/**
 * Complete proof files (formats 8) for the packets of one answer: each batch, opening and period of a binding is looked
 * up once, as packets of one node share them. The function throws AccessLayerError SCD_NOT_ANCHORED, SCD_NO_BINDING.
 */
export function createProofs(sources: Sources): ProofOf {
  const anchors = new Map<string, AnchorRecord | undefined>();
  const bindingOf = createBindings(sources);
  return async (packet) => {
    const { anchorer, index, root, count, leafIndex } = packet.batch;
    const place = `${anchorer} ${index} ${root} ${count}`;
    if (!anchors.has(place)) anchors.set(place, sources.batches.anchorOf(packet.batch));
    const anchor = anchors.get(place);
    const proof = anchor && sources.batches.proofOf(packet.batch);
    if (!anchor || !proof) throw notAnchored(packet);
    const { chainId, contract, txHash, blockNumber, blockHash, from, to } = anchor;
    const bare: ProofFile = {
      accessLayerProof: 1,
      packet: { payload: packet.payload, signature: packet.signature },
      leaf: { receivedAt: packet.receivedAtMs, leafIndex },
      batch: { anchorer, index, root, count, from, to, proof },
      binding: await bindingOf(packet),
      anchor: { chainId, contract, txHash, blockNumber, blockHash },
    };
    const chain = await sources.chainPartOf?.(bare);
    return chain ? { ...bare, chain } : bare;
  };
}

function notAnchored({ payloadHash, batch: { index, anchorer } }: StoredPacket): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_NOT_ANCHORED',
    message:
      `packet ${payloadHash} is sealed in batch ${index} of ${anchorer}, which the chain was not seen to hold ` +
      'yet; expected an anchored packet: ask again in some seconds',
  });
}

function createBindings({ ledger, bindingAt }: Sources) {
  const known = new Map<string, Opening[]>();
  const timesOf = createTimes(bindingAt);
  return async (packet: StoredPacket): Promise<ProofFile['binding']> => {
    const { signer: key, node, pod, meter, receivedAtMs } = packet;
    const place = JSON.stringify([key, node, pod, meter]);
    const openings = known.get(place) ?? ledger.openings(key, node, pod, meter);
    known.set(place, openings);
    for (const opening of openings) {
      const times = await timesOf(opening, receivedAtMs);
      if (!times) continue;
      const { podCode, meterId, salt } = opening;
      return { kind: 'light-node', key, node, podCode, meterId, salt, ...times };
    }
    throw new AccessLayerError({
      code: 'SCD_NO_BINDING',
      message:
        `no binding of key ${key} to node ${node}, PoD ${pod} and meter ${meter} at the time of ` +
        `receipt is known (${openings.length} openings of other times); expected one on the stream registry`,
    });
  };
}

/** When a binding holds: by the contract, which is the truth, or by the opening while the chain does not answer. */
function createTimes(bindingAt: Sources['bindingAt']) {
  const answers = new Map<string, BindingAnswer[]>();
  let isChainSilent = false;
  return async (opening: Opening, timeMs: number): Promise<{ from: number; until: number } | undefined> => {
    const { key, node, podCode, meterId, salt, from, until } = opening;
    const commitment = commitmentOf({ node, podCode, meterId, salt: salt as Hex });
    const place = `${key} ${commitment}`;
    const known = answers.get(place) ?? [];
    let answer = known.find((period) => period.from > 0 && holds(period, timeMs));
    if (!answer && !isChainSilent) {
      answer = await bindingAt(key as Hex, commitment, timeMs).catch(() => undefined);
      if (answer) answers.set(place, [...known, answer]);
      else isChainSilent = true; // one wait for one answer
    }
    if (!answer) return holds({ from, until }, timeMs) ? { from, until } : undefined;
    if (answer.kind !== 'light-node' || answer.from === 0) return undefined;
    return { from: answer.from, until: answer.until };
  };
}

function holds({ from, until }: { from: number; until: number }, timeMs: number): boolean {
  return from <= timeMs && (until === 0 || timeMs < until);
}
