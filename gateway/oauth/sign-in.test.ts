import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { provisionClient, provisionUser } from '../accounts.ts';
import { openAccounts } from '../database.ts';
import { type Door, openDoor, postForm, type Scope } from '../test-door.ts';
import { UserStore } from './user-store.ts';

const PASSWORD = 'correct horse battery';
/** For the tests that leave people and clients as they are. */
let door: Door;

const cleanups: (() => unknown)[] = [];

before(async () => {
  door = await openWithPeople({ after: (clean) => cleanups.unshift(clean) });
});
after(async () => {
  for (const clean of cleanups) await clean();
});

const CALLBACK = 'http://127.0.0.1:9/callback';

/** A browser, as far as forms, redirects and cookies go. */
class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async send(address: string, form?: Record<string, string>, headers = {}): Promise<Response> {
    const { href, pathname } = new URL(address, this.#origin);
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname === path || pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(href, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { ...(cookie ? { cookie } : {}), ...headers },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const cut = pair.indexOf('=');
    const name = pair.slice(0, cut);
    const path = attributes.find((item) => /^path=/i.test(item))?.slice(5) ?? '/';
    assert.ok(
      attributes.some((item) => /^httponly$/i.test(item)),
      `${name} can be read by scripts`,
    );
    assert.ok(
      attributes.some((item) => /^samesite=lax$/i.test(item)),
      `${name} is sent along by other sites`,
    );
    if (/expires=thu, 01 jan 1970/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, { value: pair.slice(cut + 1), path });
  }

  /** Follows redirects within the server; answers the first page or the first redirect that leads elsewhere. */
  async follow(address: string, form?: Record<string, string>): Promise<{ response: Response; url: string }> {
    let response = await this.send(address, form);
    let url = address;
    while (response.status === 303 || response.status === 302) {
      url = new URL(response.headers.get('location')!, this.#origin).href;
      if (!url.startsWith(this.#origin)) break;
      response = await this.send(url);
    }
    return { response, url };
  }
}

interface Request {
  url: string;
  verifier: string;
}

function authorization(door: Door, overrides: Record<string, string | undefined> = {}): Request {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = {
    client_id: 'dashboard',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid data:read',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...overrides,
  };
  const known = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { url: `${door.url}/oauth/auth?${new URLSearchParams(known)}`, verifier };
}

async function openWithPeople(t: Scope): Promise<Door> {
  const door = await openDoor(t);
  const client = {
    auth: 'none',
    redirectUris: [CALLBACK],
    scopes: ['data:read', 'ingest:write', 'admin'],
  } as const;
  const shared = { ...client, redirectUris: [CALLBACK], scopes: [...client.scopes] };
  provisionClient(door.accounts, { ...shared, clientId: 'dashboard', name: 'Dashboard', firstParty: true });
  provisionClient(door.accounts, { ...shared, clientId: 'third', name: 'Energy <App>' });
  const user = { username: 'Anna.Rossi', name: 'Anna Rossi', role: 'customer', customer: 'c-1' } as const;
  await provisionUser(door.accounts, { ...user, scopes: ['data:read'] }, PASSWORD);
  return door;
}

async function signIn(door: Door, request: Request, browser = new Browser(door.url)) {
  const page = await browser.follow(request.url);
  assert.equal(page.response.status, 200);
  const credentials = { username: 'anna.rossi', password: PASSWORD, lang: 'en' };
  const done = await browser.follow(`${page.url}/login`, credentials);
  return { browser, page, done };
}

function codeOf(url: string): string {
  assert.ok(url.startsWith(CALLBACK), url);
  const { searchParams } = new URL(url);
  const code = searchParams.get('code');
  assert.ok(code, url);
  return code;
}

function redeem(door: Door, code: string, verifier: string, clientId = 'dashboard'): Promise<Response> {
  return postForm(`${door.url}/oauth/token`, {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    code_verifier: verifier,
    redirect_uri: CALLBACK,
  });
}

interface Tokens {
  access_token: string;
  refresh_token: string;
  id_token: string;
  scope: string;
}

async function tokensFor(door: Door, overrides = {}): Promise<Tokens> {
  const request = authorization(door, overrides);
  const { done } = await signIn(door, request);
  const response = await redeem(door, codeOf(done.url), request.verifier);
  assert.equal(response.status, 200);
  return (await response.json()) as Tokens;
}

const refresh = (door: Door, token: string) =>
  postForm(`${door.url}/oauth/token`, {
    grant_type: 'refresh_token',
    client_id: 'dashboard',
    refresh_token: token,
  });

test('a person signs in with a password and gets tokens that say who it is', async () => {
  const { access_token, id_token } = await tokensFor(door);
  const claims = decodeJwt(access_token);
  assert.deepEqual(
    [claims.role, claims.customer, claims.aud, claims.client_id, claims.scope],
    ['customer', 'c-1', 'access-layer', 'dashboard', 'data:read'],
  );
  assert.notEqual(claims.sub, 'anna.rossi', 'the subject is an id, not a name');
  assert.equal(decodeJwt(id_token).name, 'Anna Rossi');
  const own = await door.get('/stats', { authorization: `Bearer ${access_token}` });
  assert.equal(own.status, 200);
});

test('without PKCE, with plain PKCE, with a wrong verifier or redirect: nothing', async () => {
  const errorOf = async (overrides: Record<string, string | undefined>) => {
    const { url } = await new Browser(door.url).follow(authorization(door, overrides).url);
    const { search, hash } = new URL(url);
    return new URLSearchParams(search || hash.slice(1)).get('error');
  };
  assert.equal(
    await errorOf({ code_challenge: undefined, code_challenge_method: undefined }),
    'invalid_request',
  );
  assert.equal(await errorOf({ code_challenge_method: 'plain' }), 'invalid_request');
  assert.equal(await errorOf({ code_challenge_method: undefined }), 'invalid_request');
  assert.equal(await errorOf({ response_type: 'token' }), 'unsupported_response_type');
  const { clientSecret } = provisionClient(door.accounts, {
    clientId: 'confidential',
    name: 'Keeps a secret',
    auth: 'client_secret',
    redirectUris: [CALLBACK],
    scopes: ['data:read'],
  });
  assert.ok(clientSecret);
  const without = { client_id: 'confidential', code_challenge: undefined, code_challenge_method: undefined };
  assert.equal(await errorOf(without), 'invalid_request', 'a client with a secret needs it too');
  const elsewhere = authorization(door, { redirect_uri: 'https://evil.example/cb' });
  const page = await new Browser(door.url).follow(elsewhere.url);
  assert.equal(page.response.status, 400, 'an unregistered address is never redirected to');

  const request = authorization(door);
  const { done } = await signIn(door, request);
  const wrong = await redeem(door, codeOf(done.url), randomBytes(32).toString('base64url'));
  assert.equal(wrong.status, 400);
});

test('a code works once: used again, the tokens of the first use end too', async () => {
  const request = authorization(door);
  const { done } = await signIn(door, request);
  const code = codeOf(done.url);
  const tokens = (await (await redeem(door, code, request.verifier)).json()) as Tokens;
  const bearer = { authorization: `Bearer ${tokens.access_token}` };
  assert.equal((await door.get('/stats', bearer)).status, 200);
  assert.equal((await redeem(door, code, request.verifier)).status, 400);
  assert.equal((await refresh(door, tokens.refresh_token)).status, 400);
  assert.equal((await door.get('/stats', bearer)).status, 401);
});

test('of one code sent many times at once, at most one gets tokens', async () => {
  const request = authorization(door);
  const code = codeOf((await signIn(door, request)).done.url);
  const all = await Promise.all(Array.from({ length: 6 }, () => redeem(door, code, request.verifier)));
  assert.ok(all.filter(({ status }) => status === 200).length <= 1);
});

test('refresh tokens rotate; a used one ends the whole family', async () => {
  const first = await tokensFor(door);
  const second = (await (await refresh(door, first.refresh_token)).json()) as Tokens;
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.equal(decodeJwt(second.access_token).role, 'customer');
  assert.equal((await refresh(door, first.refresh_token)).status, 400, 'replayed');
  assert.equal((await refresh(door, second.refresh_token)).status, 400, 'its successor');
});

test('a revoked refresh token is worth nothing', async () => {
  const { refresh_token } = await tokensFor(door);
  const revoked = await postForm(`${door.url}/oauth/revoke`, {
    token: refresh_token,
    client_id: 'dashboard',
  });
  assert.equal(revoked.status, 200);
  assert.equal((await refresh(door, refresh_token)).status, 400);
});

test('sessions survive a restart; a disabled person is out at once, and so is one with a new password', async (t) => {
  const first = await openWithPeople(t);
  const tokens = await tokensFor(first);
  const { port } = new URL(first.url);
  await first.stop();
  const config = { http: { host: '127.0.0.1', port: Number(port) } };
  const door = await openDoor(t, { dataDir: first.dataDir, config });
  const second = (await (await refresh(door, tokens.refresh_token)).json()) as Tokens;
  const bearer = { authorization: `Bearer ${second.access_token}` };
  assert.equal((await door.get('/stats', bearer)).status, 200);

  const database = openAccounts(door.accounts);
  t.after(() => database.close());
  const users = new UserStore(database);
  users.setDisabled('anna.rossi', true);
  assert.equal((await door.get('/stats', bearer)).status, 401);
  assert.equal((await refresh(door, second.refresh_token)).status, 400);

  users.setDisabled('anna.rossi', false);
  assert.equal((await refresh(door, second.refresh_token)).status, 400, 'what it had stays ended');
  const third = await tokensFor(door);
  await users.setPassword('anna.rossi', 'another long password');
  assert.equal((await refresh(door, third.refresh_token)).status, 400);
});

test('a client of somebody else asks for consent, in words, and gets no more than the person has', async () => {
  const request = authorization(door, { client_id: 'third', scope: 'openid data:read admin' });
  const { browser, done } = await signIn(door, request);
  assert.equal(done.response.status, 200);
  const page = await done.response.text();
  assert.match(page, /Energy &lt;App&gt; asks for access/);
  assert.match(page, /read data/);
  assert.doesNotMatch(page, /manage clients/, 'a scope that the person does not have');
  const agreed = await browser.follow(`${done.url}/consent`, { lang: 'en' });
  const response = await redeem(door, codeOf(agreed.url), request.verifier, 'third');
  const { scope } = decodeJwt(((await response.json()) as Tokens).access_token);
  assert.equal(scope, 'data:read');

  const again = await browser.follow(authorization(door, { client_id: 'third' }).url);
  codeOf(again.url); // not asked twice
});

test('people see which applications act in their name, and take it back: tokens end, and it asks again', async () => {
  const request = authorization(door, { client_id: 'third', scope: 'openid data:read' });
  const { browser, done } = await signIn(door, request);
  const first = done.url.startsWith(door.url)
    ? await browser.follow(`${done.url}/consent`, { lang: 'en' })
    : done;
  const tokens = (await (await redeem(door, codeOf(first.url), request.verifier, 'third')).json()) as Tokens;
  const limits = () => door.get('/limits', { authorization: `Bearer ${tokens.access_token}` });
  assert.equal((await limits()).status, 200);

  const grants = `${door.url}/oauth/grants`;
  const stranger = await new Browser(door.url).follow(grants);
  assert.match(
    await stranger.response.text(),
    /name="password"/,
    'a session of an application is not enough',
  );
  const wrong = await browser.send(`${grants}/sign-in`, {
    username: 'anna.rossi',
    password: 'no',
    lang: 'en',
  });
  assert.deepEqual([wrong.status, (await wrong.text()).includes('is not right')], [401, true]);
  const forged = await browser.send(grants, undefined, {
    cookie: 'access_layer_grants=WyJhIiw5OTk5OTk5OTk5OTk5XQ.x',
  });
  assert.match(await forged.text(), /name="password"/);
  const credentials = { username: 'anna.rossi', password: PASSWORD, lang: 'en' };
  const page = await (await browser.follow(`${grants}/sign-in`, credentials)).response.text();
  assert.match(page, /Energy &lt;App&gt;[\s\S]*read data/);
  const others = await browser.send(`${grants}/withdraw`, { grant: 'not-mine', lang: 'en' });
  assert.equal(others.status, 303);
  assert.equal((await limits()).status, 200);
  for (const [, grant = ''] of page.matchAll(
    /Energy &lt;App&gt;<\/h2>[\s\S]*?name="grant" value="([\w-]+)"/g,
  )) {
    const left = await browser.follow(`${grants}/withdraw`, { grant, lang: 'en' });
    assert.doesNotMatch(await left.response.text(), new RegExp(grant));
  }
  assert.equal((await limits()).status, 401, 'the token ends at once');
  const asked = await browser.follow(
    authorization(door, { client_id: 'third', scope: 'openid data:read' }).url,
  );
  assert.match(await asked.response.text(), /asks for access/);

  await browser.follow(`${grants}/sign-out`, { lang: 'en' });
  assert.match(await (await browser.send(grants)).text(), /name="password"/);
  const late = await browser.send(`${grants}/withdraw`, { grant: 'x', lang: 'en' });
  assert.equal(late.status, 401);
});

test('a path of the issuer that is none is answered as the rest of the front door', async () => {
  const page = { accept: 'text/html,application/xhtml+xml' };
  for (const [path, method] of [
    ['/oauth/nothing', 'GET'],
    ['/oauth/token', 'GET'],
    ['/oauth/interaction', 'POST'],
  ] as const) {
    const answer = await fetch(door.url + path, { method });
    assert.equal(answer.status, 404, path);
    assert.deepEqual(await answer.json(), { code: 'GW_NO_ROUTE', message: `there is no ${method} ${path}` });
  }
  const shown = await door.get('/oauth/%3Cscript%3E', page);
  const text = await shown.text();
  assert.deepEqual([shown.status, shown.headers.get('content-type')], [404, 'text/html; charset=utf-8']);
  assert.match(text, /<h1>[\s\S]*there is no GET/);
  assert.doesNotMatch(text, /<script>/);
});

test('who declines is sent back with access_denied', async () => {
  const browser = new Browser(door.url);
  const { url } = await browser.follow(authorization(door).url);
  const back = new URL((await browser.follow(`${url}/abort`, { lang: 'en' })).url);
  assert.deepEqual(
    [back.searchParams.get('error'), back.searchParams.get('state')],
    ['access_denied', 'state-1'],
  );
});

test('the pages: English and Italian, no script, labels, a strict policy, nothing of what was typed as HTML', async () => {
  const browser = new Browser(door.url);
  const { response, url } = await browser.follow(authorization(door, { ui_locales: 'it en' }).url);
  const page = await response.text();
  assert.match(page, /<html lang="it">/);
  assert.match(page, /<label for="username">Nome utente<\/label>/);
  assert.match(page, /<input id="password" [^>]*autocomplete="current-password"/);
  assert.doesNotMatch(page, /<script|onload=|onclick=/i);
  const policy = response.headers.get('content-security-policy')!;
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(policy, /form-action 'self' http:\/\/127\.0\.0\.1:9;/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.match(await (await browser.send(`${url}?lang=en`)).text(), /<html lang="en">/);

  const wrong = await browser.send(`${url}/login`, {
    username: '"><script>alert(1)</script>',
    password: 'x',
    lang: 'it',
  });
  const text = await wrong.text();
  assert.equal(wrong.status, 401);
  assert.match(text, /role="alert">Il nome utente o la password/);
  assert.match(text, /<title>Errore: Accedi/);
  assert.doesNotMatch(text, /<script>/);
});

test("the form belongs to the browser that began: without its cookie, or with another one's, it is refused", async () => {
  const victim = new Browser(door.url);
  const { url } = await victim.follow(authorization(door).url);
  const credentials = { username: 'anna.rossi', password: PASSWORD };
  const stranger = await new Browser(door.url).send(`${url}/login`, credentials);
  assert.equal(stranger.status, 400);
  const other = new Browser(door.url);
  await other.follow(authorization(door).url);
  assert.equal((await other.send(`${url}/login`, credentials)).status, 400);
});

test('wrong passwords lock the name for a while, known or not, even for the right password', async (t) => {
  const own = await openWithPeople(t);
  const database = openAccounts(own.accounts);
  t.after(() => database.close());
  for (const username of ['anna.rossi', 'nobody']) {
    const browser = new Browser(own.url);
    const { url } = await browser.follow(authorization(own).url);
    const attempt = (password: string) => browser.send(`${url}/login`, { username, password, lang: 'en' });
    assert.equal((await attempt('guess')).status, 401);
    database.prepare('UPDATE login_failures SET failures = 4 WHERE username = ?').run(username);
    assert.equal((await attempt('guess')).status, 401);
    const locked = await attempt(PASSWORD);
    assert.equal(locked.status, 429, username);
    assert.ok(Number(locked.headers.get('retry-after')) > 20);
    assert.match(await locked.text(), /Too many attempts/);
  }
});

test('signing out asks first, ends the session, and with it the refresh tokens', async () => {
  const request = authorization(door);
  const { browser, done } = await signIn(door, request);
  const tokens = (await (await redeem(door, codeOf(done.url), request.verifier)).json()) as Tokens;
  const page = await (await browser.send('/oauth/logout')).text();
  assert.match(page, /Sign out\?/);
  assert.doesNotMatch(page, /<script/);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)![1]!;
  const forged = await browser.send('/oauth/logout/confirm', { xsrf: 'guess', logout: 'yes' });
  assert.equal(forged.status, 400);
  const end = await browser.follow('/oauth/logout/confirm', { xsrf, logout: 'yes' });
  assert.match(await end.response.text(), /You are signed out/);
  assert.equal((await refresh(door, tokens.refresh_token)).status, 400);
  assert.match(
    (await browser.follow(authorization(door).url)).url,
    /\/oauth\/interaction\//,
    'signed in still',
  );
});

test('no password, code or token is in the log', async () => {
  const { access_token, refresh_token } = await tokensFor(door);
  await door.get(`/stats?from=2026-01-01&token=${access_token}`, { authorization: `Bearer ${access_token}` });
  const text = JSON.stringify(door.log);
  for (const secret of [PASSWORD, access_token, refresh_token, 'code_challenge=', 'anna.rossi']) {
    assert.ok(!text.includes(secret), secret);
  }
  assert.ok(door.log.some(({ path }) => path === '/oauth/token'));
});
