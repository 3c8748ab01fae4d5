import type { Consent, Interval } from '../registry/documents.ts';
import type { PodFacts } from '../registry.ts';
import { covers, type DataSet } from './data-set.ts';

/** A piece of time over which nothing that decides about a PoD's data changes. `until` may be Infinity. */
export interface Segment {
  from: number;
  until: number;
  holders: string[];
  portfolios: string[];
  services: string[];
  contractParties: string[];
  consents: Consent[];
}

export interface Asker {
  /** The organisation to which consents were given; undefined has none. */
  party: string | undefined;
  dataSet: DataSet;
  /** If stated, only consents for this purpose count. */
  purpose: string | undefined;
}

/**
 * Cuts all time into the pieces on which the facts are constant. Consents are those of the customer who held the PoD in
 * the piece, to the asker's organisation, for the data set; a revoked one is in no piece, one that has ended is still in
 * the pieces that it covered.
 */
export function segmentsOf(facts: PodFacts, asker: Asker): Segment[] {
  const consents = facts.consents.filter((consent) => counts(consent, facts.pod, asker));
  const all: Interval[] = [...facts.holdings, ...facts.portfolios, ...facts.contracts, ...consents];
  const cuts = new Set([0, Number.POSITIVE_INFINITY]);
  for (const interval of all) {
    cuts.add(interval.from);
    cuts.add(endOf(interval));
  }
  const times = [...cuts].sort((a, b) => a - b);
  return times.slice(0, -1).map((from, i) => {
    const until = times[i + 1]!;
    const inForce = <T extends Interval>(items: T[]) =>
      items.filter((item) => item.from <= from && until <= endOf(item));
    const holders = unique(inForce(facts.holdings).map(({ customer }) => customer));
    const contracts = inForce(facts.contracts);
    return {
      from,
      until,
      holders,
      portfolios: unique(inForce(facts.portfolios).map(({ aggregator }) => aggregator)),
      services: unique(contracts.flatMap(({ services }) => services)),
      contractParties: unique(contracts.flatMap(({ parties }) => parties)),
      consents: inForce(consents).filter(({ customer }) => holders.includes(customer)),
    };
  });
}

function counts(consent: Consent, pod: string, { party, dataSet, purpose }: Asker): boolean {
  return (
    consent.revokedAt === undefined &&
    consent.party === party &&
    (purpose === undefined || consent.purpose === purpose) &&
    (consent.pods === 'all' || consent.pods.includes(pod)) &&
    covers(consent.dataSets, dataSet)
  );
}

function endOf({ until }: Interval): number {
  return until || Number.POSITIVE_INFINITY;
}

/** In order, so that equal facts have equal texts. */
function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}
