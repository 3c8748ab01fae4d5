import type { BindingAnswer } from '@access-layer/core/binding';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { BatchReader } from '../batches/batch-reader.ts';
import type { LedgerReader, Pod } from '../ledger/ledger-reader.ts';
import type { Store, StoredPacket } from '../store.ts';
import { badRequest } from './bad-request.ts';

/** What the routes answer from. All of it only reads. */
export interface ApiSources {
  store: Store;
  ledger: LedgerReader;
  batches: BatchReader;
  podPattern: RegExp;
  lateAfterS: number;
  /** Answers served since ever. */
  served: () => number;
  /** What the registry contract says of a binding; throws where the chain does not answer. */
  bindingAt: (key: Hex, commitment: Hex, timeMs: number) => Promise<BindingAnswer>;
}

/**
 * The PoD that a path names, which must be known. People type a 15th check character: it is dropped.
 * @throws AccessLayerError SCD_BAD_REQUEST, SCD_POD_UNKNOWN
 */
export function knownPod({ ledger, podPattern }: ApiSources, text: string): Pod {
  const code = [text, text.slice(0, -1)].find((candidate) => podPattern.test(candidate));
  if (code === undefined) throw badRequest('pod', text, `a PoD code that fits ${podPattern.source}`);
  const pod = ledger.pod(code);
  if (pod) return pod;
  throw new AccessLayerError({
    code: 'SCD_POD_UNKNOWN',
    message: `nothing is stored of PoD "${code}"; GET /v1/pods lists those that are known`,
  });
}

/**
 * The packet with this payload hash or message hash.
 * @throws AccessLayerError SCD_HASH_UNKNOWN
 */
export async function packetByHash({ ledger, store }: ApiSources, hash: Hex): Promise<StoredPacket> {
  for (const { day, node, seq } of ledger.byHash(hash)) {
    const packet = await store.packet(day, node, seq);
    const isIt = packet && (packet.payloadHash === hash || packet.messageHash === hash);
    if (packet && (isIt || ledger.isDuplicate(node, seq, hash))) return packet;
  }
  throw new AccessLayerError({
    code: 'SCD_HASH_UNKNOWN',
    message: `no packet with the hash ${hash} is stored; expected a payloadHash or messageHash of a certificate`,
  });
}
