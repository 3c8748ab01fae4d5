import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { NoteBar } from '../parts/badge.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSignIn } from '../sign-in/session-provider.tsx';
import { common } from '../texts/common.ts';
import { useFormats, useTexts } from '../texts/use-texts.tsx';
import { pagesOf } from './pages.ts';
import { shell } from './texts.ts';
import { TopBar } from './top-bar.tsx';

/** Navigation and top bar around a page. After a change of page the focus is on it, so that it is read from its start. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTexts(common);
  const [open, setOpen] = useState(false);
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    setOpen(false);
    if (before.current === path) return;
    before.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return (
    <>
      <a className="skip-link" href="#content">
        {t.skip}
      </a>
      <div className="shell">
        <Side open={open} />
        {open && (
          <button type="button" className="scrim" aria-label={t.close} onClick={() => setOpen(false)} />
        )}
        <TopBar openMenu={() => setOpen(!open)} />
        <main id="content" ref={main} tabIndex={-1}>
          <Ended />
          {children}
        </main>
      </div>
    </>
  );
}

function Side({ open }: { open: boolean }) {
  const t = useTexts(shell);
  const words = useTexts(common);
  const formats = useFormats();
  const signIn = useSignIn();
  const [path] = useLocation();
  const pages = signIn.state === 'signed-in' ? pagesOf(signIn.person.role) : [];
  const isAt = (of: string) => (of === '/' ? path === '/' : path === of || path.startsWith(`${of}/`));
  return (
    <div className="side" data-open={open}>
      <Link href="/" className="brand">
        <img src="/icon.svg" alt="" />
        {words.product}
      </Link>
      <nav className="nav" aria-label={t.navigation}>
        {pages.map(({ id, path: to, icon }) => (
          <Link key={id} href={to} aria-current={isAt(to) ? 'page' : undefined}>
            <Icon of={icon} />
            {t.pages[id]}
          </Link>
        ))}
      </nav>
      <div className="side-end">
        <span>{t.times(formats.timeZone)}</span>
        <a href="/docs">{t.apis}</a>
      </div>
    </div>
  );
}

function Ended() {
  const t = useTexts(shell);
  const signIn = useSignIn();
  if (signIn.state !== 'signed-in' || !signIn.ended) return null;
  return (
    <NoteBar tone="warn">
      {t.ended}{' '}
      <button type="button" className="button" onClick={signIn.again}>
        {t.signInAgain}
      </button>
    </NoteBar>
  );
}
