import { createRoot } from 'react-dom/client';
import './styles/fonts.css';
import './styles/all.css';
import { LanguageMenu, ThemeMenu } from './app/language-and-theme.tsx';
import { verify } from './pages/verify/texts.ts';
import { Verifier } from './pages/verify/verifier.tsx';
import { PageHead } from './parts/page-head.tsx';
import { SpeechProvider, useTexts } from './texts/use-texts.tsx';

/** The verifier as a file of its own: it asks nobody, and its policy allows no request at all. */
function OfflineVerifier() {
  const t = useTexts(verify);
  return (
    <main>
      <PageHead title={t.title} about={t.about}>
        <LanguageMenu />
        <ThemeMenu />
      </PageHead>
      <Verifier />
    </main>
  );
}

createRoot(document.getElementById('root')!).render(
  <SpeechProvider>
    <OfflineVerifier />
  </SpeechProvider>,
);
