import { Menu as MenuIcon, UserRound } from 'lucide-react';
import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import { useSignIn } from '../sign-in/session-provider.tsx';
import { common } from '../texts/common.ts';
import { useTexts } from '../texts/use-texts.tsx';
import { LanguageMenu, ThemeMenu } from './language-and-theme.tsx';
import { SearchField } from './search-field.tsx';

/** Search, language, appearance and account. */
export function TopBar({ openMenu }: { openMenu: () => void }) {
  const t = useTexts(common);
  return (
    <header className="top">
      <button type="button" className="button plain icon menu-button" aria-label={t.menu} onClick={openMenu}>
        <Icon of={MenuIcon} size={18} />
      </button>
      <SearchField />
      <div className="end">
        <LanguageMenu />
        <ThemeMenu />
        <AccountMenu />
      </div>
    </header>
  );
}

function AccountMenu() {
  const t = useTexts(common);
  const signIn = useSignIn();
  if (signIn.state !== 'signed-in') return null;
  const { person, end } = signIn;
  return (
    <Menu label={t.account.name} button={<Icon of={UserRound} size={18} />}>
      {() => (
        <>
          <div className="who">
            <strong>{person.name}</strong>
            <br />
            {[t.roles[person.role], person.party ?? person.customer].filter(Boolean).join(' · ')}
          </div>
          <hr />
          <button type="button" role="menuitem" onClick={end}>
            {t.account.signOut}
          </button>
        </>
      )}
    </Menu>
  );
}
