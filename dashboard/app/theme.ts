import { useEffect, useState } from 'react';
import { readChoice, writeChoice } from '../format/choices.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The attribute that the styles go by; without it they follow the system. Charts draw anew when it changes. */
function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new Event('theme'));
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(
    () => THEMES.find((known) => known === readChoice('theme')) ?? 'system',
  );
  useEffect(() => apply(theme), [theme]);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => document.dispatchEvent(new Event('theme'));
    system.addEventListener('change', changed);
    return () => system.removeEventListener('change', changed);
  }, []);
  const choose = (chosen: Theme) => {
    writeChoice('theme', chosen);
    setTheme(chosen);
  };
  return [theme, choose];
}
