import { type ClaimNames, type Person, personOf } from './claims.ts';
import { createPkce, randomText } from './pkce.ts';

/** What the gateway says of sign-in, at /dashboard.json. */
export interface SignInDocument {
  url: string;
  issuer: string;
  clientId: string;
  scope: string;
  claims: ClaimNames;
}

interface Endpoints {
  authorization_endpoint: string;
  token_endpoint: string;
  end_session_endpoint?: string;
  revocation_endpoint?: string;
}

interface Tokens {
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  expires_in?: number;
}

/** Of a sign-in that is under way in this tab. No secret: without the code of the answer it opens nothing. */
interface Pending {
  state: string;
  verifier: string;
  returnTo: string;
}

const PENDING = 'access-layer.sign-in';
const REDIRECT_PATH = '/sign-in';
/** A token is replaced this long before it ends. */
const SPARE_MS = 60_000;

/**
 * A person's sign-in by authorization code with PKCE. Tokens are in memory only: they are gone with the page, and the
 * issuer's own cookie lets the next one in without asking.
 */
export class Session {
  readonly #document: SignInDocument;
  readonly #endpoints: Endpoints;
  #tokens: Tokens | undefined;
  #renewAtMs = 0;
  #coming: Promise<string> | undefined;
  /** Called when a token could not be renewed. */
  onEnded: () => void = () => undefined;

  private constructor(document: SignInDocument, endpoints: Endpoints) {
    this.#document = document;
    this.#endpoints = endpoints;
  }

  static async open(): Promise<Session> {
    const document = await json<SignInDocument>('/dashboard.json');
    const endpoints = await json<Endpoints>(
      `${document.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    );
    return new Session(document, endpoints);
  }

  /** Whether this page was opened by another name than the one that sign-in works with (localhost, an address). */
  get rightOrigin(): string | undefined {
    return new URL(this.#document.url).origin === location.origin ? undefined : this.#document.url;
  }

  get person(): Person | undefined {
    const { access_token: token, id_token: about } = this.#tokens ?? {};
    return token ? personOf(token, about, this.#document.claims) : undefined;
  }

  /** Ends a redirect from the issuer. @returns where the person wanted to go; undefined where this is no such redirect */
  async finish(address: URL): Promise<string | undefined> {
    if (address.pathname !== REDIRECT_PATH) return undefined;
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null') as Pending | null;
    sessionStorage.removeItem(PENDING);
    const code = address.searchParams.get('code');
    if (!pending || !code || address.searchParams.get('state') !== pending.state) return '/';
    await this.#exchange(code, pending.verifier);
    return pending.returnTo;
  }

  /** Signs in without a word where the issuer still knows the person. */
  async resume(): Promise<boolean> {
    const { verifier, challenge } = await createPkce();
    const state = randomText();
    try {
      const response = await fetch(this.#authorizationUrl(state, challenge, { prompt: 'none' }), {
        credentials: 'include',
      });
      const answer = new URL(response.url).searchParams;
      const code = answer.get('code');
      if (!code || answer.get('state') !== state) return false;
      await this.#exchange(code, verifier);
      return true;
    } catch {
      return false; // an issuer elsewhere does not answer scripts: the person signs in by hand
    }
  }

  /** Leaves for the issuer's own page. */
  async start(returnTo: string, language: string): Promise<void> {
    const { verifier, challenge } = await createPkce();
    const pending: Pending = { state: randomText(), verifier, returnTo };
    sessionStorage.setItem(PENDING, JSON.stringify(pending));
    location.assign(this.#authorizationUrl(pending.state, challenge, { ui_locales: language }));
  }

  /** A token that is valid for a while yet; whoever asks while it is renewed waits for the same one. */
  async token(): Promise<string> {
    if (this.#tokens && Date.now() < this.#renewAtMs) return this.#tokens.access_token;
    this.#coming ??= this.#renew().finally(() => {
      this.#coming = undefined;
    });
    return this.#coming;
  }

  /** Forgets a token that was refused: the next one is new. */
  drop(): void {
    this.#renewAtMs = 0;
  }

  async end(): Promise<void> {
    const { clientId, url } = this.#document;
    const { refresh_token: token, id_token: about } = this.#tokens ?? {};
    this.#tokens = undefined;
    const { revocation_endpoint: revocation, end_session_endpoint: endpoint } = this.#endpoints;
    if (token && revocation) {
      await fetch(revocation, {
        method: 'POST',
        body: new URLSearchParams({ token, client_id: clientId }),
      }).catch(() => undefined);
    }
    if (!endpoint) return location.assign('/');
    const query = new URLSearchParams({
      client_id: clientId,
      post_logout_redirect_uri: `${url}/`,
      ...(about ? { id_token_hint: about } : {}),
    });
    location.assign(`${endpoint}?${query}`);
  }

  async #renew(): Promise<string> {
    const refresh = this.#tokens?.refresh_token;
    try {
      if (refresh) await this.#request({ grant_type: 'refresh_token', refresh_token: refresh });
      else if (!(await this.resume())) throw new Error('signed out');
    } catch (error) {
      if (await this.resume()) return this.#tokens!.access_token;
      this.#tokens = undefined;
      this.onEnded();
      throw error;
    }
    return this.#tokens!.access_token;
  }

  #exchange(code: string, verifier: string): Promise<void> {
    return this.#request({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: this.#redirectUri,
    });
  }

  async #request(fields: Record<string, string>): Promise<void> {
    const body = new URLSearchParams({ client_id: this.#document.clientId, ...fields });
    const response = await fetch(this.#endpoints.token_endpoint, { method: 'POST', body });
    if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
    const tokens = (await response.json()) as Tokens;
    const lifetimeMs = (tokens.expires_in ?? 60) * 1000;
    this.#tokens = { ...this.#tokens, ...tokens };
    this.#renewAtMs = Date.now() + Math.max(lifetimeMs - SPARE_MS, lifetimeMs / 2);
  }

  get #redirectUri(): string {
    return this.#document.url + REDIRECT_PATH;
  }

  #authorizationUrl(state: string, challenge: string, more: Record<string, string>): string {
    const { clientId, scope } = this.#document;
    const query = new URLSearchParams({
      ...{ client_id: clientId, response_type: 'code', redirect_uri: this.#redirectUri, scope, state },
      ...{ code_challenge: challenge, code_challenge_method: 'S256', ...more },
    });
    return `${this.#endpoints.authorization_endpoint}?${query}`;
  }
}

async function json<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}
