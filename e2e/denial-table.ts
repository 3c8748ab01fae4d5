/** `yes`: the data; `empty`: an answer without any; `no`: as if it did not exist, or refused. */
export type Outcome = 'yes' | 'empty' | 'no';

/**
 * Who may see what in the demonstration, written from what people were promised and not from the rules: PoD 1 is
 * consented to the first aggregator and in a balancing contract, the consent of PoD 2 was revoked, that of PoD 3 has
 * expired before the readings asked for, PoD 4 is in the second aggregator's portfolio, without a consent.
 */
type OfPod = (who: string, pod: number) => Outcome | readonly Outcome[];
type OfService = (who: string) => Outcome | readonly Outcome[];

const DSO = ['operator', 'administrator'];
const isDso = (who: string) => DSO.includes(who);
const holds = (who: string, pod: number) => who === `customer-${pod}`;
const isConsented = (who: string, pod: number) => who === 'aggregator-1' && pod === 1;
const isContracted = (who: string, pod: number) => ['tso', 'market'].includes(who) && pod === 1;
const seesSettlement = (who: string, pod: number) =>
  isDso(who) || holds(who, pod) || isConsented(who, pod) || isContracted(who, pod);
const when = (condition: boolean): Outcome => (condition ? 'yes' : 'no');

/** Readings and what goes with them. */
export const values: OfPod = (who, pod) => when(isDso(who) || holds(who, pod) || isConsented(who, pod));

export const ABOUT_PODS: { path: string; expected: OfPod }[] = [
  { path: '/v1/pods/POD/readings?from=FROM', expected: values },
  { path: '/v1/pods/POD/readings?from=FROM&limit=1', expected: values },
  {
    path: '/v1/pods/POD/packets?from=FROM',
    // Of a contracted PoD they read what became of set-points; the first comes after a few minutes.
    expected: (who, pod) => (isContracted(who, pod) ? ['empty', 'yes'] : values(who, pod)),
  },
  {
    path: '/v1/pods/POD/activations?from=FROM',
    // Only the device of PoD 1 was commanded.
    expected: (who, pod) =>
      isContracted(who, pod) || values(who, pod) === 'yes' ? (pod === 1 ? 'yes' : 'empty') : 'no',
  },
  {
    path: '/v1/pods/POD/set-points?from=FROM',
    expected: (who, pod) => when(isDso(who) || holds(who, pod)),
  },
  {
    path: '/v1/pods/POD/set-points/NUMBER/settlement',
    expected: (who, pod) => when(pod === 1 && seesSettlement(who, pod)),
  },
  {
    path: '/v1/settlements/months/MONTH?pod=POD',
    expected: (who, pod) => (pod === 1 && seesSettlement(who, pod) ? 'yes' : 'empty'),
  },
  {
    path: '/v1/pods/POD/completeness?from=FROM',
    expected: (who, pod) => (who === 'auditor' ? 'yes' : values(who, pod)),
  },
  {
    path: '/v1/pods/POD/reads',
    expected: (who, pod) => (isDso(who) || who === 'auditor' || holds(who, pod) ? ['yes', 'empty'] : 'no'),
  },
  { path: '/v1/packets/HASH', expected: values },
  { path: '/v1/readings/HASH/proof', expected: values },
  { path: '/bal/packets/HASH', expected: values },
  { path: '/bal/packets/HASH/proof', expected: values },
  {
    path: '/v1/anomalies?pod=POD',
    // A PoD may have none; of one that is not theirs they see as little as of one that has none.
    expected: (who, pod) => (isDso(who) || who === 'auditor' || holds(who, pod) ? ['yes', 'empty'] : 'empty'),
  },
  {
    path: '/v1/pods/POD',
    expected: (who, pod) =>
      when(isDso(who) || holds(who, pod) || isConsented(who, pod) || isContracted(who, pod)),
  },
  {
    path: '/v1/pods/POD/history',
    expected: (who) => when(who === 'administrator' || who === 'auditor'),
  },
];

/** By `composeViews`: the market is an admin of views, the TSO an editor, the first aggregator a reader. */
const keepsPeople = (who: string) => ['administrator', 'market'].includes(who);
const seesView = (who: string) => keepsPeople(who) || ['tso', 'aggregator-1'].includes(who);
const some = (condition: boolean): Outcome => (condition ? 'yes' : 'empty');

const operation: OfService = (who) => when(isDso(who) || who === 'auditor');
const everyone: OfService = () => 'yes';
/** Each sees his own alarms only; nobody has any yet. */
const hasAlarms = (who: string) => !['tso', 'market', 'auditor'].includes(who);
const ownAlarms: OfService = (who) => (hasAlarms(who) ? ['yes', 'empty'] : 'no');
const administrator: OfService = (who) => when(who === 'administrator');

export const SERVICE_ROUTES: { path: string; expected: OfService }[] = [
  { path: '/v1/stages', expected: everyone },
  { path: '/v1/parties', expected: everyone },
  { path: '/v1/quarantine', expected: (who) => (isDso(who) || who === 'auditor' ? ['yes', 'empty'] : 'no') },
  { path: '/v1/registry-history', expected: operation },
  { path: '/v1/read-ledger', expected: operation },
  { path: '/v1/archive/calendar', expected: operation },
  { path: '/v1/archive/status', expected: operation },
  { path: '/v1/archive/damages', expected: operation },
  { path: '/v1/archive/restores', expected: operation },
  { path: '/v1/erasures', expected: () => ['yes', 'empty'] },
  { path: '/v1/erasures/nobody', expected: () => 'no' },
  { path: '/v1/customers/customer-1', expected: (who) => when(isDso(who) || who === 'customer-1') },
  { path: '/v1/holdings/holding-1', expected: (who) => when(isDso(who) || who === 'customer-1') },
  {
    path: '/v1/consents/consent-1',
    expected: (who) => when(isDso(who) || ['customer-1', 'aggregator-1'].includes(who)),
  },
  {
    path: '/v1/contracts/contract-1',
    expected: (who) => when(isDso(who) || ['tso', 'market', 'aggregator-1'].includes(who)),
  },
  {
    path: '/v1/portfolios/portfolio-1',
    expected: (who) => when(isDso(who) || ['aggregator-1', 'customer-1'].includes(who)),
  },
  { path: '/v1/views/view-1', expected: (who) => when(seesView(who)) },
  { path: '/v1/views', expected: (who) => some(seesView(who)) },
  // Whoever was enabled sees himself there.
  { path: '/v1/people', expected: (who) => some(seesView(who)) },
  { path: '/v1/people/aggregator-1', expected: (who) => when(keepsPeople(who) || who === 'aggregator-1') },
  { path: '/v1/groups', expected: (who) => some(keepsPeople(who)) },
  { path: '/v1/access/views', expected: everyone },
  { path: '/bal/batches', expected: everyone },
  { path: '/bal/transactions', expected: everyone },
  { path: '/bal/flow', expected: everyone },
  { path: '/bal/chain', expected: everyone },
  { path: '/bal/chain/blocks', expected: everyone },
  { path: '/bal/chain/blocks/1', expected: everyone },
  { path: '/bal/chain/contracts', expected: everyone },
  { path: '/bal/chain/contracts/key-registry/events', expected: everyone },
  { path: '/v1/nodes', expected: operation },
  { path: '/v1/nodes/ln-0001', expected: operation },
  { path: '/v1/enrolments', expected: (who) => (isDso(who) ? ['yes', 'empty'] : 'no') },
  ...['rules', 'active', 'history', 'silences', 'channels', 'options'].map((what) => ({
    path: `/v1/alarms/${what}`,
    expected: ownAlarms,
  })),
  { path: '/bal/nodes', expected: operation },
  { path: '/bal/nodes/ln-0001', expected: operation },
  {
    path: '/bal/quarantine',
    expected: (who) => (isDso(who) ? ['yes', 'empty'] : 'no'),
  },
  { path: '/bal/anomalies', expected: (who) => (isDso(who) || who === 'auditor' ? ['yes', 'empty'] : 'no') },
  { path: '/kafka/topics', expected: everyone },
  { path: '/clients', expected: administrator },
  { path: '/users', expected: administrator },
  { path: '/keys', expected: administrator },
];

/** Every good token sees its own limits and statistics, whatever its scopes. */
export const FOR_EVERY_TOKEN: { path: string; expected: OfService }[] = [
  { path: '/limits', expected: everyone },
  { path: '/stats', expected: everyone },
];

/** Methods and paths that are asked for with faulty tokens. */
export const FAULTY: [method: 'GET' | 'POST', path: string][] = [
  ...ABOUT_PODS.map(({ path }): ['GET', string] => ['GET', path]),
  ...SERVICE_ROUTES.map(({ path }): ['GET', string] => ['GET', path]),
  ['GET', '/v1/pods/POD/set-points/NUMBER/dossier'],
  ['GET', '/v1/settlements/months/MONTH/dossier'],
  ['GET', '/v1/events/stream?topics=measurements'],
  ['GET', '/kafka/consumers/g/instances/i/records'],
  ['GET', '/kafka/topics/measurements/partitions/0/offsets'],
  ['POST', '/v1/pods'],
  ['POST', '/v1/consents'],
  ['POST', '/v1/erasures'],
  ['POST', '/v1/erasures/x/confirmation'],
  ['POST', '/v1/orders'],
  ['POST', '/v1/views'],
  ['POST', '/v1/people'],
  ['POST', '/v1/bindings'],
  ['POST', '/v1/archive/restores'],
  ['POST', '/kafka/topics/x'],
  ['POST', '/v1/enrolments'],
  ['POST', '/v1/nodes/ln-0001/revocation'],
  ['POST', '/v1/alarms/rules'],
  ['POST', '/v1/alarms/channels/x/test'],
  ['POST', '/clients'],
  ['POST', '/keys/rotate'],
];
