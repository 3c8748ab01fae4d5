import { type AccessLayerClient, createClient } from '@access-layer/client/create-client';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { Person } from './claims.ts';
import { Session } from './session.ts';

export type SignIn =
  | { state: 'opening' }
  | { state: 'unreachable'; retry(): void }
  | { state: 'signed-out'; start(): void }
  | {
      state: 'signed-in';
      person: Person;
      client: AccessLayerClient;
      end(): void;
      ended: boolean;
      again(): void;
    };

const SignInContext = createContext<SignIn>({ state: 'opening' });

/** Opens the session once, and gives it to everything below. */
export function SignInProvider({ language, children }: { language: string; children: ReactNode }) {
  const [signIn, setSignIn] = useState<SignIn>({ state: 'opening' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language is that of the moment of signing in
  useEffect(() => {
    let left = false;
    const set = (value: SignIn) => {
      if (!left) setSignIn(value);
    };
    open(language, set).catch(() => set({ state: 'unreachable', retry: () => setAttempt(attempt + 1) }));
    return () => {
      left = true;
    };
  }, [attempt]);
  return <SignInContext value={signIn}>{children}</SignInContext>;
}

async function open(language: string, set: (signIn: SignIn) => void): Promise<void> {
  const session = await Session.open();
  const right = session.rightOrigin;
  if (right) return location.replace(right + location.pathname + location.search);
  const returnTo = await session.finish(new URL(location.href));
  if (returnTo !== undefined) history.replaceState(null, '', returnTo);
  const here = () => location.pathname + location.search;
  const start = () => void session.start(here(), language);
  if (!session.person && !(await session.resume())) return set({ state: 'signed-out', start });
  const client = createClient({
    ...{ url: location.origin, clientId: 'dashboard', token: () => session.token() },
    fetch: fetchFor(session),
  });
  const signedIn = (ended: boolean): SignIn => ({
    ...{ state: 'signed-in', person: session.person ?? person!, client, ended },
    end: () => void session.end(),
    again: start,
  });
  const person = session.person;
  session.onEnded = () => set(signedIn(true));
  set(signedIn(false));
}

/** A token that was refused is not used again: the client asks for another one. */
function fetchFor(session: Session): typeof fetch {
  return async (...request) => {
    const response = await fetch(...request);
    if (response.status === 401) session.drop();
    return response;
  };
}

export function useSignIn(): SignIn {
  return useContext(SignInContext);
}

/** The client and the person of a page that is only shown to whoever has signed in. */
export function useSession(): { client: AccessLayerClient; person: Person } {
  const signIn = useSignIn();
  if (signIn.state !== 'signed-in') throw new Error('this page is for who has signed in');
  return signIn;
}
