import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Form, html, readForm } from './form.ts';
import { type GrantParts, grantsOf, withdrawGrant } from './grant-store.ts';
import { renderGrants, renderGrantsLogin } from './grants-page.ts';
import type { LoginGuard } from './login-guard.ts';
import { renderExpired } from './oauth-pages.ts';
import { chooseLanguage, type Language } from './page.ts';
import { texts } from './page-texts.ts';
import type { UserStore } from './user-store.ts';

export interface GrantsParts extends GrantParts {
  users: UserStore;
  guard: LoginGuard;
  issuer: string;
  cookieKeys: string[];
}

const PATH = /^\/oauth\/grants(?:\/(sign-in|withdraw|sign-out))?(?:\?|$)/;
const HERE = '/oauth/grants';
const COOKIE = 'access_layer_grants';
/** How long one stays signed in to this page. */
const SIGNED_IN_MS = 10 * 60_000;

interface Step {
  request: IncomingMessage;
  response: ServerResponse;
  form: Form;
  language: Language;
  /** Who is signed in to this page. */
  subject: string | undefined;
}

/**
 * The page on which people see which applications act in their name, and take it back. One signs in to it by itself: the
 * session of an application is not enough. Its cookie goes to this path only, and not along with a form of another site.
 * @returns false where the path is none of these
 */
export async function handleGrants(
  parts: GrantsParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = PATH.exec(request.url ?? '');
  if (!path) return false;
  const form = request.method === 'POST' ? await readForm(request) : {};
  const asked = new URL(request.url!, 'http://localhost').searchParams.get('lang');
  const language = chooseLanguage(form?.lang ?? asked ?? undefined, request.headers['accept-language']);
  const isPage = request.method === 'GET' || request.method === 'HEAD';
  if (!form) html(response, 413, renderExpired(language));
  else if (isPage !== (path[1] === undefined)) html(response, 405, renderExpired(language));
  else {
    const subject = signedIn(request, parts);
    await answer(path[1], { request, response, form, language, subject }, parts);
  }
  return true;
}

async function answer(action: string | undefined, step: Step, parts: GrantsParts): Promise<void> {
  const { response, form, language, subject } = step;
  if (action === 'sign-in') return signIn(step, parts);
  if (action === 'sign-out') response.setHeader('set-cookie', cookie('', parts, 0));
  else if (!subject) return html(response, action ? 401 : 200, renderGrantsLogin({ language }));
  else if (action === undefined) return show(step, parts, subject);
  else withdrawGrant(parts, subject, form.grant ?? '');
  response.statusCode = 303;
  response.setHeader('location', `${HERE}?lang=${language}`);
  response.end();
}

async function signIn({ response, form, language }: Step, parts: GrantsParts): Promise<void> {
  const { username = '', password = '' } = form;
  const outcome = await parts.guard.attempt(username, password);
  if (outcome.ok) {
    response.setHeader('set-cookie', cookie(sealed(outcome.user.subject, parts), parts, SIGNED_IN_MS));
    response.statusCode = 303;
    response.setHeader('location', `${HERE}?lang=${language}`);
    response.end();
    return;
  }
  const t = texts[language];
  if (outcome.reason === 'wrong')
    return html(response, 401, renderGrantsLogin({ language, username, error: t.wrong }));
  response.setHeader('retry-after', String(outcome.retryAfterS));
  const error = t.locked(Math.ceil(outcome.retryAfterS / 60));
  html(response, 429, renderGrantsLogin({ language, username, error }));
}

function show({ response, language }: Step, parts: GrantsParts, subject: string): void {
  const { name } = parts.users.find(subject)!;
  html(response, 200, renderGrants({ language, personName: name, grants: grantsOf(parts, subject) }));
}

function sealed(subject: string, { cookieKeys }: GrantsParts): string {
  const text = Buffer.from(JSON.stringify([subject, Date.now() + SIGNED_IN_MS])).toString('base64url');
  return `${text}.${mac(text, cookieKeys[0]!)}`;
}

function mac(text: string, key: string): string {
  return createHmac('sha256', key).update(`grants ${text}`).digest('base64url');
}

function signedIn({ headers }: IncomingMessage, { cookieKeys, users }: GrantsParts): string | undefined {
  const [, text = '', given = ''] =
    new RegExp(`(?:^|; *)${COOKIE}=([\\w-]+)\\.([\\w-]+)`).exec(headers.cookie ?? '') ?? [];
  const expected = Buffer.from(mac(text, cookieKeys[0]!));
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), expected)) return undefined;
  const [subject, untilMs] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [string, number];
  return untilMs > Date.now() && users.isActive(subject) ? subject : undefined;
}

function cookie(value: string, { issuer }: GrantsParts, maxAgeMs: number): string {
  const secure = issuer.startsWith('https:') ? '; Secure' : '';
  const expires = maxAgeMs === 0 ? '; Expires=Thu, 01 Jan 1970 00:00:00 GMT' : '';
  return `${COOKIE}=${value}; Path=${HERE}; Max-Age=${maxAgeMs / 1000}${expires}; HttpOnly; SameSite=Lax${secure}`;
}
