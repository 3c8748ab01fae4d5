import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import { ToastProvider } from '../parts/toasts.tsx';
import { SignInProvider, useSignIn } from '../sign-in/session-provider.tsx';
import { SpeechProvider, useSpeech, useTexts } from '../texts/use-texts.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Landing } from './landing.tsx';
import { PAGES, type Params } from './pages.ts';
import { Shell } from './shell.tsx';
import { shell } from './texts.ts';

const STALE_MS = 1000;
const TRIES = 2;
/** Refused for a reason that does not pass: asking again changes nothing. */
const FINAL = new Set([400, 401, 403, 404]);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      retry: (count, error) => {
        const { context } = error as { context?: { status?: number } };
        return count < TRIES && !FINAL.has(context?.status ?? 0);
      },
    },
  },
});

export function App() {
  return (
    <SpeechProvider>
      <QueryClientProvider client={queries}>
        <ToastProvider>
          <Entrance />
        </ToastProvider>
      </QueryClientProvider>
    </SpeechProvider>
  );
}

function Entrance() {
  const { language } = useSpeech();
  return (
    <SignInProvider language={language}>
      <Content />
    </SignInProvider>
  );
}

/** Pages that need no account. */
const PUBLIC = ['/verify'];

function Content() {
  const t = useTexts(shell);
  const signIn = useSignIn();
  const [path] = useLocation();
  if (signIn.state === 'unreachable') {
    return (
      <main className="landing">
        <Failure error={new TypeError(t.unreachable)} retry={signIn.retry} />
      </main>
    );
  }
  if (signIn.state === 'signed-out' && !PUBLIC.includes(path)) return <Landing start={signIn.start} />;
  return (
    <Shell>
      <ErrorBoundary key={path}>
        <Suspense fallback={<Skeleton rows={8} />}>
          {signIn.state === 'opening' && !PUBLIC.includes(path) ? <Skeleton rows={8} /> : <Pages />}
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}

function Pages() {
  const t = useTexts(shell);
  return (
    <Switch>
      {PAGES.flatMap(({ routes }) =>
        Object.entries(routes).map(([pattern, Page]) => (
          <Route key={pattern} path={pattern}>
            {(params) => <Page {...(params as Params)} />}
          </Route>
        )),
      )}
      <Route>
        <Empty title={t.noPage} help={t.noPageHelp} action={<Link href="/">{t.home}</Link>} />
      </Route>
    </Switch>
  );
}
