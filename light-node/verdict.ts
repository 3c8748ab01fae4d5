import { parseMessage, signerOf } from '@access-layer/core/message';
import { parsePayload } from '@access-layer/core/payload';
import type { Verdict } from '@access-layer/core/payloads/verdict';

export type VerdictFault =
  | 'malformed'
  | 'bad-signature'
  | 'not-a-verdict'
  | 'wrong-network'
  | 'other-node'
  | 'unpinned-anchorer';

/**
 * Checks what came on `ln/<node>/verdicts`. Whoever runs the broker can write there; only an anchorer that this node
 * has pinned can make it erase a packet. `anchorers` are addresses in lower case. Never throws.
 */
export function checkVerdict(
  bytes: Uint8Array,
  { network, node, anchorers }: { network: string; node: string; anchorers: readonly string[] },
): { ok: true; verdict: Verdict } | { ok: false; reason: VerdictFault; detail: string } {
  const parsed = parseMessage(bytes);
  if (!parsed.ok) {
    const reason = parsed.reason === 'bad-signature' ? 'bad-signature' : 'malformed';
    return { ok: false, reason, detail: parsed.detail };
  }
  const read = parsePayload(parsed.message.payload);
  if (!read.ok) return { ok: false, reason: 'malformed', detail: read.detail };
  const { payload } = read;
  if (payload.type !== 'verdict')
    return { ok: false, reason: 'not-a-verdict', detail: `type is ${payload.type}` };
  if (payload.network !== network) {
    return {
      ok: false,
      reason: 'wrong-network',
      detail: `network is ${payload.network}; expected ${network}`,
    };
  }
  if (payload.node !== node) {
    return { ok: false, reason: 'other-node', detail: `node is ${payload.node}; expected ${node}` };
  }
  const signer = signerOf(parsed.message);
  if (!signer) return { ok: false, reason: 'bad-signature', detail: 'no key can have made this signature' };
  if (!anchorers.includes(signer)) {
    return { ok: false, reason: 'unpinned-anchorer', detail: `signed by ${signer}, which is not pinned` };
  }
  return { ok: true, verdict: payload };
}
