import type { SetPoint } from '@access-layer/core/payloads/set-point';
import { senderPlaceOf } from '@access-layer/core/sender-chain';
import type { DataSet } from '../access/data-set.ts';
import type { Certificate } from '../ledger/certificates.ts';
import type { LedgerReader } from '../ledger/ledger-reader.ts';
import { type Granted, holds, type Span } from './spans.ts';

export interface SetPointsQuery extends Span {
  pod: string;
  limit: number;
  /** Begin behind this number of the PoD. */
  afterSeq?: number;
}

export interface ReleasedSetPoint {
  setPoint: SetPoint;
  certificate: Certificate;
}

export interface SetPointsPage {
  items: ReleasedSetPoint[];
  /** How many of those that touch the range the caller may not see. */
  hidden: number;
  /** Number of the last one looked at; absent on the last page. */
  next?: number;
}

/** A page looks at so many at most, however few of them fit. */
const MOST_LOOKED_AT = 5000;

/**
 * Set-points of a PoD that are in force at some time of a range, in the order of their numbers. Each is signed, so it is
 * released whole or not at all: where the caller may see all of its time. Undefined where he may see nothing of the PoD.
 */
export async function releasedSetPoints(
  ledger: Pick<LedgerReader, 'certificates'>,
  granted: (asked: Span & { pod: string; dataSet: DataSet }) => Promise<Granted>,
  { pod, fromMs, untilMs, limit, afterSeq = -1 }: SetPointsQuery,
): Promise<SetPointsPage | undefined> {
  const { allowed } = await granted({
    pod,
    dataSet: 'set-points',
    fromMs: 0,
    untilMs: Number.MAX_SAFE_INTEGER,
  });
  if (allowed.length === 0) return undefined;
  const { chain } = senderPlaceOf({ type: 'set-point', pod, seq: 0, issuedAt: '' } as SetPoint);
  const found = ledger.certificates.ofChain(chain, afterSeq, MOST_LOOKED_AT);
  const page: SetPointsPage = { items: [], hidden: 0 };
  for (const certificate of found) {
    if (page.items.length === limit) return page;
    if (certificate.payload === '') continue; // erased
    const setPoint = JSON.parse(certificate.payload) as SetPoint;
    const [from, until] = [Date.parse(setPoint.from), Date.parse(setPoint.until)];
    if (from < untilMs && until > fromMs) {
      if (holds(allowed, { fromMs: from, toMs: until - 1 })) page.items.push({ setPoint, certificate });
      else page.hidden += 1;
    }
    if (certificate !== found.at(-1) || found.length === MOST_LOOKED_AT) page.next = certificate.seq;
    else delete page.next;
  }
  return page;
}
