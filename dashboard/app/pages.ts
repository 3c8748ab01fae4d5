import {
  Activity,
  Bell,
  Blocks,
  ChartColumn,
  Gauge,
  type LucideIcon,
  RadioTower,
  ShieldCheck,
  SlidersHorizontal,
  UserRound,
  Users,
  Zap,
} from 'lucide-react';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from '../sign-in/claims.ts';

/** What stands in the place of `:names` of a pattern. */
export type Params = Record<string, string>;

export interface Page {
  id: PageId;
  /** Where it is in the navigation. */
  path: string;
  icon: LucideIcon;
  /** Who has it in the navigation; everyone where absent. The services decide what anybody sees. */
  roles?: readonly Role[];
  /** Routes that it answers, by pattern. Loaded when one is opened the first time. */
  routes: Record<string, LazyExoticComponent<ComponentType<Params>>>;
}

export type PageId =
  | 'overview'
  | 'explorer'
  | 'nodes'
  | 'pods'
  | 'verify'
  | 'flexibility'
  | 'reports'
  | 'my-data'
  | 'operations'
  | 'alarms'
  | 'people';

const OPERATION = ['dso-operator', 'dso-administrator', 'auditor'] as const;

function load<Name extends string>(page: () => Promise<Record<Name, unknown>>, name: Name) {
  return lazy(async () => ({ default: (await page())[name] as ComponentType<Params> }));
}

const ALARMED = ['dso-operator', 'dso-administrator', 'aggregator', 'customer'] as const;

/** In the order of the navigation. A further page is one more entry here, with its texts in `texts.ts` beside this. */
export const PAGES: readonly Page[] = [
  {
    id: 'overview',
    path: '/',
    icon: Activity,
    routes: { '/': load(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage') },
  },
  {
    id: 'nodes',
    path: '/nodes',
    icon: RadioTower,
    roles: OPERATION,
    routes: {
      '/nodes': load(() => import('../pages/nodes/nodes-page.tsx'), 'NodesPage'),
      '/nodes/:id': load(() => import('../pages/nodes/node-page.tsx'), 'NodePage'),
    },
  },
  {
    id: 'pods',
    path: '/pods',
    icon: Zap,
    routes: {
      '/pods': load(() => import('../pages/pods/pods-page.tsx'), 'PodsPage'),
      '/pods/:pod': load(() => import('../pages/pods/pod-page.tsx'), 'PodPage'),
    },
  },
  {
    id: 'flexibility',
    path: '/flexibility',
    icon: SlidersHorizontal,
    routes: {
      '/flexibility': load(() => import('../pages/flexibility/flexibility-page.tsx'), 'FlexibilityPage'),
    },
  },
  {
    id: 'reports',
    path: '/reports',
    icon: ChartColumn,
    routes: {
      '/reports': load(() => import('../pages/reports/reports-page.tsx'), 'ReportsPage'),
      '/reports/views': load(() => import('../pages/views/views-page.tsx'), 'ViewsPage'),
      '/reports/views/:id': load(() => import('../pages/views/view-page.tsx'), 'ViewPage'),
    },
  },
  {
    id: 'explorer',
    path: '/explorer',
    icon: Blocks,
    routes: {
      '/explorer': load(() => import('../pages/explorer/explorer-page.tsx'), 'ExplorerPage'),
      '/explorer/blocks/:id': load(() => import('../pages/explorer/block-page.tsx'), 'BlockPage'),
      '/explorer/transactions/:hash': load(
        () => import('../pages/explorer/transaction-page.tsx'),
        'TransactionPage',
      ),
      '/explorer/batches/:anchorer/:index': load(
        () => import('../pages/explorer/batch-page.tsx'),
        'BatchPage',
      ),
      '/explorer/packets/:hash': load(() => import('../pages/explorer/packet-page.tsx'), 'PacketPage'),
      '/explorer/find/:what': load(() => import('../pages/explorer/find-page.tsx'), 'FindPage'),
    },
  },
  {
    id: 'verify',
    path: '/verify',
    icon: ShieldCheck,
    routes: { '/verify': load(() => import('../pages/verify/verify-page.tsx'), 'VerifyPage') },
  },
  {
    id: 'my-data',
    path: '/my-data',
    icon: UserRound,
    roles: ['customer'],
    routes: { '/my-data': load(() => import('../pages/my-data/my-data-page.tsx'), 'MyDataPage') },
  },
  {
    id: 'alarms',
    path: '/alarms',
    icon: Bell,
    roles: ALARMED,
    routes: { '/alarms': load(() => import('../pages/alarms/alarms-page.tsx'), 'AlarmsPage') },
  },
  {
    id: 'operations',
    path: '/operations',
    icon: Gauge,
    roles: OPERATION,
    routes: {
      '/operations': load(() => import('../pages/operations/operations-page.tsx'), 'OperationsPage'),
    },
  },
  {
    id: 'people',
    path: '/people',
    icon: Users,
    roles: ['dso-administrator'], // admins of other roles come by the saved views
    routes: { '/people': load(() => import('../pages/people/people-page.tsx'), 'PeoplePage') },
  },
];

/** The pages that a role has in its navigation. */
export function pagesOf(role: Role): Page[] {
  return PAGES.filter(({ roles }) => !roles || roles.includes(role));
}
