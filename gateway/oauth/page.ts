import { createHash } from 'node:crypto';

export type Language = 'en' | 'it';

const STYLE = `
:root{color-scheme:light dark;--ink:#16202c;--paper:#fff;--line:#6b7785;--accent:#0b5cad;--bad:#a3131c}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--paper:#141a21;--line:#8d99a6;--accent:#7db8f2;--bad:#ff9a9a}}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main{max-width:26rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.5rem;line-height:1.25}
h2{font-size:1.2rem;line-height:1.25;margin-top:2rem}
ul{padding-left:1.25rem}
li{margin-top:.5rem}
pre{overflow-x:auto;padding:.75rem;border:1px solid var(--line);border-radius:.25rem;font-size:.875rem}
code{overflow-wrap:anywhere}
label{display:block;font-weight:600;margin-top:1rem}
input[type=text],input[type=password]{width:100%;font:inherit;padding:.6rem;margin-top:.25rem;color:inherit;background:var(--paper);border:2px solid var(--line);border-radius:.25rem}
button{font:inherit;font-weight:600;padding:.6rem 1.2rem;margin:1.5rem .5rem 0 0;border:2px solid var(--accent);border-radius:.25rem;background:var(--accent);color:var(--paper);cursor:pointer}
button.second{background:none;color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
a{color:var(--accent)}
.error{border-left:4px solid var(--bad);padding:.25rem .75rem;color:var(--bad);font-weight:600}
nav{margin-top:2rem;font-size:.9rem}
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export function escapeHtml(text: string): string {
  const escapes: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => escapes[character]!);
}

/** A whole page: no script, one style, readable without it. `body` is HTML, `title` is text. */
export function renderPage({
  language,
  title,
  body,
}: {
  language: Language;
  title: string;
  body: string;
}): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - Access Layer</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/**
 * Content-Security-Policy of a page. Browsers check `form-action` on the redirects after a form too, so the address that
 * the sign-in ends at has to be named.
 */
export function pagePolicy(redirectUri?: string): string {
  const target = redirectUri ? ` ${formTarget(redirectUri)}` : '';
  return [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    `form-action 'self'${target}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

function formTarget(redirectUri: string): string {
  const url = URL.parse(redirectUri);
  if (!url) return '';
  return url.origin === 'null' ? url.protocol : url.origin;
}

/** Italian or English: what was chosen on the page, then what the client asked for, then what the browser prefers. */
export function chooseLanguage(...wishes: (string | undefined)[]): Language {
  for (const wish of wishes) {
    for (const tag of (wish ?? '').toLowerCase().split(/[\s,]+/)) {
      if (tag.startsWith('it')) return 'it';
      if (tag.startsWith('en')) return 'en';
    }
  }
  return 'en';
}
