import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { Session } from './session.ts';

/** An issuer over real HTTP, as far as a person's sign-in needs one; it checks what PKCE promises. */
class TestIssuer {
  readonly server = createServer((request, response) => void this.#answer(request, response));
  /** Code to the challenge that it was asked for with. */
  readonly codes = new Map<string, string>();
  /** Whether its cookie still knows the person. */
  knows = false;
  refreshes = 0;
  refusesRefresh = false;
  expiresInS = 3600;
  #tokens = 0;

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    if (pathname === '/dashboard.json') return json(response, this.#document());
    if (pathname === '/.well-known/openid-configuration') return json(response, this.#endpoints());
    if (pathname === '/auth') return this.#authorize(searchParams, response);
    if (pathname === '/token') return this.#token(new URLSearchParams(await textOf(request)), response);
    response.writeHead(200).end();
  }

  #document() {
    const claims = { role: 'realm.roles', party: 'party', customer: 'customer' };
    return { url: this.url, issuer: this.url, clientId: 'dashboard', scope: 'openid data:read', claims };
  }

  #endpoints() {
    return { authorization_endpoint: `${this.url}/auth`, token_endpoint: `${this.url}/token` };
  }

  #authorize(asked: URLSearchParams, response: ServerResponse): void {
    const code = `code-${this.codes.size}`;
    this.codes.set(code, asked.get('code_challenge')!);
    const answer = this.knows ? `code=${code}` : 'error=login_required';
    response.writeHead(303, { location: `${this.url}/sign-in?${answer}&state=${asked.get('state')}` }).end();
  }

  #token(form: URLSearchParams, response: ServerResponse): void {
    const isRefresh = form.get('grant_type') === 'refresh_token';
    if (isRefresh) this.refreshes += 1;
    const verifier = form.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const isGood = isRefresh ? !this.refusesRefresh : this.codes.get(form.get('code') ?? '') === challenge;
    if (!isGood) return void response.writeHead(400).end('{}');
    this.#tokens += 1;
    const body = {
      sub: '6f0d',
      realm: { roles: ['offline', 'auditor'] },
      scope: 'openid data:read',
      n: this.#tokens,
    };
    const token = ['e30', Buffer.from(JSON.stringify(body)).toString('base64url'), 's'].join('.');
    json(response, {
      access_token: token,
      refresh_token: `refresh-${this.#tokens}`,
      expires_in: this.expiresInS,
    });
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

let issuer: TestIssuer;
const fetchBefore = globalThis.fetch;
/** What a browser has and Node has not. */
const stored = new Map<string, string>();
let wentTo = '';

before(async () => {
  Object.assign(globalThis, {
    sessionStorage: {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => stored.set(name, value),
      removeItem: (name: string) => stored.delete(name),
    },
    fetch: (path: string, init?: RequestInit) => fetchBefore(new URL(path, issuer.url), init),
  });
});
beforeEach(async () => {
  stored.clear();
  issuer?.server.close();
  issuer = new TestIssuer();
  issuer.server.listen(0, '127.0.0.1');
  await once(issuer.server, 'listening');
  const assign = (url: string) => {
    wentTo = url;
  };
  Object.assign(globalThis, { location: { origin: issuer.url, assign } });
});
after(() => {
  issuer.server.close();
  globalThis.fetch = fetchBefore;
});

/** Leaves for the issuer and comes back with what it answers. */
async function signedIn(session: Session): Promise<string | undefined> {
  issuer.knows = true;
  await session.start('/pods/IT999E00000001?days=7', 'it');
  const answer = await fetchBefore(wentTo, { redirect: 'manual' });
  return session.finish(new URL(answer.headers.get('location')!));
}

test('a person leaves for the issuer and comes back to where he was, with a code that only this tab can use', async () => {
  const session = await Session.open();
  assert.equal(session.person, undefined);
  assert.equal(await signedIn(session), '/pods/IT999E00000001?days=7');
  const asked = new URL(wentTo).searchParams;
  assert.deepEqual([asked.get('code_challenge_method'), asked.get('ui_locales')], ['S256', 'it']);
  const { role, scopes } = session.person!;
  assert.deepEqual(
    [role, scopes.has('data:read')],
    ['auditor', true],
    'roles by a claim with dots in its name',
  );
  assert.equal(stored.size, 0, 'nothing of it is kept');
  assert.equal(await session.finish(new URL(`${issuer.url}/pods`)), undefined, 'another page is no answer');
});

test('an answer with another state, or with no sign-in under way, is not exchanged', async () => {
  const session = await Session.open();
  assert.equal(await session.finish(new URL(`${issuer.url}/sign-in?code=code-0&state=x`)), '/');
  await session.start('/', 'en');
  assert.equal(await session.finish(new URL(`${issuer.url}/sign-in?code=code-0&state=other`)), '/');
  assert.equal(session.person, undefined);
});

test('a code that somebody else has asked for is refused by its verifier', async () => {
  const session = await Session.open();
  issuer.knows = true;
  await session.start('/', 'en');
  issuer.codes.set('stolen', 'challenge of another tab');
  const state = new URL(wentTo).searchParams.get('state');
  await assert.rejects(session.finish(new URL(`${issuer.url}/sign-in?code=stolen&state=${state}`)), /400/);
  assert.equal(session.person, undefined);
});

test('after a reload the issuer’s cookie signs in again without a word, and without one nobody is', async () => {
  const session = await Session.open();
  assert.equal(await session.resume(), false);
  issuer.knows = true;
  assert.equal(await session.resume(), true);
  assert.equal(session.person?.role, 'auditor');
});

test('a token is used until shortly before its end; whoever asks while it is renewed gets the same new one', async () => {
  const session = await Session.open();
  await signedIn(session);
  const first = await session.token();
  assert.equal(await session.token(), first);
  assert.equal(issuer.refreshes, 0);
  session.drop(); // as after a 401
  const renewed = await Promise.all([session.token(), session.token(), session.token()]);
  assert.equal(new Set(renewed).size, 1);
  assert.notEqual(renewed[0], first);
  assert.equal(issuer.refreshes, 1);
});

test('where renewal is refused the cookie helps; where it does not either, the sign-in has ended', async () => {
  const session = await Session.open();
  let ended = 0;
  session.onEnded = () => {
    ended += 1;
  };
  await signedIn(session);
  const first = await session.token();
  issuer.refusesRefresh = true;
  session.drop();
  assert.notEqual(await session.token(), first, 'by the cookie');
  assert.equal(ended, 0);
  issuer.knows = false;
  session.drop();
  await assert.rejects(session.token(), /400/);
  assert.equal(ended, 1);
  assert.equal(session.person, undefined);
});

test('a page that was opened by another name is told the right one', async () => {
  const session = await Session.open();
  assert.equal(session.rightOrigin, undefined);
  Object.assign(globalThis.location, { origin: 'http://localhost:4100' });
  assert.equal(session.rightOrigin, issuer.url);
});
