import { payloadHashOf } from '@access-layer/core/message';
import { addressOf, newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { NETWORK, POD, type Signed } from './test-records.ts';

/** A party, service or set-point signer that signs what it states, as the Blockchain Access Layer accepted it. */
export class TestSender {
  readonly privateKey = newPrivateKey();
  readonly key = addressOf(this.privateKey);
  readonly id: string;
  #next = { seq: 0, prev: `0x${'00'.repeat(32)}` };

  constructor(id: string) {
    this.id = id;
  }

  order(atMs: number, more: object = {}): Signed {
    const period = { from: formatTime(atMs + 3_600_000), until: formatTime(atMs + 7_200_000) };
    const what = {
      service: 'balancing',
      side: 'offer',
      direction: 'decrease',
      powerW: 3000,
      priceEurPerMwh: 99,
    };
    return this.#state('order', atMs, {
      ...{ id: `order-${this.#next.seq}`, recipients: ['market'], pods: [POD] },
      ...{ ...what, ...period, ...more },
    });
  }

  readLedger(atMs: number): Signed {
    const period = { from: formatTime(atMs - 1000), until: formatTime(atMs) };
    const read = {
      at: period.from,
      client: 'agg-1',
      role: 'aggregator',
      pod: POD,
      dataSet: 'measurements',
      count: 1,
    };
    return this.#state('read-ledger', atMs, { ...period, reads: [{ ...read, ...period }] });
  }

  setPoint(atMs: number, seq: number): Signed {
    const times = {
      from: formatTime(atMs),
      until: formatTime(atMs + 900_000),
      expiresAt: formatTime(atMs + 60_000),
    };
    const what = {
      id: '01J0000000000000000000000A',
      pod: POD,
      node: 'node-1',
      service: 'balancing',
      mode: 'resume',
    };
    return this.#sign({ type: 'set-point', seq, issuedAt: formatTime(atMs), ...what, ...times }, atMs);
  }

  /** Another message under the number of this one. */
  fork({ message, receivedAt }: Signed): Signed {
    return this.#sign({ ...JSON.parse(message.payload), nonce: newNonce() }, receivedAt);
  }

  #state(type: string, atMs: number, fields: object): Signed {
    const place = { sender: this.id, ...this.#next, issuedAt: formatTime(atMs) };
    const signed = this.#sign({ type, ...place, ...fields }, atMs + 20);
    this.#next = { seq: this.#next.seq + 1, prev: signed.payloadHash };
    return signed;
  }

  #sign(fields: object, receivedAt: number): Signed {
    const payload = JSON.stringify({ v: 1, network: NETWORK, nonce: newNonce(), ...fields });
    return {
      message: signPayload(payload, this.privateKey),
      payloadHash: payloadHashOf(payload),
      receivedAt,
    };
  }
}
