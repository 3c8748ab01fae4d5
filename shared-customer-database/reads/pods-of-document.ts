import type {
  Binding,
  Consent,
  Customer,
  FlexibleResource,
  Forecast,
  Holding,
  Kind,
  Portfolio,
  RegistryDocument,
} from '../registry/documents.ts';
import type { Registry } from '../registry.ts';
import type { ReadShown } from './reads.ts';

/** Kind of data of an entry about documents of the registry. */
export const REGISTRY_DATA = 'registry';

export interface ShownDocument {
  kind: Kind;
  document: RegistryDocument;
}

/**
 * Whose data a document is: each PoD, and for which time. None for parties, contracts and the records of PoDs, which are
 * about the market and the network, and name no customer.
 */
export async function podsOfDocument(
  registry: Pick<Registry, 'list'>,
  { kind, document }: ShownDocument,
  nowMs: number,
): Promise<ReadShown[]> {
  const holdingsOf = async (customer: string) =>
    (await registry.list('holding', { where: { customer }, limit: -1 })).map(({ document: held }) => held);
  switch (kind) {
    case 'holding':
      return [heldBy(document as Holding)];
    case 'customer':
      return (await holdingsOf((document as Customer).id)).map(heldBy);
    case 'consent': {
      const { customer, pods } = document as Consent;
      const holdings = await holdingsOf(customer);
      return holdings.filter(({ pod }) => pods === 'all' || pods.includes(pod)).map(heldBy);
    }
    case 'portfolio':
    case 'binding':
    case 'forecast': {
      const { pod, from, until } = document as Portfolio | Binding | Forecast;
      return [{ pod, ...spanOf({ from, until }), basis: [] }];
    }
    case 'flexible-resource':
      return [{ pod: (document as FlexibleResource).pod, fromMs: nowMs, untilMs: nowMs + 1, basis: [] }];
    default:
      return [];
  }
}

function heldBy({ pod, customer, from, until }: Holding): ReadShown {
  const basis = [{ from, until, consents: [], holders: [customer] }];
  return { pod, ...spanOf({ from, until }), basis };
}

function spanOf({ from, until }: { from: number; until: number }) {
  return { fromMs: from, untilMs: until || Number.MAX_SAFE_INTEGER };
}
