import { Link } from 'wouter';
import { useTexts } from '../texts/use-texts.tsx';
import { LanguageMenu, ThemeMenu } from './language-and-theme.tsx';
import { shell } from './texts.ts';

/** What somebody sees who has not signed in. */
export function Landing({ start }: { start: () => void }) {
  const t = useTexts(shell);
  return (
    <main className="landing">
      <img src="/icon.svg" alt="" width="44" height="44" />
      <h1>{t.landing.title}</h1>
      <p>{t.landing.about}</p>
      <div className="row">
        <button type="button" className="button first" onClick={start}>
          {t.landing.signIn}
        </button>
        <Link className="button" href="/verify">
          {t.landing.verify}
        </Link>
        <LanguageMenu />
        <ThemeMenu />
      </div>
    </main>
  );
}
