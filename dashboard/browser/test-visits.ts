import type { Role } from '../sign-in/claims.ts';

export interface Visit {
  user: string;
  role: Role;
  path: string;
  theme: 'light' | 'dark';
  language: 'en' | 'it';
  width: number;
  height: number;
}

/** One person of the demonstration a role. */
export const USERS: readonly (readonly [user: string, role: Role])[] = [
  ['operator', 'dso-operator'],
  ['administrator', 'dso-administrator'],
  ['tso', 'tso'],
  ['market', 'market'],
  ['aggregator-1', 'aggregator'],
  ['customer-1', 'customer'],
  ['auditor', 'auditor'],
];

const SIZES = [
  [390, 844],
  [820, 1180],
  [1440, 900],
  [2560, 1440],
] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'it'] as const;

/**
 * Every page by every role that has it; theme, language and size go round so that each pair of two of them meets, and each
 * meets every page.
 */
export function visits(pages: readonly { path: string; roles?: readonly Role[] }[]): Visit[] {
  const found: Visit[] = [];
  for (const [userIndex, [user, role]] of USERS.entries()) {
    const own = pages.filter(({ roles }) => !roles || roles.includes(role));
    for (const { path } of own) {
      const pageIndex = pages.findIndex((page) => page.path === path);
      const turn = userIndex + pageIndex;
      const [width, height] = SIZES[turn % SIZES.length]!;
      found.push({
        ...{ user, role, path, width, height },
        theme: THEMES[(turn + Math.floor(userIndex / 2)) % THEMES.length]!,
        language: LANGUAGES[(pageIndex + Math.floor(turn / 2)) % LANGUAGES.length]!,
      });
    }
  }
  return found;
}

/** Every pair of values of two of the dimensions that some visit has. */
export function pairsOf(of: readonly Visit[]): Set<string> {
  const pairs = new Set<string>();
  for (const { role, path, theme, language, width } of of) {
    const values = [role, path, theme, language, String(width)];
    for (const [i, a] of values.entries()) for (const b of values.slice(i + 1)) pairs.add(`${a} × ${b}`);
  }
  return pairs;
}
