import { Check, Languages, MonitorCog, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import { common } from '../texts/common.ts';
import { LANGUAGES } from '../texts/texts.ts';
import { useSpeech, useTexts } from '../texts/use-texts.tsx';
import { THEMES, useTheme } from './theme.ts';

function Choice({ chosen, choose, children }: { chosen: boolean; choose: () => void; children: ReactNode }) {
  return (
    <button type="button" role="menuitemradio" aria-checked={chosen} onClick={choose}>
      {children}
      {chosen && <Icon of={Check} size={14} />}
    </button>
  );
}

export function LanguageMenu() {
  const t = useTexts(common);
  const { language, setLanguage } = useSpeech();
  return (
    <Menu label={t.language.name} button={<Icon of={Languages} size={18} />}>
      {(close) =>
        LANGUAGES.map((known) => (
          <Choice
            key={known}
            chosen={known === language}
            choose={() => {
              setLanguage(known);
              close();
            }}
          >
            <span lang={known}>{t.language[known]}</span>
          </Choice>
        ))
      }
    </Menu>
  );
}

export function ThemeMenu() {
  const t = useTexts(common);
  const [theme, choose] = useTheme();
  const icons = { system: MonitorCog, light: Sun, dark: Moon };
  return (
    <Menu label={t.theme.name} button={<Icon of={icons[theme]} size={18} />}>
      {(close) =>
        THEMES.map((known) => (
          <Choice
            key={known}
            chosen={known === theme}
            choose={() => {
              choose(known);
              close();
            }}
          >
            <Icon of={icons[known]} />
            {t.theme[known]}
          </Choice>
        ))
      }
    </Menu>
  );
}
