import type { RegisteredNode } from '@access-layer/registrar/dso-registry';
import { podRecord } from '@access-layer/shared-customer-database/ingestion-api/pod-record';
import type { Author, Write } from '@access-layer/shared-customer-database/registry';
import type { Documents, Kind } from '@access-layer/shared-customer-database/registry/documents';
import { openRegistry } from '@access-layer/shared-customer-database/registry/open-registry';
import type { RegistryConfig } from '@access-layer/shared-customer-database/registry/registry-config';
import { DEMO_PARTIES } from '../demo-parties.ts';
import { siteOf } from '../district/sites.ts';

const DAY_MS = 86_400_000;
/** Everything holds from long before the first reading, of a replay too. */
const SINCE_MS = Date.parse('2026-01-01T00:00:00.000Z');
const HOUSE = {
  place: { municipality: 'Roma' },
  province: 'RM',
  powerClass: '3-6 kW',
  contractedPowerW: 6000,
};
/** PoDs that differ in what their customers have agreed to. */
const EXAMPLES = 3;
const BY: Author = { subject: 'start', clientId: 'start', role: 'dso-administrator', party: 'dso' };

/**
 * What the DSO of the demonstration knows, before its database starts: parties, a customer for each PoD (three of them
 * have a name in the demonstration), the first aggregator's portfolio, a contract, and consents: of the first PoD it
 * holds, of the second there is none, of the third it has ended. Safe to repeat: what is there stays as it is.
 */
export async function ensureDemoRegistry(
  place: RegistryConfig,
  nodes: readonly Pick<RegisteredNode, 'podCode' | 'meterId' | 'role' | 'profile'>[],
  partyKeys: ReadonlyMap<string, string>,
  isDistrict = false,
): Promise<void> {
  const registry = await openRegistry(place);
  try {
    const writes = [
      ...partyWrites(partyKeys),
      ...nodes.flatMap((node, index) => podWrites(node, index, isDistrict)),
      ...agreementWrites(nodes),
    ];
    await registry.write(writes, { by: BY });
  } finally {
    await registry.close();
  }
}

function put<K extends Kind>(kind: K, document: Documents[K]): Write {
  return { kind, id: document.id, document } as Write;
}

function partyWrites(keys: ReadonlyMap<string, string>): Write[] {
  return DEMO_PARTIES.map((party) => {
    const key = keys.get(party.id);
    return put('party', { ...party, ...(key ? { key } : {}) });
  });
}

/** With what readings are judged by, for the stream. */
function pod(document: Documents['pod']): Write {
  return { ...put('pod', document), outbox: [podRecord(document)] };
}

function podWrites(
  { podCode, meterId, role, profile }: Pick<RegisteredNode, 'podCode' | 'meterId' | 'role' | 'profile'>,
  index: number,
  isDistrict: boolean,
): Write[] {
  const { place, province, powerClass, contractedPowerW } = isDistrict ? siteOf(index + 1) : HOUSE;
  const customer = `customer-${index + 1}`;
  return [
    put('customer', { id: customer, kind: 'household' }),
    pod({
      id: podCode,
      municipality: place.municipality,
      ...{ province, powerClass, contractedPowerW },
      voltageLevel: 'LV',
      serviceTypes: ['balancing'],
      meters: [{ id: meterId, role, profile }],
    }),
    put('holding', { id: `holding-${index + 1}`, pod: podCode, customer, from: SINCE_MS, until: 0 }),
    put('portfolio', {
      id: `portfolio-${index + 1}`,
      pod: podCode,
      aggregator: index < EXAMPLES ? 'aggregator-1' : 'aggregator-2',
      from: SINCE_MS,
      until: 0,
    }),
  ];
}

function agreementWrites(nodes: readonly Pick<RegisteredNode, 'podCode'>[]): Write[] {
  const [first, , third] = nodes;
  const now = Date.now();
  const consent = {
    party: 'aggregator-1',
    purpose: 'flexibility',
    dataSets: ['measurements', 'activations', 'technical'] as Documents['consent']['dataSets'],
    grantedAt: SINCE_MS,
    from: SINCE_MS,
  };
  const writes: Write[] = [];
  if (first) {
    writes.push(
      put('flexible-resource', {
        id: 'resource-1',
        pod: first.podCode,
        type: 'storage',
        powerW: 3000,
        services: ['balancing'],
      }),
      put('contract', {
        id: 'contract-1',
        parties: ['tso', 'market', 'aggregator-1'],
        resources: ['resource-1'],
        services: ['balancing'],
        from: SINCE_MS,
        until: 0,
      }),
      put('consent', {
        ...consent,
        id: 'consent-1',
        customer: 'customer-1',
        pods: [first.podCode],
        until: 0,
      }),
    );
  }
  if (third) {
    const ended = { id: 'consent-3', customer: 'customer-3', pods: [third.podCode], until: now - DAY_MS };
    writes.push(put('consent', { ...consent, ...ended }));
  }
  return writes;
}
