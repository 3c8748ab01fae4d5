import type { PersonsGrant } from './grant-store.ts';
import { languageLink, loginForm } from './oauth-pages.ts';
import { escapeHtml, type Language, renderPage } from './page.ts';
import { texts } from './page-texts.ts';

const PATH = '/oauth/grants';

/** The way in to the page of grants. */
export function renderGrantsLogin(asked: { language: Language; username?: string; error?: string }): string {
  const { language, error } = asked;
  const t = texts[language];
  const body = `<h1>${t.grants}</h1>
<p>${t.grantsSignIn}</p>
${loginForm({ ...asked, action: `${PATH}/sign-in` })}
${languageLink(language, PATH)}`;
  return renderPage({ language, title: error ? `${t.error}: ${t.grants}` : t.grants, body });
}

/** What the applications may do that a person has let in, each with the button that ends it. */
export function renderGrants({
  language,
  personName,
  grants,
}: {
  language: Language;
  personName: string;
  grants: PersonsGrant[];
}): string {
  const t = texts[language];
  const lang = `<input type="hidden" name="lang" value="${language}">`;
  const items = grants.map(({ id, clientName, firstParty, scopes, sinceMs }) => {
    const since = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(sinceMs);
    return `<h2>${escapeHtml(clientName)}</h2>
<p>${t.grantSince(since)}</p>
<ul>
${scopes.map((scope) => `<li>${escapeHtml(t.scopes[scope] ?? scope)}</li>`).join('\n')}
</ul>
${firstParty ? `<p>${t.grantOwn}</p>` : ''}
<form method="post" action="${PATH}/withdraw">
${lang}
<input type="hidden" name="grant" value="${escapeHtml(id)}">
<button type="submit" aria-label="${escapeHtml(`${t.grantWithdraw}: ${clientName}`)}">${t.grantWithdraw}</button>
</form>`;
  });
  const body = `<h1>${t.grants}</h1>
<p>${escapeHtml(t.grantsLead(personName))}</p>
${items.length > 0 ? items.join('\n') : `<p>${t.grantsNone}</p>`}
<form method="post" action="${PATH}/sign-out">
${lang}
<button type="submit" class="second">${t.signOutYes}</button>
</form>
${languageLink(language, PATH)}`;
  return renderPage({ language, title: t.grants, body });
}
