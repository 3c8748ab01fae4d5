import { newNonce, newPrivateKey, signPayload } from '@access-layer/core/sign';

type Type = 'request' | 'order' | 'result' | 'baseline' | 'settlement' | 'dispute' | 'set-point';

const ZERO = `0x${'0'.repeat(64)}`;
const POD = 'IT999E00000001';
/** Far from everything: what is signed here orders nothing. */
const period = { from: '2099-01-01T00:00:00.000Z', until: '2099-01-01T00:15:00.000Z' };
const another = { sender: 'market', id: 'none', hash: ZERO };
const ofPod = { pod: POD, ...period };
const wanted = { service: 'balancing', direction: 'decrease', powerW: 1, ...period };

const CONTENT: Record<Exclude<Type, 'set-point'>, object> = {
  request: wanted,
  order: { ...wanted, side: 'offer', priceEurPerMwh: 1, pods: [POD] },
  result: { order: another, status: 'rejected', powerW: 0, priceEurPerMwh: 0, ...period },
  baseline: { ...ofPod, periodS: 900, method: 'none', averagePowersW: [1] },
  settlement: {
    ...{ ...ofPod, result: another, baselineEnergyWh: 0, measuredEnergyWh: 0, deliveredEnergyWh: 0 },
    ...{ amountEur: 0, completenessPercent: 0 },
  },
  dispute: { about: another, reason: 'other' },
};
const PLACES: Record<Type, string> = {
  ...{ request: '/v1/requests', order: '/v1/orders', result: '/v1/results', baseline: '/v1/baselines' },
  ...{ settlement: '/v1/settlements', dispute: '/v1/disputes', 'set-point': '/v1/set-points' },
};
export const STATEMENT_TYPES = Object.keys(PLACES) as Type[];
export const SENDERS = ['dso', 'tso', 'market', 'aggregator-1', 'aggregator-2'];

/** What each party states in its own name, from what people were promised. */
const OWN: Record<string, readonly Type[]> = {
  dso: STATEMENT_TYPES,
  tso: ['request', 'dispute'],
  market: ['order', 'result', 'settlement', 'dispute'],
  'aggregator-1': ['order', 'baseline', 'dispute'],
  'aggregator-2': ['order', 'baseline', 'dispute'],
};

/**
 * `stranger`: the role may state this, and is refused only since a stranger's key has signed it; `no`: it may not, whoever
 * signed it.
 */
export function expectedOf(party: string | undefined, type: Type, sender: string): 'stranger' | 'no' {
  // A set-point names no sender: it is the DSO's, and nobody else's.
  const isOwn = type === 'set-point' ? party === 'dso' : party === sender;
  return party && isOwn && OWN[party]?.includes(type) ? 'stranger' : 'no';
}

/** A statement of a sender, signed by a key that nobody knows: it is written in no case. */
export function strangersStatement(network: string, type: Type, sender: string) {
  const envelope = { v: 1, network, type, nonce: newNonce() };
  const issued = { issuedAt: '2026-01-01T00:00:00.000Z' };
  const payload =
    type === 'set-point'
      ? {
          ...{ ...envelope, id: '01J00000000000000000000000', pod: POD, node: 'ln-0001', seq: 999_999 },
          ...{ service: 'balancing', mode: 'limit-import', valueW: 1, ...period, ...issued },
          expiresAt: period.until,
        }
      : {
          ...envelope,
          sender,
          seq: 999_999,
          prev: ZERO,
          ...issued,
          id: 'none',
          recipients: [],
          ...CONTENT[type],
        };
  return { path: PLACES[type], body: signPayload(JSON.stringify(payload), newPrivateKey()) };
}

/** What came of handing it in. */
export async function outcomeOfStatement(response: Response): Promise<string> {
  const text = await response.text();
  const { code } = JSON.parse(text) as { code?: string };
  if (code === 'SCD_WRONG_SIGNER') return 'stranger';
  return response.status === 403 ? 'no' : `${response.status} ${text.slice(0, 200)}`;
}
