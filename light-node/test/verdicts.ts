import { messageBytes, payloadHashOf } from '@access-layer/core/message';
import type { Verdict } from '@access-layer/core/payloads/verdict';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';

export const anchorerKey = newPrivateKey();
export const anchorer = addressOf(anchorerKey);

/** A verdict for node `n1` on network `test`, with what is given over it. */
export function verdictOf(parts: Record<string, unknown>): Verdict {
  return {
    v: 1,
    network: 'test',
    type: 'verdict',
    nonce: newNonce(),
    node: 'n1',
    issuedAt: '2026-11-18T19:24:30.000Z',
    ...parts,
  } as Verdict;
}

export function signVerdict(parts: Record<string, unknown>, key = anchorerKey): Uint8Array {
  return messageBytes(signPayload(JSON.stringify(verdictOf(parts)), key));
}

/** payloadHash of a message as published. */
export function hashOfMessage(text: string) {
  return payloadHashOf(text.slice(text.indexOf('\n') + 1));
}
