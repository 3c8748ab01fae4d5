import { messageBytes } from '@access-layer/core/message';
import type { AnchoredRange, Rejection, SetPointVerdict, Verdict } from '@access-layer/core/payloads/verdict';
import { newNonce, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';

export interface VerdictContent {
  rejected?: Rejection[];
  anchored?: AnchoredRange[];
  setPoints?: SetPointVerdict[];
  rotated?: Verdict['rotated'];
}

/** The bytes of a verdict for a node or a platform, signed by the anchorer's key. */
export function signedVerdict(
  content: VerdictContent,
  {
    network,
    node,
    privateKey,
    atMs,
  }: { network: string; node: string; privateKey: Uint8Array; atMs: number },
): Uint8Array {
  const verdict: Verdict = {
    v: 1,
    network,
    type: 'verdict',
    node,
    issuedAt: formatTime(atMs),
    ...content,
    nonce: newNonce(),
  };
  return messageBytes(signPayload(JSON.stringify(verdict), privateKey));
}
