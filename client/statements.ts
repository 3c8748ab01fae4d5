import { AccessLayerError } from '@access-layer/core/errors';
import type {
  Baseline,
  Dispute,
  Order,
  Request,
  Result,
  Settlement,
  Statement,
} from '@access-layer/core/payloads/statement';
import { newNonce, signPayload } from '@access-layer/core/sign';
import type { AccessLayerClient } from './create-client.ts';
import { dataOf } from './errors.ts';
import type { components } from './generated/data.ts';

interface ByType {
  order: Order;
  result: Result;
  request: Request;
  baseline: Baseline;
  settlement: Settlement;
  dispute: Dispute;
}
type Envelope = 'v' | 'network' | 'type' | 'nonce' | 'sender' | 'seq' | 'prev' | 'issuedAt';
/** What a party says: the fields of its type without those that every signed message has. */
export type Said<T extends Statement['type']> = Omit<ByType[T], Envelope>;
export type Recorded = components['schemas']['RecordedStatement'];

export interface Party {
  /** Its id. */
  sender: string;
  /** Name of the deployment that it signs for. */
  network: string;
  /** 32 bytes, secp256k1: the key whose address the registry contract lists for it. */
  privateKey: Uint8Array;
}

export interface Statements {
  /**
   * Signs a statement as the party's next one and hands it in.
   * @throws AccessLayerError with the code of the Ingestion API
   */
  handIn<T extends Statement['type']>(type: T, said: Said<T>): Promise<Recorded>;
}

/** Another of the party's programs may take a number first: then the next one is tried, so often. */
const TRIES = 3;
const TAKEN = ['SCD_SEQUENCE_FORK', 'SCD_SEQUENCE_GAP', 'SCD_CHAIN_BROKEN'];

/** Signs what a party states and hands it in, numbered and chained over all its types (formats 7). */
export function createStatements({ data }: AccessLayerClient, party: Party): Statements {
  const { sender, network, privateKey } = party;
  let turn: Promise<unknown> = Promise.resolve();

  async function once<T extends Statement['type']>(type: T, said: Said<T>): Promise<Recorded> {
    const chain = data.GET('/v1/parties/{id}/statement-chain', { params: { path: { id: sender } } });
    const { nextSeq: seq, prev } = await dataOf(chain);
    const head = {
      v: 1,
      network,
      type,
      nonce: newNonce(),
      sender,
      seq,
      prev,
      issuedAt: new Date().toISOString(),
    };
    const body = signPayload(JSON.stringify({ ...head, ...said }), privateKey);
    // All six take and answer the same.
    return dataOf(data.POST(`/v1/${type}s` as '/v1/orders', { body }));
  }

  async function handIn<T extends Statement['type']>(type: T, said: Said<T>): Promise<Recorded> {
    for (let left = TRIES - 1; ; left--) {
      try {
        return await once(type, said);
      } catch (error) {
        if (left === 0 || !(error instanceof AccessLayerError) || !TAKEN.includes(error.code)) throw error;
      }
    }
  }

  return {
    handIn(type, said) {
      const mine = turn.then(() => handIn(type, said));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
