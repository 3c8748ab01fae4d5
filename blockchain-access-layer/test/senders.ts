import { messageBytes, payloadHashOf, type SignedMessage } from '@access-layer/core/message';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { NETWORK, ZERO_HASH } from './fleet.ts';

const FROM = '2026-03-01T12:00:00.000Z';
const UNTIL = '2026-03-01T13:00:00.000Z';
export const POD = 'IT001E00000001';

type Sent = SignedMessage & { bytes: Buffer };

const BY_TYPE: Record<string, object> = {
  order: {
    ...{ service: 'balancing', side: 'offer', direction: 'decrease', powerW: 3000, from: FROM, until: UNTIL },
    ...{ priceEurPerMwh: 120.5, pods: [POD], recipients: ['market'] },
  },
  baseline: {
    ...{
      pod: POD,
      from: FROM,
      until: UNTIL,
      periodS: 1800,
      method: 'high-5-of-10',
      averagePowersW: [500, 600],
    },
    recipients: [],
  },
};

/** Fields of a read ledger, for a service to state. */
export function readLedger(): object {
  const read = { at: FROM, client: 'agg-1', role: 'aggregator', pod: POD, dataSet: 'measurements', count: 1 };
  return { type: 'read-ledger', from: FROM, until: UNTIL, reads: [{ ...read, from: FROM, until: UNTIL }] };
}

/** A party or service that numbers and signs what it states; a set-point signer, too. */
export function newSender(sender: string, key = newPrivateKey()) {
  let next = { seq: 0, prev: ZERO_HASH as string };
  let ordinal = 0;

  function sign(fields: object, at: { seq?: number; prev?: string } = {}): Sent {
    const { type = 'order', ...rest } = fields as { type?: string };
    const chain = { v: 1, network: NETWORK, type, nonce: newNonce(), sender, ...next, ...at };
    const id = BY_TYPE[type] ? { id: `${type}-${ordinal++}` } : {};
    return signed({ ...chain, issuedAt: formatTime(Date.now()), ...id, ...BY_TYPE[type], ...rest });
  }

  function signed(payload: object): Sent {
    const message = signPayload(JSON.stringify(payload), key);
    return { ...message, bytes: Buffer.from(messageBytes(message)) };
  }

  return {
    key,
    address: addressOf(key),
    sign,
    /** The next of the chain; the numbering moves on. */
    next(fields: object = {}): Sent {
      const message = sign(fields);
      next = { seq: next.seq + 1, prev: payloadHashOf(message.payload) };
      return message;
    },
    setPoint(fields: object): Sent {
      const head = { v: 1, network: NETWORK, type: 'set-point', nonce: newNonce() };
      const times = { from: FROM, until: UNTIL, issuedAt: FROM, expiresAt: UNTIL };
      const what = {
        id: '01J0000000000000000000000A',
        pod: POD,
        node: 'ln-1',
        service: 'balancing',
        mode: 'resume',
      };
      return signed({ ...head, ...what, ...times, ...fields });
    },
  };
}

/** The line of the stream `statements` that carries a message. */
export function lineOf({ payload, signature }: SignedMessage): string {
  return JSON.stringify({ payload, signature });
}
