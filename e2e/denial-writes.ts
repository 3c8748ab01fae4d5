/** A request that would change something, and whom it is allowed. */
export interface Write {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  /** A body of its own for each cell. */
  body?: (cell: number) => unknown;
  contentType?: string;
  allowed: (who: string) => boolean;
  /** Sent only for those to whom it is refused: it would spoil the other cells. */
  onlyRefused?: true;
  /** How it is refused, where not by 403 or 404. */
  refusedBy?: number[];
}

const DSO = ['operator', 'administrator'];
const dso = (who: string) => DSO.includes(who);
const only =
  (...ids: string[]) =>
  (who: string) =>
    ids.includes(who);
const nobody = () => false;
/** Far from every reading: what is written here opens and closes nothing. */
const LATER = '2099-01-01T00:00:00.000Z';
const LATER_STILL = '2099-01-01T00:30:00.000Z';
const POD_1 = 'IT999E00000001';
const POD_4 = 'IT999E00000004';

const RULE = { name: 'R', severity: 'info', channels: [] };

/** Written from what people were promised, and not from the rules. */
export const WRITES_BY_ROLE: Write[] = [
  {
    method: 'POST',
    path: '/v1/pods',
    body: (cell) => ({
      ...{ id: `IT999E1${String(cell).padStart(7, '0')}`, municipality: 'Roma', province: 'RM' },
      ...{ powerClass: '3-6 kW', contractedPowerW: 3000, voltageLevel: 'LV', serviceTypes: [], meters: [] },
    }),
    allowed: dso,
  },
  {
    method: 'POST',
    path: '/v1/archive/restores',
    body: () => ({ from: '2001-01-01', until: '2001-01-02' }),
    allowed: dso,
  },
  {
    method: 'POST',
    path: '/v1/erasures',
    body: () => ({ holding: 'holding-1' }),
    allowed: only('customer-1', 'administrator'),
    onlyRefused: true,
    // Like a holding that does not exist.
    refusedBy: [403, 422],
  },
  {
    method: 'POST',
    path: '/v1/enrolments',
    body: (cell) => ({ pod: POD_4, meter: `m-${cell}` }),
    allowed: dso,
  },
  ...['decommission', 'revocation'].map(
    (end): Write => ({
      method: 'POST',
      path: `/v1/nodes/ln-0001/${end}`,
      body: () => ({ reason: 'nothing' }),
      allowed: dso,
      onlyRefused: true,
    }),
  ),
  {
    method: 'POST',
    path: '/v1/nodes/ln-0001/meter-swap',
    body: () => ({ meter: 'another' }),
    allowed: dso,
    onlyRefused: true,
  },
  { method: 'POST', path: '/v1/nodes/ln-0001/rotation', body: () => ({}), allowed: dso, onlyRefused: true },
  {
    method: 'PUT',
    path: '/v1/nodes/ln-0001/place',
    body: () => ({ municipality: 'Roma' }),
    allowed: dso,
    onlyRefused: true,
  },
  { method: 'DELETE', path: '/v1/enrolments/none', allowed: dso, onlyRefused: true },
  {
    method: 'POST',
    path: '/v1/alarms/rules',
    body: () => ({ ...RULE, condition: { kind: 'missing', pod: POD_1, noneForS: 86_400 } }),
    allowed: only(...DSO, 'customer-1', 'aggregator-1'),
  },
  {
    method: 'POST',
    path: '/v1/alarms/rules',
    body: () => ({ ...RULE, condition: { kind: 'anomaly', types: ['none'] } }),
    allowed: dso,
  },
  {
    method: 'POST',
    path: '/v1/alarms/preview',
    body: () => ({ ...RULE, condition: { kind: 'missing', pod: POD_1, noneForS: 86_400 } }),
    allowed: only(...DSO, 'customer-1', 'aggregator-1'),
  },
  {
    method: 'POST',
    path: '/v1/alarms/channels',
    body: () => ({ kind: 'webhook', name: 'W', url: 'https://x.example', secret: 'webhook' }),
    allowed: dso,
  },
  {
    method: 'POST',
    path: '/v1/alarms/messages',
    body: () => ({ title: 'T', text: 'T', channels: ['none'] }),
    allowed: dso,
    onlyRefused: true,
  },
  { method: 'POST', path: '/v1/alarms/channels/none/test', allowed: dso, onlyRefused: true },
  {
    method: 'POST',
    path: '/v1/customers',
    body: (cell) => ({ id: `c-${cell}`, kind: 'household' }),
    allowed: dso,
  },
  {
    method: 'PUT',
    path: '/v1/customers/customer-3/personal-data',
    body: () => ({ name: 'Anna Rossi' }),
    allowed: only('administrator'),
  },
  {
    method: 'POST',
    path: '/v1/holdings',
    body: (cell) => ({ id: `h-${cell}`, pod: POD_4, customer: 'customer-1', from: LATER }),
    allowed: dso,
  },
  {
    method: 'POST',
    path: '/v1/portfolios',
    body: (cell) => ({ id: `p-${cell}`, aggregator: 'aggregator-1', pod: POD_1, from: LATER }),
    allowed: only(...DSO, 'aggregator-1'),
  },
  {
    // Its customer has agreed with nobody.
    method: 'POST',
    path: '/v1/portfolios',
    body: (cell) => ({ id: `p-${cell}`, aggregator: 'aggregator-1', pod: POD_4, from: LATER }),
    allowed: dso,
  },
  {
    method: 'POST',
    path: '/v1/flexible-resources',
    body: (cell) => ({ id: `r-${cell}`, pod: POD_4, type: 'storage', powerW: 10, services: ['balancing'] }),
    allowed: only(...DSO, 'aggregator-2'),
  },
  {
    method: 'POST',
    path: '/v1/forecasts',
    body: (cell) => ({
      ...{ id: `f-${cell}`, pod: POD_1, party: 'aggregator-1', issuedAt: LATER },
      ...{ from: LATER, until: LATER_STILL, periodS: 900, averagePowersW: [1, 2] },
    }),
    allowed: only(...DSO, 'aggregator-1'),
  },
  {
    method: 'POST',
    path: '/v1/contracts',
    body: (cell) => ({
      ...{
        id: `k-${cell}`,
        parties: ['tso'],
        resources: ['resource-1'],
        services: ['balancing'],
        from: LATER,
      },
    }),
    allowed: dso,
  },
  {
    method: 'POST',
    path: '/v1/views',
    body: (cell) => ({ id: `v-${cell}`, title: 'V', panels: [] }),
    allowed: only('administrator', 'market', 'tso'),
  },
  {
    method: 'PUT',
    path: '/v1/views/view-1',
    body: () => ({ id: 'view-1', title: 'Another', panels: [] }),
    allowed: only('administrator', 'market', 'tso'),
  },
  {
    method: 'PUT',
    path: '/v1/views/view-1',
    body: () => ({ id: 'view-1', title: 'One', panels: [], people: ['tso', 'market'] }),
    allowed: only('administrator', 'market'),
  },
  {
    method: 'POST',
    path: '/v1/people',
    body: (cell) => ({ id: `person-${cell}`, role: 'admin', isEnabled: true, groups: [] }),
    allowed: only('administrator', 'market'),
  },
  {
    method: 'POST',
    path: '/v1/groups',
    body: (cell) => ({ id: `group-${cell}`, name: 'G' }),
    allowed: only('administrator', 'market'),
  },
  {
    method: 'POST',
    path: '/v1/parties',
    body: (cell) => ({ id: `party-${cell}`, role: 'other', name: 'Party' }),
    allowed: only('administrator'),
  },
  {
    method: 'POST',
    path: '/v1/consents',
    body: () => ({
      ...{ customer: 'customer-1', party: 'market', purpose: 'research', pods: [POD_1] },
      ...{ dataSets: ['technical'], from: LATER },
    }),
    allowed: only('customer-1'),
  },
  {
    method: 'POST',
    path: '/v1/consents',
    body: (cell) => ({
      ...{ customer: 'customer-1', party: 'market', purpose: 'research', pods: [POD_1] },
      ...{ dataSets: ['technical'], from: LATER, paper: { reference: `a-${cell}`, signedOn: '2026-01-01' } },
    }),
    allowed: only('administrator'),
  },
  {
    method: 'POST',
    path: '/v1/consents/consent-1/revocation',
    allowed: only('customer-1', 'administrator'),
    onlyRefused: true,
  },
  {
    method: 'POST',
    path: '/v1/bindings',
    body: (cell) => ({
      ...{ node: `ln-9${cell}`, pod: POD_1, meterId: 'm', role: 'load' },
      key: `0x${String(cell).padStart(40, '1')}`,
    }),
    allowed: dso,
    onlyRefused: true,
  },
  { method: 'DELETE', path: '/v1/parties/market', allowed: only('administrator'), onlyRefused: true },
  {
    method: 'DELETE',
    path: '/v1/customers/customer-3/personal-data',
    allowed: only('administrator'),
    onlyRefused: true,
  },
  {
    method: 'POST',
    path: '/kafka/topics/measurements',
    body: () => ({ records: [{ key: POD_1, value: {} }] }),
    contentType: 'application/vnd.kafka.json.v2+json',
    allowed: nobody,
  },
  {
    method: 'PUT',
    path: '/limits/tso/data',
    body: () => ({ perS: 1000, burst: 1000 }),
    allowed: only('administrator'),
  },
  {
    method: 'POST',
    path: '/clients',
    body: (cell) => ({
      ...{ clientId: `client-${cell}`, name: 'C', auth: 'client_secret', role: 'tso', scopes: [] },
    }),
    allowed: only('administrator'),
  },
  {
    method: 'POST',
    path: '/users',
    body: (cell) => ({ username: `user-${cell}`, name: 'U', role: 'auditor', scopes: [] }),
    allowed: only('administrator'),
  },
  { method: 'POST', path: '/keys/rotate', allowed: only('administrator'), onlyRefused: true },
  { method: 'POST', path: '/clients/market/disable', allowed: only('administrator'), onlyRefused: true },
  {
    method: 'POST',
    path: '/bal/clock/clear',
    body: () => ({ reason: 'nothing' }),
    allowed: only('administrator'),
    onlyRefused: true,
  },
];
