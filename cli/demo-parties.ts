import type { Role } from '@access-layer/kit/token';

/** Organisations, customers and accounts of a demonstration: one for every role, and two where that shows a difference. */
export interface DemoAccount {
  /** Client id of the platform and user name of the person. */
  id: string;
  name: string;
  role: Role;
  party?: string;
  customer?: string;
  scopes: string[];
}

const READ = ['data:read', 'events:read'];
const WRITE = [...READ, 'ingest:write', 'events:write'];
const ADMINISTER = [...WRITE, 'events:admin', 'admin'];

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    id: 'operator',
    name: 'DSO, control room',
    role: 'dso-operator',
    party: 'dso',
    scopes: [...WRITE, 'admin'],
  },
  {
    id: 'administrator',
    name: 'DSO, administration',
    role: 'dso-administrator',
    party: 'dso',
    scopes: ADMINISTER,
  },
  { id: 'tso', name: 'TSO', role: 'tso', party: 'tso', scopes: WRITE },
  { id: 'market', name: 'Market operator', role: 'market', party: 'market', scopes: WRITE },
  { id: 'aggregator-1', name: 'First aggregator', role: 'aggregator', party: 'aggregator-1', scopes: WRITE },
  { id: 'aggregator-2', name: 'Second aggregator', role: 'aggregator', party: 'aggregator-2', scopes: WRITE },
  {
    id: 'customer-1',
    name: 'Customer of the first PoD',
    role: 'customer',
    customer: 'customer-1',
    scopes: WRITE,
  },
  {
    id: 'customer-2',
    name: 'Customer of the second PoD',
    role: 'customer',
    customer: 'customer-2',
    scopes: WRITE,
  },
  {
    id: 'customer-3',
    name: 'Customer of the third PoD',
    role: 'customer',
    customer: 'customer-3',
    scopes: WRITE,
  },
  { id: 'auditor', name: 'Auditor', role: 'auditor', scopes: READ },
];

export const DEMO_PARTIES = [
  { id: 'dso', role: 'dso', name: 'Demonstration DSO' },
  { id: 'tso', role: 'tso', name: 'Demonstration TSO' },
  { id: 'market', role: 'market', name: 'Demonstration market' },
  { id: 'aggregator-1', role: 'aggregator', name: 'First aggregator' },
  { id: 'aggregator-2', role: 'aggregator', name: 'Second aggregator' },
] as const;
