import { join } from 'node:path';
import { formatTime } from '@access-layer/core/time';
import { openRegistry } from '../registry/open-registry.ts';
import { type Sealed, type Signed, seal, TestNode } from './test-records.ts';
import { ADMINISTRATOR, type TestCaller, type TestService } from './test-service.ts';

/**
 * Six PoDs over three days of Rome, of which the second has 92 quarter-hours. The register of PoD n grows by 10 n Wh a
 * quarter-hour. Customer n holds PoD n; PoD 1 goes from customer 1 to customer 7 at the end of the first day.
 */
export const FIRST_DAY = Date.parse('2026-03-27T23:00:00.000Z');
export const SECOND_DAY = Date.parse('2026-03-28T23:00:00.000Z');
export const END = Date.parse('2026-03-30T22:00:00.000Z');
export const DAYS = 'from=2026-03-28T00:00:00%2B01:00&until=2026-03-31T00:00:00%2B02:00&step=day';
export const QUARTERS = [96, 92, 96];
export const QUARTER_MS = 900_000;
export const podCode = (n: number) => `IT001E0000000${n}`;
const NUMBERS = [1, 2, 3, 4, 5, 6];
const YEAR = '2026-01-01T00:00:00.000Z';

export const OPERATOR: TestCaller = { role: 'dso-operator', party: 'dso' };
export const AGGREGATOR: TestCaller = { role: 'aggregator', party: 'agg-1' };
export const TSO: TestCaller = { role: 'tso', party: 'tso-1' };
export const MARKET: TestCaller = { role: 'market', party: 'market-1' };
export const AUDITOR: TestCaller = { role: 'auditor' };
export const customer = (n: number): TestCaller => ({ role: 'customer', customer: `customer-${n}` });

/**
 * PoDs 1 to 4 are in Rome, in the portfolio of agg-1 and in a contract for balancing; 5 and 6 are in Milan. Customer 1
 * lets agg-1 read his measurements, customer 2 only aggregates (and the market, for settlement).
 */
export async function settleDistrict(service: TestService): Promise<void> {
  const { write } = service;
  const contracted = NUMBERS.slice(0, 4);
  const parties = { dso: 'dso', 'tso-1': 'tso', 'market-1': 'market', 'agg-1': 'aggregator' };
  await write(
    'parties',
    Object.entries(parties).map(([id, role]) => ({ id, role, name: id })),
  );
  const customers = [...NUMBERS, 7].map((n) => ({ id: `customer-${n}`, kind: 'household' }));
  await write('customers', customers);
  await write('pods', NUMBERS.map(podOf));
  const holdings = NUMBERS.map((n) => ({
    id: `h${n}`,
    pod: podCode(n),
    customer: `customer-${n}`,
    from: YEAR,
  }));
  const [first, ...others] = holdings;
  const change = formatTime(SECOND_DAY);
  const next = { id: 'h7', pod: podCode(1), customer: 'customer-7', from: change };
  await write('holdings', [{ ...first, until: change }, next, ...others]);
  const portfolioOf = (n: number) => ({ id: `pf${n}`, aggregator: 'agg-1', pod: podCode(n), from: YEAR });
  await write('portfolios', contracted.map(portfolioOf));
  const resource = { type: 'battery', powerW: 2000, services: ['balancing'] };
  await write(
    'flexible-resources',
    contracted.map((n) => ({ id: `r${n}`, pod: podCode(n), ...resource })),
  );
  const contract = { id: 'c1', parties: ['tso-1', 'agg-1'], services: ['balancing'], from: YEAR };
  await write('contracts', [{ ...contract, resources: contracted.map((n) => `r${n}`) }]);
  await consent(service, 1, 'agg-1', 'flexibility', ['measurements']);
  await consent(service, 2, 'agg-1', 'flexibility', ['aggregates']);
  await consent(service, 2, 'market-1', 'settlement', ['measurements']);
}

const podOf = (n: number) => ({
  id: podCode(n),
  municipality: n <= 4 ? 'Roma' : 'Milano',
  province: n <= 4 ? 'RM' : 'MI',
  powerClass: n % 2 === 1 ? '3 kW' : '6 kW',
  contractedPowerW: 3000,
  voltageLevel: 'LV',
  serviceTypes: n === 6 ? [] : n === 5 ? ['voltage-control'] : ['balancing', 'congestion-management'],
  meters: [{ id: 'meter-1', role: 'exchange' }],
});

async function consent(
  service: TestService,
  n: number,
  party: string,
  purpose: string,
  dataSets: string[],
): Promise<void> {
  const body = { customer: `customer-${n}`, party, purpose, dataSets, pods: 'all', from: YEAR };
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await service.call(customer(n), '/v1/consents', init);
  if (answer.status !== 201) throw new Error(`consent: ${answer.status} ${await answer.text()}`);
}

/** Readings of each quarter-hour, the one at the end included; a packet for each UTC day. */
export function districtRecords(): Sealed {
  return seal(NUMBERS.flatMap((n) => packetsOf(n)));
}

function packetsOf(n: number): Signed[] {
  const node = new TestNode({ id: `node-${n}`, pod: podCode(n) });
  const count = (END - FIRST_DAY) / QUARTER_MS + 1;
  const readings = Array.from({ length: count }, (_, i) => ({
    at: formatTime(FIRST_DAY + i * QUARTER_MS),
    quality: ['measured'],
    values: { activePowerW: 100 * n + (i % 4) + 0.1, energyImportWh: 5000 + 10 * n * i, energyExportWh: 7 },
  }));
  const days = Map.groupBy(readings, ({ at }) => at.slice(0, 10));
  return [...days.values()].map((list) =>
    node.sign(Date.parse(list.at(-1)!.at), {
      ...{ type: 'measurement', role: 'exchange', profile: 'eastron-sdm630', readings: list },
    }),
  );
}

/** A set-point for PoD 3 on the second day, in the registry as the Ingestion API keeps it. */
export async function recordSetPoint({ dir }: TestService): Promise<void> {
  const registry = await openRegistry({ name: 'sqlite', dir: join(dir, 'scd', 'registry') });
  const hash = (digit: string) => `0x${digit.repeat(64)}` as const;
  const setPoint = {
    ...{
      chain: podCode(3),
      chained: false,
      type: 'set-point',
      sender: 'dso',
      id: '01J0000000000000000000000A',
    },
    ...{ seq: 1, recipients: [], pods: [podCode(3)], from: SECOND_DAY, until: SECOND_DAY + 4 * QUARTER_MS },
    ...{
      issuedAt: SECOND_DAY,
      payload: '{}',
      signature: '0x',
      payloadHash: hash('1'),
      messageHash: hash('2'),
    },
    outbox: { topic: 'statements', key: podCode(3), value: '{}' },
  };
  const by = { subject: 'dso', clientId: 'dso', role: ADMINISTRATOR.role };
  await registry.addStatements([setPoint], { by, receivedAt: SECOND_DAY });
  await registry.close();
}
