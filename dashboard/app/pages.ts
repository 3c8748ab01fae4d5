import {
  Activity,
  Blocks,
  ChartColumn,
  Gauge,
  type LucideIcon,
  RadioTower,
  ShieldCheck,
  SlidersHorizontal,
  UserRound,
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
  | 'operations';

const OPERATION = ['dso-operator', 'dso-administrator', 'auditor'] as const;

function load<Name extends string>(page: () => Promise<Record<Name, unknown>>, name: Name) {
  return lazy(async () => ({ default: (await page())[name] as ComponentType<Params> }));
}

export const PAGES: readonly Page[] = [
  {
    id: 'overview',
    path: '/',
    icon: Activity,
    routes: { '/': load(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage') },
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
    id: 'verify',
    path: '/verify',
    icon: ShieldCheck,
    routes: { '/verify': load(() => import('../pages/verify/verify-page.tsx'), 'VerifyPage') },
  },
];

export const UNUSED = { Blocks, ChartColumn, Gauge, RadioTower, SlidersHorizontal, UserRound, OPERATION };

/** The pages that a role has in its navigation. */
export function pagesOf(role: Role): Page[] {
  return PAGES.filter(({ roles }) => !roles || roles.includes(role));
}
