import { messageBytes } from '@access-layer/core/message';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { NETWORK, type TestNode } from './fleet.ts';

const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let ordinal = 0;

function ulid(): string {
  const tail = (ordinal++).toString(32).toUpperCase().split('');
  const digits = tail.map((digit) => ULID_DIGITS[Number.parseInt(digit, 32)]);
  return `01J${digits.join('').padStart(23, '0')}`;
}

/** A DSO Technical Platform as a test knows it. */
export function newPlatform(id: string, key = newPrivateKey()) {
  const next = new Map<string, number>();
  return {
    id,
    key,
    address: addressOf(key),
    /** The next set-point for a node's PoD, in force for a minute from now on. */
    setPoint(node: Pick<TestNode, 'id' | 'pod'>, overrides: Record<string, unknown> = {}) {
      const seq = next.get(node.pod) ?? 0;
      next.set(node.pod, seq + 1);
      const now = Date.now();
      const payload = {
        ...{ v: 1, network: NETWORK, nonce: newNonce(), type: 'set-point', id: ulid() },
        ...{ pod: node.pod, node: node.id, seq, service: 'congestion-management', mode: 'limit-import' },
        ...{ valueW: 2000, from: formatTime(now), until: formatTime(now + 60_000) },
        ...{ issuedAt: formatTime(now), expiresAt: formatTime(now + 60_000), ...overrides },
      };
      const message = signPayload(JSON.stringify(payload), key);
      return { ...message, id: payload.id as string, bytes: Buffer.from(messageBytes(message)) };
    },
  };
}
