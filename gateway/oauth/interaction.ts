import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { ClientStore } from './client-store.ts';
import { type Form, html, readForm } from './form.ts';
import type { LoginGuard } from './login-guard.ts';
import { renderConsent, renderExpired, renderLogin } from './oauth-pages.ts';
import { mayGrant } from './oauth-provider.ts';
import { chooseLanguage, type Language } from './page.ts';
import { texts } from './page-texts.ts';
import { RESOURCE } from './scopes.ts';
import type { UserStore } from './user-store.ts';

export interface InteractionParts {
  clients: ClientStore;
  users: UserStore;
  guard: LoginGuard;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

interface Step {
  provider: Provider;
  request: IncomingMessage;
  response: ServerResponse;
  details: Details;
  form: Form;
  language: Language;
}

const PATH = /^\/oauth\/interaction\/([\w-]{1,64})(?:\/(login|consent|abort))?(?:\?|$)/;

/**
 * The pages between an authorization request and its answer: sign in, consent. They belong to the browser that began the
 * request: its cookie goes to this path only, and not along with a form of another site (SameSite).
 * @returns false where the path is none of these
 */
export async function handleInteraction(
  provider: Provider,
  parts: InteractionParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = PATH.exec(request.url ?? '');
  if (!path) return false;
  const form = request.method === 'POST' ? await readForm(request) : {};
  const asked = new URL(request.url!, 'http://localhost').searchParams.get('lang');
  const wishes = [form?.lang ?? asked ?? undefined, request.headers['accept-language']];
  if (!form) {
    html(response, 413, renderExpired(chooseLanguage(...wishes)));
    return true;
  }
  try {
    const details = await provider.interactionDetails(request, response);
    if (details.uid !== path[1]) throw new errors.SessionNotFound('another interaction');
    const locales = details.params.ui_locales;
    wishes.splice(1, 0, typeof locales === 'string' ? locales : undefined);
    const language = chooseLanguage(...wishes);
    await answer(path[2], { provider, request, response, details, form, language }, parts);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    html(response, 400, renderExpired(chooseLanguage(...wishes)));
  }
  return true;
}

async function answer(action: string | undefined, step: Step, parts: InteractionParts): Promise<void> {
  const { request, response, details } = step;
  const { name } = details.prompt;
  if (action === undefined && (request.method === 'GET' || request.method === 'HEAD')) {
    return name === 'login' ? showLogin(step, parts) : showConsent(step, parts);
  }
  if (request.method !== 'POST' || (action !== name && action !== 'abort')) {
    return html(response, 405, renderExpired(step.language));
  }
  if (action === 'login') return login(step, parts);
  if (action === 'consent') return consent(step, parts);
  return finish(step, { error: 'access_denied', error_description: 'the person declined' });
}

function finish({ provider, request, response }: Step, result: object): Promise<void> {
  return provider.interactionFinished(request, response, result as never, {
    mergeWithLastSubmission: !('error' in result),
  });
}

function showLogin(step: Step, { clients }: InteractionParts, error?: string, status = 200): void {
  const { response, details, form, language } = step;
  const page = renderLogin({
    language,
    action: `/oauth/interaction/${details.uid}`,
    clientName: clients.find(String(details.params.client_id))?.name ?? '',
    username: form.username ?? (details.params.login_hint as string | undefined) ?? '',
    ...(error ? { error } : {}),
  });
  html(response, status, page, String(details.params.redirect_uri));
}

async function login(step: Step, parts: InteractionParts): Promise<void> {
  const { form, language, response } = step;
  const outcome = await parts.guard.attempt(form.username ?? '', form.password ?? '');
  if (outcome.ok) {
    return finish(step, {
      login: { accountId: outcome.user.subject, amr: ['pwd'], remember: true },
    });
  }
  const t = texts[language];
  if (outcome.reason === 'wrong') return showLogin(step, parts, t.wrong, 401);
  response.setHeader('retry-after', String(outcome.retryAfterS));
  showLogin(step, parts, t.locked(Math.ceil(outcome.retryAfterS / 60)), 429);
}

function askedScopes({ details }: Step): string[] {
  return String(details.params.scope ?? '')
    .split(' ')
    .filter(Boolean);
}

function showConsent(step: Step, { clients, users }: InteractionParts): void {
  const { response, details, language } = step;
  const client = clients.find(String(details.params.client_id))!;
  const user = users.find(details.session!.accountId)!;
  const page = renderConsent({
    language,
    action: `/oauth/interaction/${details.uid}`,
    clientName: client.name,
    personName: user.name,
    scopes: askedScopes(step).filter((scope) => mayGrant(scope, client, user.scopes)),
  });
  html(response, 200, page, String(details.params.redirect_uri));
}

/** Grants what was shown, and notes what the person may not have, so that it is not asked for again. */
async function consent(step: Step, { clients, users }: InteractionParts): Promise<void> {
  const { provider, details } = step;
  const client = clients.find(String(details.params.client_id))!;
  const user = users.find(details.session!.accountId)!;
  const known = details.grantId ? await provider.Grant.find(details.grantId) : undefined;
  const grant = known ?? new provider.Grant({ accountId: user.subject, clientId: client.clientId });
  for (const scope of askedScopes(step)) {
    if (mayGrant(scope, client, user.scopes)) {
      grant.addOIDCScope(scope);
      grant.addResourceScope(RESOURCE, scope);
    } else {
      grant.rejectOIDCScope(scope);
      grant.rejectResourceScope(RESOURCE, scope);
    }
  }
  await finish(step, { consent: { grantId: await grant.save() } });
}
