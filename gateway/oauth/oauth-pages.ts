import type { KoaContextWithOIDC } from 'oidc-provider';
import { chooseLanguage, escapeHtml, type Language, pagePolicy, renderPage } from './page.ts';
import { texts } from './page-texts.ts';

export interface LoginPage {
  language: Language;
  /** Path of this interaction; the forms post below it. */
  action: string;
  clientName: string;
  username?: string;
  /** What went wrong before, as text. */
  error?: string;
}

export function renderLogin({ language, action, clientName, username = '', error }: LoginPage): string {
  const t = texts[language];
  const title = error ? `${t.error}: ${t.signIn}` : t.signIn;
  const body = `<h1>${t.signIn}</h1>
<p>${escapeHtml(t.signInTo(clientName))}</p>
${loginForm({ language, action: `${action}/login`, username, ...(error ? { error } : {}) })}
${cancelForm(language, action, t.cancel)}
${languageLink(language, action)}`;
  return renderPage({ language, title, body });
}

/** The fields of a sign-in, with what went wrong before. */
export function loginForm({ language, action, username = '', error }: Omit<LoginPage, 'clientName'>): string {
  const t = texts[language];
  const described = error ? ' aria-invalid="true" aria-describedby="error"' : '';
  return `${error ? `<p class="error" id="error" role="alert">${escapeHtml(error)}</p>` : ''}
<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="lang" value="${language}">
<label for="username">${t.username}</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="256" required value="${escapeHtml(username)}"${described}${username ? '' : ' autofocus'}>
<label for="password">${t.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required${described}${username ? ' autofocus' : ''}>
<button type="submit">${t.signIn}</button>
</form>`;
}

export interface ConsentPage {
  language: Language;
  action: string;
  clientName: string;
  personName: string;
  scopes: string[];
}

export function renderConsent({ language, action, clientName, personName, scopes }: ConsentPage): string {
  const t = texts[language];
  const items = scopes.map((scope) => `<li>${escapeHtml(t.scopes[scope] ?? scope)}</li>`).join('\n');
  const body = `<h1>${escapeHtml(t.consent(clientName))}</h1>
<p>${escapeHtml(t.consentLead(personName))}</p>
<ul>
${items}
</ul>
<p>${t.consentEnd} <a href="/oauth/grants?lang=${language}">${t.grants}</a></p>
<form method="post" action="${escapeHtml(action)}/consent">
<input type="hidden" name="lang" value="${language}">
<button type="submit">${t.allow}</button>
</form>
${cancelForm(language, action, t.deny)}
${languageLink(language, action)}`;
  return renderPage({ language, title: t.consent(clientName), body });
}

function cancelForm(language: Language, action: string, label: string): string {
  return `<form method="post" action="${escapeHtml(action)}/abort">
<input type="hidden" name="lang" value="${language}">
<button type="submit" class="second">${label}</button>
</form>`;
}

/** To the same page in the other language. */
export function languageLink(language: Language, action: string): string {
  const other = language === 'it' ? 'en' : 'it';
  const label = texts[language].otherLanguage;
  return `<nav><a href="${escapeHtml(action)}?lang=${other}" hreflang="${other}" lang="${other}">${label}</a></nav>`;
}

/** For a sign-in that is no longer there. */
export function renderExpired(language: Language): string {
  const t = texts[language];
  const body = `<h1>${t.failed}</h1>\n<p role="alert">${t.expired}</p>`;
  return renderPage({ language, title: t.failed, body });
}

function send(ctx: KoaContextWithOIDC, title: string, body: (language: Language) => string): void {
  const language = languageOf(ctx);
  ctx.type = 'html';
  ctx.set('content-security-policy', pagePolicy(ctx.oidc?.session?.state?.postLogoutRedirectUri as string));
  ctx.body = renderPage({ language, title, body: body(language) });
}

function languageOf(ctx: KoaContextWithOIDC): Language {
  const wish = ctx.oidc?.params?.ui_locales;
  return chooseLanguage(typeof wish === 'string' ? wish : undefined, ctx.get('accept-language'));
}

/** For a path below the issuer's that is none of its own: as the rest of the front door answers. */
export function answerUnknown(ctx: KoaContextWithOIDC): void {
  const message = `there is no ${ctx.method} ${ctx.path.slice(0, 200)}`;
  const isPage = ctx.method === 'GET' && /\btext\/html\b/.test(ctx.get('accept'));
  ctx.status = 404;
  ctx.set('vary', 'accept');
  ctx.set('cache-control', 'no-store');
  if (!isPage) {
    ctx.body = { code: 'GW_NO_ROUTE', message };
    return;
  }
  const { failed } = texts[languageOf(ctx)];
  send(
    ctx,
    failed,
    () => `<h1>${failed}</h1>\n<p role="alert">${escapeHtml(message)}</p>\n<p><code>GW_NO_ROUTE</code></p>`,
  );
}

/** What oidc-provider shows a browser when a request cannot be answered by a redirect. */
export async function renderError(
  ctx: KoaContextWithOIDC,
  out: { error: string; error_description?: string },
): Promise<void> {
  const { failed, failedLead } = texts[languageOf(ctx)];
  const detail = [out.error, out.error_description].filter(Boolean).join(': ');
  send(
    ctx,
    failed,
    () => `<h1>${failed}</h1>\n<p role="alert">${failedLead}</p>\n<p><code>${escapeHtml(detail)}</code></p>`,
  );
}

/** `form` is oidc-provider's own: it has the id op.logoutForm and the token against forgery. */
export async function renderLogout(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const t = texts[languageOf(ctx)];
  send(
    ctx,
    t.signOut,
    () => `<h1>${t.signOut}</h1>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${t.signOutYes}</button>
<button type="submit" form="op.logoutForm" class="second">${t.signOutNo}</button>`,
  );
}

export async function renderLoggedOut(ctx: KoaContextWithOIDC): Promise<void> {
  const t = texts[languageOf(ctx)];
  send(ctx, t.signedOut, () => `<h1>${t.signedOut}</h1>\n<p>${t.signedOutLead}</p>`);
}
