import type { Role } from '../sign-in/claims.ts';

const OPERATION = ['dso-operator', 'dso-administrator', 'auditor'] as const;
const DATA = ['dso-operator', 'dso-administrator', 'tso', 'market', 'aggregator', 'customer'] as const;

/** The pages of app/pages.ts as they are visited (that file loads components, which Node cannot). */
export const PAGES: readonly { path: string; roles?: readonly Role[] }[] = [
  { path: '/' },
  { path: '/nodes', roles: OPERATION },
  { path: '/nodes/ln-0001', roles: OPERATION },
  { path: '/pods', roles: DATA },
  {
    path: '/pods/IT999E00000001',
    roles: ['dso-operator', 'dso-administrator', 'tso', 'aggregator', 'customer'],
  },
  { path: '/flexibility' },
  { path: '/reports' },
  { path: '/reports/views', roles: ['aggregator'] },
  { path: '/reports/views/rome', roles: ['dso-operator', 'customer'] },
  { path: '/reports/views/rome?change=yes', roles: ['dso-administrator'] },
  { path: '/people', roles: ['dso-administrator'] },
  { path: '/explorer' },
  { path: '/explorer?tab=contracts', roles: ['dso-operator', 'auditor', 'market'] },
  { path: '/verify' },
  { path: '/my-data', roles: ['customer'] },
  { path: '/alarms', roles: ['customer'] },
  { path: '/alarms?tab=rules&rule=new', roles: ['dso-operator'] },
  { path: '/operations', roles: OPERATION },
];
